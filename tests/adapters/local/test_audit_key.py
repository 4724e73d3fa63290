"""The sealing key: only from a backend that is trusted, made once, and never waited for without end."""

import asyncio
import threading
from pathlib import Path

import pytest

from ec2tui.adapters.local import audit_key as module
from ec2tui.adapters.local.audit_key import audit_key
from ec2tui.services.machine import KeyringState


class Backend:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.held.get((service, name))

    def set_password(self, service: str, name: str, text: str) -> None:
        self.held[service, name] = text


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Backend:
    one = Backend()
    monkeypatch.setattr("keyring.get_keyring", lambda: one)
    monkeypatch.setattr(module, "judge_backend", lambda _: KeyringState("Backend"))
    return one


def test_a_key_is_made_when_asked_and_then_stays(backend: Backend, tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    first = asyncio.run(audit_key(path, create=False))
    assert (first.key, first.absent) == (None, True)
    made = asyncio.run(audit_key(path, create=True))
    again = asyncio.run(audit_key(path, create=True))
    assert made.made and not again.made
    assert made.key == again.key and made.key is not None and len(made.key) == 32


def test_each_record_has_a_key_of_its_own(backend: Backend, tmp_path: Path) -> None:
    keys = {asyncio.run(audit_key(tmp_path / name, create=True)).key for name in ("a.jsonl", "b.jsonl")}
    assert len(keys) == 2


def test_a_backend_that_is_not_trusted_gets_no_key(
    backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "judge_backend", lambda _: KeyringState("Backend", "it keeps them in clear"))
    found = asyncio.run(audit_key(tmp_path / "audit.jsonl", create=True))
    assert (found.key, found.reason, found.absent) == (None, "it keeps them in clear", False)
    assert backend.held == {}


def test_a_broken_entry_is_a_reason(backend: Backend, tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    backend.set_password(module.SERVICE, str(path), "not hexadecimal")
    assert "does not give its key" in asyncio.run(audit_key(path, create=True)).reason


def test_a_keyring_that_hangs_is_a_reason(
    backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    monkeypatch.setattr(backend, "get_password", lambda service, name: release.wait())
    try:
        found = asyncio.run(audit_key(tmp_path / "audit.jsonl", create=True, timeout=0.01))
    finally:
        release.set()
    assert "did not answer" in found.reason
