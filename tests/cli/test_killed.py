"""kill -9 in the middle of a plan: what comes next says unknown, asks AWS, and goes on or takes back."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

TARGET = "demo-box"


class Holding(ThreadingHTTPServer):
    """Hands every call on to the demo, and keeps the answer to the first `holds` for itself."""

    daemon_threads = True

    def __init__(self, address: str, holds: str) -> None:
        self.address, self.holds = address, holds
        self.held, self.let_go = threading.Event(), threading.Event()
        super().__init__(("127.0.0.1", 0), Handing)

    def handle_error(self, request: object, client_address: object) -> None:
        return


class Handing(BaseHTTPRequestHandler):
    server: Holding

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        upstream = HTTPConnection(self.server.address, timeout=30)
        upstream.request("POST", self.path, body, dict(self.headers.items()))
        reply = upstream.getresponse()
        data = reply.read()
        if asked["Action"] == self.server.holds and asked.get("DryRun") != "true":
            self.server.held.set()
            self.server.let_go.wait(30)
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.headers["Content-Type"])
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def holding(account) -> Iterator[Holding]:
    server = Holding(account.demo.endpoint_url.removeprefix("http://"), "AllocateAddress")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.let_go.set()
    server.shutdown()
    server.server_close()


def interrupted(on_demo) -> list[dict[str, object]]:
    done = on_demo("log", "--settle", "-o", "json")
    return list(json.loads(done.stdout)["interrupted"])


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_a_kill_between_intent_and_outcome_is_unknown_then_settled_and_gone_on_with(
    account, demo_options, environment, on_demo, holding
):
    there = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{holding.server_port}"}
    surroundings = {**environment, **account.demo.environment, **there}
    del surroundings["AWS_SESSION_TOKEN"]
    command = [sys.executable, "-m", "ec2tui", *demo_options, "give-address", TARGET, "--yes"]
    child = subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert holding.held.wait(60)
    child.send_signal(signal.SIGKILL)
    told = child.communicate()[0].decode()
    assert child.returncode == -signal.SIGKILL, told

    listed = on_demo("log", "-o", "json")
    [unknown] = json.loads(listed.stdout)
    assert (unknown["outcome"], unknown["ended"]) == ("unknown", None) and "--settle" in listed.stderr
    [cut] = interrupted(on_demo)
    assert (cut["done"], cut["unknown"], cut["left"]) == ([0], [], [1])
    assert json.loads(on_demo("log", "-o", "json").stdout)[0]["outcome"] == "ok"

    plan = str(cut["plan"])
    assert on_demo("log", "--go-on", plan[:8]).returncode == 3
    gone_on = on_demo("log", "--go-on", plan[:8], "--yes")
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
