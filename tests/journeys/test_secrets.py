"""Nothing that a session writes holds the password, the passphrase or the private key that it used."""

import asyncio
import base64
import logging
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from ec2tui.adapters.aws.client import AwsConnector
from ec2tui.adapters.demo.corrections.password_data import password_of
from ec2tui.adapters.demo.launcher import Demo
from ec2tui.adapters.local.audit_log import JsonlAuditLog
from ec2tui.adapters.local.clock import SystemClock
from ec2tui.adapters.local.crash_report import write_report
from ec2tui.adapters.local.known_hosts import KnownHostsDirectory
from ec2tui.adapters.local.open_ssh import OpenSsh
from ec2tui.adapters.local.private_keys import LocalPrivateKeys
from ec2tui.adapters.local.snapshot_cache import FileSnapshots
from ec2tui.core.access.settings import Access
from ec2tui.core.rules.policy import Policy
from ec2tui.services.access_values import Reaching
from ec2tui.services.changing import Changing
from ec2tui.services.passphrases import RememberingKeys
from ec2tui.services.session import Scope, Session
from ec2tui.tui.app import Ec2TuiApp
from ec2tui.tui.screens.secret import DOTS
from ec2tui.tui.surroundings import Surroundings
from tests.journeys.test_screen import Journey
from tests.key_files import run
from tests.services.test_passphrases import Store
from tests.tui.test_password import Clipboard

PASSPHRASE = "zeppelin-under-9-oaks"
WINDOWS, LINUX = "reporting-win", "bastion"
CHILD = '#!/bin/sh\n{ printf "%s\\n" "$@"; env; } > "$SEEN"\n'


class Children:
    """A terminal on which programs run without one."""

    async def hand_over(
        self, argv: Sequence[str], env: Mapping[str, str] | None = None, said: Sequence[str] = ()
    ) -> int:
        child = await asyncio.create_subprocess_exec(*argv, env=None if env is None else dict(env))
        return await child.wait()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where everything is written, with `ssh` on PATH that tells how it was started, and logs at DEBUG."""
    place = tmp_path / "home"
    place.mkdir()
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(place))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "ssh").write_text(CHILD)
    (tmp_path / "bin" / "ssh").chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("SEEN", str(place / "child"))
    handler, root = logging.FileHandler(place / "debug.log"), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield place
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()


def locked_keys(demo: Demo, place: Path) -> tuple[str, ...]:
    """The demo's keys, each with a passphrase; the lines of all of them as they were, and as they are."""
    place.mkdir()
    lines: list[str] = []
    for name in ("windows-admin", "prod-ops"):
        plain, locked = demo.keys_directory / f"{name}.pem", place / f"{name}.pem"
        shutil.copy(plain, locked)
        run(
            *("openssl", "pkcs8", "-topk8", "-iter", "1", "-passout", f"pass:{PASSPHRASE}"),
            *("-in", str(plain), "-out", str(locked)),
        )
        locked.chmod(0o600)
        half = run("ssh-keygen", "-y", "-P", PASSPHRASE, "-f", str(locked))
        (place / f"{name}.pem.pub").write_bytes(half)
        for text in (plain.read_text(), locked.read_text()):
            lines += [line for line in text.splitlines() if len(line) > 40 and "-" not in line]
    return tuple(lines)


def forms(secret: str) -> tuple[bytes, ...]:
    """What a secret looks like where something writes it in another coding."""
    raw = secret.encode()
    return raw, base64.b64encode(raw).rstrip(b"=")[:-1], raw.hex().encode(), secret.encode("utf-16-le")


def fails(password: str, passphrase: str) -> None:
    raise RuntimeError("a defect beside secrets")


def surroundings(demo: Demo, home: Path, keys: Any) -> Surroundings:
    reaching = Reaching(Access(map=demo.access_map), keys, KnownHostsDirectory(home / "hosts"), OpenSsh())
    found = Surroundings(
        Clipboard(),
        changing=Changing(JsonlAuditLog(home / "audit.jsonl"), Policy(), honours_dry_run=True),
        snapshots=FileSnapshots(home / "snapshots"),
        keys=lambda: keys,
        reaching=lambda: reaching,
    )
    return found


async def test_nothing_written_holds_a_secret(on_demo: Demo, home: Path, tmp_path: Path) -> None:
    lines = locked_keys(on_demo, tmp_path / "keys")
    keys = RememberingKeys(LocalPrivateKeys([tmp_path / "keys"]), Store("no keyring is available here"))
    session = Session(AwsConnector(), SystemClock(), Scope(regions=on_demo.regions))
    app = Ec2TuiApp(session, surroundings(on_demo, home, keys))
    async with app.run_test(size=(120, 40)) as pilot:
        app.around.terminal = Children()
        it = Journey(app, pilot, on_demo, home / "audit.jsonl")
        await it.until(lambda: session.everything_read)
        await it.at(WINDOWS)
        box = it.main.table.cursor_key
        assert box is not None
        word = password_of(7, box.id)  # type: ignore[attr-defined]
        await it.press("p")
        await it.sees("Passphrase of")
        app.screen.query_one(Input).value = PASSPHRASE
        (home / "asked.svg").write_text(app.export_screenshot())
        await it.press("enter")
        await it.sees(DOTS)
        await it.press("r")
        assert word in it.text(), "it was shown"
        (home / "shown.svg").write_text(app.export_screenshot())
        await it.press("y", "escape")
        assert app.around.clipboard.text == word  # type: ignore[attr-defined]
        try:
            fails(word, PASSPHRASE)
        except RuntimeError as error:
            write_report(error, ["--key", PASSPHRASE], home)
        await it.at(LINUX)
        await it.press("s")
        await it.sees("Passphrase of")
        app.screen.query_one(Input).value = PASSPHRASE
        await it.press("enter")
        await it.until(lambda: any("ended with 0" in note.message for note in app._notifications))
    written = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    names = " ".join(path.name for path in written)
    assert all(one in names for one in ("audit.jsonl", "child", "debug.log", "crash-", "shown.svg"))
    assert list((home / "snapshots").rglob("*.rows"))
    assert (
        b"password.read" in written[home / "audit.jsonl"] and b"session.open" in written[home / "audit.jsonl"]
    )
    assert b"IdentitiesOnly" in written[home / "child"] and b"SEEN=" in written[home / "child"]
    assert b"a defect beside secrets" in next(text for path, text in written.items() if "crash-" in path.name)
    for path, text in written.items():
        for secret in (*forms(word), *forms(PASSPHRASE), *(line.encode() for line in lines)):
            assert secret not in text, f"{path.name} holds a secret"
