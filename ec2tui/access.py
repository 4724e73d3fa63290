"""The ports with which instances are got into: private keys and what keeps their passphrases."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ec2tui.core.config.settings import Settings
    from ec2tui.services.passphrases import PassphraseStore
    from ec2tui.services.ports_keys import PrivateKeys


def make_private_keys(settings: "Settings", place: "Path | None" = None) -> "PrivateKeys":
    """The private keys of this machine; `place` is the folder to look in instead of the user's."""
    from ec2tui.adapters.local.private_keys import LocalPrivateKeys
    from ec2tui.services.passphrases import RememberingKeys

    keys = LocalPrivateKeys((place,) if place else ("~/.ssh", *settings.access.key_folders))
    return RememberingKeys(keys, make_passphrases())


def make_passphrases() -> "PassphraseStore":
    """What keeps passphrases: the OS keyring."""
    from ec2tui.adapters.local.keyring_store import KeyringPassphrases

    return KeyringPassphrases()
