"""What keeps secrets on this machine: whether the keyring's backend is one to trust."""

from ec2tui.adapters.local.blocking import in_daemon_thread
from ec2tui.services.machine import KeyringState

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
