"""The key that seals the audit record's head, kept in the OS keyring and nowhere else."""

import secrets
from pathlib import Path

import msgspec

from ec2tui.adapters.local.blocking import in_daemon_thread
from ec2tui.adapters.local.file_lock import locked
from ec2tui.adapters.local.keyring_store import judge_backend

SERVICE = "ec2tui audit"
TIMEOUT = 5.0
_BYTES = 32


class AuditKey(msgspec.Struct, frozen=True):
    """The key, or why there is none; `absent`: the keyring works and holds none, `made`: it is new."""

    key: bytes | None = None
    reason: str = ""
    absent: bool = False
    made: bool = False


async def audit_key(path: Path, create: bool, timeout: float = TIMEOUT) -> AuditKey:
    """The key of the record at `path`; made when it is missing and `create`; never waits past `timeout` s."""
    try:
        return await in_daemon_thread(lambda: _ask(path, create), timeout)
    except TimeoutError:
        return AuditKey(reason=f"the keyring did not answer within {timeout:g} s")


def _ask(path: Path, create: bool) -> AuditKey:
    from keyring import get_keyring
    from keyring.errors import KeyringError

    try:
        backend = get_keyring()
        state = judge_backend(backend)
        if state.reason:
            return AuditKey(reason=state.reason)
        key, made = _get(backend, path), False
        if key is None and create:
            with locked(path.with_suffix(".key.lock"), TIMEOUT):
                key = _get(backend, path)
                if key is None:
                    key, made = _make(backend, path), True
    except (KeyringError, RuntimeError, ImportError, OSError, AttributeError, ValueError) as error:
        return AuditKey(reason=f"the keyring does not give its key: {error}")
    if key is None:
        return AuditKey(reason="the keyring holds no key for this record", absent=True)
    return AuditKey(key, made=made)


def _get(backend: object, path: Path) -> bytes | None:
    text: str | None = backend.get_password(SERVICE, str(path))  # type: ignore[attr-defined]
    return bytes.fromhex(text) if text else None


def _make(backend: object, path: Path) -> bytes:
    key = secrets.token_bytes(_BYTES)
    backend.set_password(SERVICE, str(path), key.hex())  # type: ignore[attr-defined]
    return key
