"""What keeps secrets on this machine: the keyring, when its backend is one to trust."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ec2tui.adapters.local.blocking import in_daemon_thread
from ec2tui.services.machine import KeyringState
from ec2tui.services.passphrases import Kept

TRUSTED = frozenset(
    {
        "keyring.backends.macOS.Keyring",
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
        "keyring.backends.libsecret.Keyring",
    }
)
"""Backends that keep secrets encrypted by the user's session; all others are no store for secrets."""
_CHAINER = "keyring.backends.chainer.ChainerBackend"
_NONE = frozenset({"keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"})


def judge_backend(backend: object) -> KeyringState:
    """Whether secrets may be kept in a backend: on the list, or a chain of which all members are."""
    name = f"{type(backend).__module__}.{type(backend).__qualname__}"
    if name in TRUSTED:
        return KeyringState(name)
    if name in _NONE:
        return KeyringState(name, "no keyring is available here")
    if name == _CHAINER:
        members = [judge_backend(member) for member in getattr(backend, "backends", ())]
        bad = [member.backend for member in members if member.reason]
        if members and not bad:
            return KeyringState(name)
        return KeyringState(name, f"it includes {', '.join(bad) or 'nothing'}")
    return KeyringState(name, "it is not known to keep secrets encrypted")


def _inspect() -> KeyringState:
    from keyring import get_keyring
    from keyring.errors import KeyringError

    try:
        return judge_backend(get_keyring())
    except (KeyringError, RuntimeError, ImportError, OSError, AttributeError) as error:
        return KeyringState("", f"the keyring cannot be loaded: {error}")


async def inspect_keyring(timeout: float) -> KeyringState:
    """The state of the keyring; loading one may talk to D-Bus and hang, so it has `timeout` seconds."""
    try:
        return await in_daemon_thread(_inspect, timeout)
    except TimeoutError:
        return KeyringState("", f"the keyring did not answer within {timeout:g} s")


SERVICE = "ec2tui passphrase"
"""The name under which passphrases lie in the keyring; their user name is the path of the key's file."""

PATIENCE = 20.0
"""Seconds for the keyring, which may ask the user to unlock it."""


class KeyringPassphrases:
    """The PassphraseStore port over the OS keyring; never called on the loop, never waited for long."""

    def __init__(self, timeout: float = PATIENCE) -> None:
        self._timeout = timeout
        self._lacking: str | None = None

    async def lacking(self) -> str:
        """Why nothing can be kept here; the backend is looked at once."""
        if self._lacking is None:
            self._lacking = (await inspect_keyring(self._timeout)).reason
        return self._lacking

    async def recall(self, path: str) -> Kept:
        """The passphrase of a file; a keyring that is not to be trusted is not asked."""
        if reason := await self.lacking():
            return Kept(reason=reason)
        found = await self._ask(lambda ring: ring.get_password(SERVICE, _name(path)))
        return Kept(reason=found[1]) if found[1] else Kept(found[0])

    async def keep(self, path: str, passphrase: str) -> str:
        """Writes, and reads back: a backend may drop what it is given without a word."""
        if reason := await self.lacking():
            return reason

        def write(ring: Any) -> bool:
            ring.set_password(SERVICE, _name(path), passphrase)
            return bool(ring.get_password(SERVICE, _name(path)) == passphrase)

        same, reason = await self._ask(write)
        return reason or ("" if same else "it did not keep what it was given")

    async def forget(self, path: str) -> bool | str:
        """Deletes the passphrase of a file."""
        if reason := await self.lacking():
            return reason

        def delete(ring: Any) -> bool:
            if ring.get_password(SERVICE, _name(path)) is None:
                return False
            ring.delete_password(SERVICE, _name(path))
            return True

        there, reason = await self._ask(delete)
        return reason or bool(there)

    async def _ask(self, question: Callable[[Any], Any]) -> tuple[Any, str]:
        """What the keyring answers, and why it does not (empty: it did)."""
        try:
            return await in_daemon_thread(lambda: _asked(question), self._timeout)
        except TimeoutError:
            return None, f"the keyring did not answer within {self._timeout:g} s"


def _asked(question: Callable[[Any], Any]) -> tuple[Any, str]:
    from keyring import get_keyring
    from keyring.errors import KeyringError, KeyringLocked

    try:
        return question(get_keyring()), ""
    except KeyringLocked:
        return None, "the keyring is locked"
    except (KeyringError, RuntimeError, ImportError, OSError, AttributeError, ValueError) as error:
        # The sort of the error alone: what a backend says may hold what it was given.
        return None, f"the keyring failed ({type(error).__name__})"


def _name(path: str) -> str:
    return str(Path(path).expanduser().absolute())
