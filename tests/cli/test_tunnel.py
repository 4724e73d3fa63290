"""`tunnel`, `proxy` and `ssh-config` on the demo, with a double of SSM's plugin on PATH."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ec2tui.cli.failure import Failure
from ec2tui.cli.forward_spec import forwards_of
from ec2tui.services.access_values import Forward
from tests.cli.conftest import DemoAccount, Program

PLUGIN = """#!{python}
import json, os, signal, sys, time
if sys.argv[1:] == ["--version"]:
    print(os.environ.get("PLUGIN_VERSION", "1.2.707.0"))
    sys.exit(0)
seen = {{"argv": sys.argv[1:], "token": os.environ.get("AWS_SSM_START_SESSION_RESPONSE", "")}}
with open(os.environ["PLUGIN_SEEN"], "a") as file:
    file.write(json.dumps(seen) + "\\n")
if os.environ.get("PLUGIN_STAYS"):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print("stays", flush=True)
    time.sleep(60)
sys.stdout.write("from the plugin: " + sys.stdin.read())
sys.exit(int(os.environ.get("PLUGIN_CODE", "0")))
"""


@pytest.fixture
def plugin(tmp_path: Path) -> dict[str, str]:
    """A PATH on which the double comes first, and where it tells what it was given."""
    place = tmp_path / "bin"
    place.mkdir()
    file = place / "session-manager-plugin"
    file.write_text(PLUGIN.format(python=sys.executable))
    file.chmod(0o755)
    return {"PATH": f"{place}{os.pathsep}{os.environ['PATH']}", "PLUGIN_SEEN": str(tmp_path / "seen")}


def ended(account: DemoAccount) -> tuple[int, int]:
    """How many sessions were opened, and how many were ended."""
    calls = account.ask("calls")["calls"]
    return calls.get("StartSession", 0), calls.get("TerminateSession", 0)


def seen(plugin: dict[str, str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(plugin["PLUGIN_SEEN"]).read_text().splitlines()]


def run(
    program: Program, account: DemoAccount, options: tuple[str, ...], *argv: str, **more: str
) -> "subprocess.CompletedProcess[str]":
    environment = {**account.demo.environment, **more}
    return program(*options, *argv, without=("AWS_SESSION_TOKEN",), **environment)


def test_the_plugin_is_given_the_token_by_its_environment_alone(
    program: Program, account: DemoAccount, demo_options: tuple[str, ...], plugin: dict[str, str]
) -> None:
    before = ended(account)
    done = run(program, account, demo_options, "proxy", "bastion", "--via", "ssm", "--port", "2222", **plugin)
    assert (done.stdout, done.stderr, done.returncode) == ("from the plugin: ", "", 0)
    (told,) = seen(plugin)
    answer = json.loads(str(told["token"]))
    assert sorted(answer) == ["SessionId", "StreamUrl", "TokenValue"]
    request = {"Target": account.id("bastion"), "DocumentName": "AWS-StartSSHSession"}
    request["Parameters"] = {"portNumber": ["2222"]}  # type: ignore[assignment]
    variable, region, operation, profile, params, url = told["argv"]  # type: ignore[misc]
    assert (variable, region) == ("AWS_SSM_START_SESSION_RESPONSE", "eu-west-1")
    assert (operation, profile, json.loads(params), url) == ("StartSession", "", request, "")
    assert answer["TokenValue"] not in json.dumps(told["argv"])
    opened, closed = ended(account)
    assert (opened - before[0], closed - before[1]) == (1, 0)
    record = (Path(demo_options[1]).parent / "audit.jsonl").read_text()
    assert account.id("bastion") in record and answer["TokenValue"] not in record


def test_the_session_of_a_plugin_that_fails_is_ended(
    program: Program, account: DemoAccount, demo_options: tuple[str, ...], plugin: dict[str, str]
) -> None:
    before = ended(account)
    more = {**plugin, "PLUGIN_CODE": "3"}
    done = run(program, account, demo_options, "proxy", "bastion", "--via", "ssm", **more)
    assert done.returncode == 5 and "the plugin ended with 3" in done.stderr
    assert [now - then for now, then in zip(ended(account), before, strict=True)] == [1, 1]


def test_an_old_plugin_and_none_open_no_session(
    program: Program, account: DemoAccount, demo_options: tuple[str, ...], plugin: dict[str, str]
) -> None:
    before = ended(account)
    argv = ("proxy", "bastion", "--via", "ssm")
    old = run(program, account, demo_options, *argv, **(plugin | {"PLUGIN_VERSION": "1.2.497.0"}))
    none = run(program, account, demo_options, *argv)
    assert old.returncode == none.returncode == 2 and ended(account) == before
    assert "1.2.497.0" in old.stderr and "is not on this machine" in none.stderr


def test_openssh_ends_the_plugin_and_the_session_with_a_signal(
    environment: dict[str, str], account: DemoAccount, demo_options: tuple[str, ...], plugin: dict[str, str]
) -> None:
    before = ended(account)
    given = environment | account.demo.environment | plugin | {"PLUGIN_STAYS": "1"}
    del given["AWS_SESSION_TOKEN"]
    argv = [sys.executable, "-m", "ec2tui", *demo_options, "proxy", "bastion", "--via", "ssm"]
    with subprocess.Popen(
        argv, env=given, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None and child.stdout.readline() == b"stays\n"
        child.send_signal(signal.SIGHUP)
        _, errors = child.communicate(timeout=30)
    assert (child.returncode, errors) == (130, b"")
    for _ in range(100):
        if ended(account) == (before[0] + 1, before[1] + 1):
            break
        time.sleep(0.05)
    assert [now - then for now, then in zip(ended(account), before, strict=True)] == [1, 1]


def test_a_connection_by_the_written_configuration_is_recorded(
    program: Program, account: DemoAccount, demo_options: tuple[str, ...]
) -> None:
    """OpenSSH alone asks for this one; one that `ssh` asks for is in its own record."""
    audit = Path(demo_options[1]).parent / "audit.jsonl"
    for more, count in (((), 0), (("--host-keys",), 1)):
        done = run(program, account, demo_options, "proxy", "stage-db", "--via", "endpoint", *more)
        assert done.returncode == 0, done
        text = audit.read_text() if audit.exists() else ""
        assert text.count('"session.open"') == count
    assert account.id("stage-db") in text and ":user/demo-operator" in text
    shown = run(program, account, demo_options, "log").stdout
    assert "proxy by way of endpoint" in shown


def test_a_forwarded_port_of_a_windows_machine_goes_by_ssm(
    program: Program, account: DemoAccount, demo_options: tuple[str, ...], plugin: dict[str, str]
) -> None:
    argv = ("tunnel", "ad-controller-01", "0:3389", "0:intranet.example:443")
    done = run(program, account, demo_options, *argv, **plugin)
    assert done.returncode == 0 and "→ intranet.example:443" in done.stdout
    told = sorted(json.loads(str(one["argv"][4]))["DocumentName"] for one in seen(plugin))  # type: ignore[index]
    assert told == ["AWS-StartPortForwardingSession", "AWS-StartPortForwardingSessionToRemoteHost"]
    for one in seen(plugin):
        parameters = json.loads(str(one["argv"][4]))["Parameters"]  # type: ignore[index]
        assert f"127.0.0.1:{parameters['localPortNumber'][0]} →" in done.stdout
        assert parameters.get("host", ["intranet.example"]) == ["intranet.example"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["8443:443"], (Forward(8443, "", 443),)),
        (
            ["0:db.internal:5432", "1:[2001:db8::1]:22"],
            (Forward(0, "db.internal", 5432), Forward(1, "2001:db8::1", 22)),
        ),
    ],
)
def test_forwards_are_read(words: list[str], found: tuple[Forward, ...]) -> None:
    assert forwards_of(words) == found


@pytest.mark.parametrize(
    "words",
    [
        ["443"], ["a:443"], ["8443:0"], ["70000:1"], ["1:70000"], ["1:2:3:4"], ["1::2"], ["1:-x:2"],
        ["1:a b:2"], ["1:${HOME}:2"], ["1:a%h:2"], ["1:*:2"], ["7:1", "7:2"], [""], ["1:[fe80::1%lo]:2"],
    ],
)  # fmt: skip
def test_what_is_no_forward_is_a_mistake_of_the_user(words: list[str]) -> None:
    with pytest.raises(Failure) as caught:
        forwards_of(words)
    assert caught.value.code == 2
