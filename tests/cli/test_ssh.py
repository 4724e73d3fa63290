"""`ssh` on the demo: the real OpenSSH on real servers, by each way, with host keys that are verified."""

import json
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from ec2tui.adapters.demo.console import host_key_lines
from ec2tui.cli.parser import parse
from ec2tui.cli.ssh import confirm_of
from ec2tui.core.access.host_keys import host_key
from ec2tui.core.model.key import Key
from ec2tui.services.ports_access import HostKeyQuestion
from tests.cli.conftest import Done

Run = Callable[..., Done]


@pytest.fixture
def ssh(demo_program, account, tmp_path: Path) -> Run:
    """`ssh` with the demo's keys, and with its addresses where they really are."""
    file, demo = tmp_path / "demo.toml", account.demo
    lines = [f"{json.dumps(at)} = {json.dumps(to)}" for at, to in demo.access_map.items()]
    folders = json.dumps([str(demo.keys_directory)])
    file.write_text(
        f"{file.read_text()}[access]\nkey_folders = {folders}\n[access.map]\n" + "\n".join(lines) + "\n"
    )
    return lambda *words: demo_program("ssh", *words)


def recorded(tmp_path: Path) -> list[dict]:
    return [json.loads(line)["record"] for line in (tmp_path / "audit.jsonl").read_text().splitlines()]


def test_a_command_runs_there_and_its_status_is_ours(ssh, account, tmp_path):
    done = ssh("bastion", "--", "whoami", ";", "exit", "7")
    assert (done.stdout, done.returncode) == ("ec2-user\n", 7), done
    id_ = account.id("bastion")
    known = next(tmp_path.rglob("known_hosts/*"))
    lines = known.read_text().splitlines()
    assert lines[1:] == [f"{id_} {' '.join(line.split()[:2])}" for line in host_key_lines(7, id_, "x")]
    assert known.stat().st_mode & 0o777 == 0o600
    intent, opened, ended = recorded(tmp_path)
    assert intent["change"]["action"] == "session.open" and intent["change"]["user"] == "ec2-user"
    assert intent["change"]["via"] == "direct" and opened["intent"] == ended["intent"] == intent["id"]
    assert "ended with 7" in ended["message"]


def test_a_private_instance_is_reached_through_the_endpoint(ssh):
    done = ssh("stage-db", "--", "hostname")
    assert (done.stdout, done.returncode) == ("ip-10-30-32-4\n", 0), done


def test_a_changed_host_key_is_refused_with_both_fingerprints(ssh, tmp_path):
    done = ssh("demo-box", "--", "whoami")
    assert done.returncode == 3 and done.stdout == ""
    last = done.stderr.splitlines()[-1]
    assert "is not the known one" in last and last.count("SHA256:") == 2


def test_a_key_for_sixty_seconds_is_sent_recorded_and_gone(ssh, account, tmp_path):
    done = ssh("bastion", "--via", "connect", "--", "whoami")
    assert (done.stdout, done.returncode) == ("ec2-user\n", 0), done
    assert account.changes() == {"SendSSHPublicKey": 1}
    actions = [record["change"]["action"] for record in recorded(tmp_path) if "change" in record]
    assert actions == ["instance.send_public_key", "session.open"]
    assert "PRIVATE" not in (tmp_path / "audit.jsonl").read_text()


def test_the_command_is_printed_as_one_line_and_nothing_is_refused(ssh, account, tmp_path):
    done = ssh("bastion", "--via", "ssm", "--print", "--user", "ann", "--", "ls", "a b")
    words = shlex.split(done.stdout)
    assert done.returncode == 0 and done.stdout.count("\n") == 1 and "not on this machine" in done.stderr
    id_ = account.id("bastion")
    assert words[-4:] == ["--", id_, "ls", "a b"] and {f"HostKeyAlias={id_}", "ann"} < {*words}
    proxy = next(word for word in words if word.startswith("ProxyCommand="))
    expected = ["proxy", id_, "--via", "ssm", "--port", "22"]
    assert shlex.split(proxy.partition("=")[2])[-6:] == expected
    assert not (tmp_path / "audit.jsonl").exists() and account.changes() == {}


def test_a_bastion_is_gone_through_and_its_host_key_verified_too(ssh, account, tmp_path):
    with (tmp_path / "demo.toml").open("a") as file:
        file.write('[access.bastions]\n"*" = "tag:Name=bastion"\n')
    done = ssh("orders-db-01", "--", "hostname")
    assert (done.stdout, done.returncode) == ("ip-10-20-32-4\n", 0), done
    known = {path.name.rpartition("-i-")[2] for path in tmp_path.rglob("known_hosts/*")}
    assert known == {account.id(name).removeprefix("i-") for name in ("bastion", "orders-db-01")}


@pytest.mark.parametrize(("typed", "taken"), [("yes\n", True), ("y\n", False), (None, False)])
async def test_a_host_key_is_taken_for_a_whole_yes_alone(typed, taken, capsys):
    asked = []

    async def answer(prompt: str) -> str | None:
        asked.append(prompt)
        return typed

    key = host_key(*host_key_lines(7, "i-1", "x")[0].split()[:2])
    confirm = confirm_of(SimpleNamespace(answer=answer))
    assert await confirm(HostKeyQuestion(Key("1", "r", "i-1"), key, "hidden \x1b[2Jwhy")) is taken
    assert key.fingerprint in asked[0] and "\x1b" not in capsys.readouterr().err
    assert confirm_of(SimpleNamespace(answer=None)) is None


def test_what_cannot_be_is_said_before_anything_is_dialled(ssh, tmp_path):
    done = ssh("bastion", "--user=-oProxyCommand=x", "--", "whoami")
    assert done.returncode == 2 and not (tmp_path / "audit.jsonl").exists()


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("ssh web -- ls -l --sort -age", ["ls", "-l", "--sort", "-age"]),
        ("--region eu-west-1 ssh web --via ssm -- --print", ["--print"]),
        ("ssh web", []),
        ("ssh web --", []),
        ("ssh web -- a -- b", ["a", "--", "b"]),
    ],
)
def test_every_word_behind_the_dashes_is_the_command(line, command):
    assert parse(line.split()).command == command


def test_other_verbs_keep_their_dashes():
    assert parse(["ls", "ssh", "--", "-web"]).query == ["ssh", "-web"]


def test_a_terminal_that_is_closed_leaves_no_key_behind(demo_program, account, environment, tmp_path):
    """SIGHUP ends OpenSSH too, and the key for sixty seconds goes."""
    file, demo = tmp_path / "demo.toml", account.demo
    lines = [f"{json.dumps(at)} = {json.dumps(to)}" for at, to in demo.access_map.items()]
    file.write_text(f"{file.read_text()}[access.map]\n" + "\n".join(lines) + "\n")
    place = tmp_path / "temporary"
    place.mkdir()
    given = environment | demo.environment | {"TMPDIR": str(place)}
    words = ("--config", str(file), "ssh", "bastion", "--via", "connect", "--", "whoami; sleep 60")
    with subprocess.Popen(
        [sys.executable, "-m", "ec2tui", *words],
        env=given,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None and child.stdout.readline() == b"ec2-user\n"
        assert [*place.rglob("key")]
        child.send_signal(signal.SIGHUP)
        child.communicate(timeout=30)
    assert child.returncode == 130 and [*place.iterdir()] == []
