"""The ports with which instances are got into: private keys, known hosts, OpenSSH and the terminal."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ec2tui.core.config.settings import Settings
    from ec2tui.services.access_values import Reaching
    from ec2tui.services.passphrases import PassphraseStore
    from ec2tui.services.ports import Terminal
    from ec2tui.services.ports_keys import PrivateKeys
    from ec2tui.services.remote_desktop import Desktops


def make_private_keys(settings: "Settings", place: "Path | None" = None) -> "PrivateKeys":
    """The private keys of this machine; `place` is the folder to look in instead of the user's."""
    from ec2tui.adapters.local.private_keys import LocalPrivateKeys
    from ec2tui.adapters.local.ssh_agent import agent_of
    from ec2tui.services.passphrases import RememberingKeys

    if place:
        return LocalPrivateKeys((place,))
    keys = LocalPrivateKeys(("~/.ssh", *settings.access.key_folders), agent_of(os.environ))
    return RememberingKeys(keys, make_passphrases())


def make_passphrases() -> "PassphraseStore":
    """What keeps passphrases: the OS keyring."""
    from ec2tui.adapters.local.keyring_store import KeyringPassphrases

    return KeyringPassphrases()


def make_reaching(settings: "Settings", place: "Path | None" = None) -> "Reaching":
    """What getting into instances stands on; `place` is the demo's directory, in which everything is then."""
    from ec2tui.adapters.local.known_hosts import KnownHostsDirectory
    from ec2tui.adapters.local.open_ssh import OpenSsh
    from ec2tui.services.access_values import Reaching

    own = (settings.security_groups.my_ip, *settings.guardrails.network.own_addresses)
    return Reaching(
        settings.access,
        make_private_keys(settings, place and place / "keys"),
        KnownHostsDirectory(place and place / "known_hosts"),
        OpenSsh(),
        program_again(settings),
        tuple(text for text in own if text),
    )


def program_again(settings: "Settings") -> tuple[str, ...]:
    """The words that start this program again, with the configuration and the endpoint that it has now.

    Profile and region are for whoever starts it to add.
    """
    import sys
    from pathlib import Path

    script = Path(sys.argv[0]).absolute()
    own = script.stem == "ec2tui" and script.is_file() and os.access(script, os.X_OK)
    words = [str(script)] if own else [sys.executable, "-P", "-m", "ec2tui"]
    if Path(settings.file).is_file():
        words += ["--config", str(Path(settings.file).absolute())]
    if settings.endpoint_url and settings.origin("endpoint_url") == "--endpoint-url":
        words += ["--endpoint-url", settings.endpoint_url]
    return (*words, *(("--read-only",) if settings.read_only else ()))


def make_terminal() -> "Terminal":
    """This process's own terminal, lent to a child."""
    from ec2tui.adapters.local.foreground import OwnTerminal

    return OwnTerminal()


def make_desktops() -> "Desktops":
    """The programs of this machine that open remote desktops."""
    from ec2tui.adapters.local.desktops import LocalDesktops

    return LocalDesktops()


def make_window(settings: "Settings") -> "Terminal | None":
    """Windows of tmux for programs, where the configuration wants them and tmux is there; else None."""
    if not settings.access.tmux_window or not os.environ.get("TMUX"):
        return None
    from ec2tui.adapters.local.tmux_window import TmuxWindow

    return TmuxWindow()
