"""kill -9 in the middle of a plan: what comes next says unknown, asks AWS, and goes on or takes back."""

import json
import signal
import subprocess
import sys
import time

import pytest

TARGET = "demo-box"
AGREED = ("--yes",)


def until(true, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def interrupted(on_demo) -> list[dict[str, object]]:
    done = on_demo("log", "--settle", "-o", "json")
    return list(json.loads(done.stdout)["interrupted"])


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_a_kill_between_intent_and_outcome_is_unknown_then_settled_and_gone_on_with(
    account, demo_options, environment, on_demo
):
    account.ask("delay", operation="AllocateAddress", seconds="1")
    surroundings = {**environment, **account.demo.environment}
    del surroundings["AWS_SESSION_TOKEN"]
    command = [sys.executable, "-m", "ec2tui", *demo_options, "give-address", TARGET, *AGREED]
    child = subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    until(lambda: account.changes()["AllocateAddress"] > 0 or child.poll() is not None)
    child.send_signal(signal.SIGKILL)
    told = child.communicate()[0].decode()
    assert child.returncode == -signal.SIGKILL, told

    listed = on_demo("log", "-o", "json")
    [unknown] = json.loads(listed.stdout)
    assert (unknown["outcome"], unknown["ended"]) == ("unknown", None) and "--settle" in listed.stderr
    until(lambda: interrupted(on_demo)[0]["done"])
    [cut] = interrupted(on_demo)
    assert (cut["done"], cut["unknown"], cut["left"]) == ([0], [], [1])
    assert json.loads(on_demo("log", "-o", "json").stdout)[0]["outcome"] == "ok"

    plan = str(cut["plan"])
    assert on_demo("log", "--go-on", plan[:8]).returncode == 3
    gone_on = on_demo("log", "--go-on", plan[:8], *AGREED)
    assert gone_on.returncode == 0, gone_on.stderr
    assert interrupted(on_demo) == []
    assert account.changes()["AllocateAddress"] == account.changes()["AssociateAddress"] == 1
    assert on_demo("log", "--go-on", plan[:8]).returncode == 1


@pytest.mark.parametrize("how", ["--take-back", "--leave"])
def test_an_interrupted_plan_can_be_taken_back_or_left(how, account, demo_program, on_demo, tmp_path):
    value = how.strip("-")
    done = demo_program("tag", TARGET, "bastion", "--set", f"cut={value}", "--yes")
    assert done.returncode == 0, done.stderr
    for path in tmp_path.glob("audit*"):
        if path.suffix != ".jsonl" and path.is_file():
            path.unlink()
    cut_off(tmp_path / "audit.jsonl")
    [cut] = interrupted(on_demo)
    assert len(cut["done"]) == 1
    assert on_demo("log", how, str(cut["plan"]), "--yes").returncode == 0
    assert interrupted(on_demo) == []
    tagged = [name for name in (TARGET, "bastion") if account.tags(name).get("cut") == value]
    assert len(tagged) == (1 if how == "--take-back" else 2)


def cut_off(record) -> None:
    """Takes the second step and the end of a plan out of the record, as if the program had died before."""
    lines = record.read_text().splitlines(keepends=True)
    told = [json.loads(line)["record"] for line in lines]
    second = next(one["id"] for one in told if one["kind"] == "intent" and one.get("step"))
    kept = [
        line
        for line, one in zip(lines, told, strict=True)
        if one.get("outcome") != "ended" and second not in (one["id"], one.get("intent"))
    ]
    record.write_text("".join(kept))
