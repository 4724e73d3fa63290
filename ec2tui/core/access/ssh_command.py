"""OpenSSH's argument list for one connection: every word checked, so that nothing in it is an option or a
command that was not meant.

Facts: ec2-security.md, section 5.3, and measured on OpenSSH 9.2: it takes words that begin with `-` for
options before and after the destination unless `--` stands before it, expands `%` and `${…}` in paths, gives
ProxyCommand to a shell, and looks whether the file of `-i` exists before it expands it (so IdentityFile).
"""

import re
import shlex
from collections.abc import Sequence

import msgspec

from ec2tui.core.access.addresses import INSTANCE_ID, is_host
from ec2tui.core.access.login import is_user
from ec2tui.core.access.route import Dial

SHORT_KEY = "<key for sixty seconds>"
"""Stands for the file of a key that is made as the connection is."""

_AGAINST_OWN_CONFIG = ("-o", "IgnoreUnknown=KnownHostsCommand", "-o", "KnownHostsCommand=none")
"""What a configuration of the user's could vouch for host keys with; not known to OpenSSH before 8.5."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_REGION = re.compile(r"[a-z]{2,}(?:-[a-z]+)+-\d{1,2}")
_URL = re.compile(r"https?://[A-Za-z0-9\[\]:._~/-]+")


class UnsafeWordError(ValueError):
    """A word that may not stand in a command; the text says which and why."""


class Forwarding(msgspec.Struct, frozen=True):
    """A local port on 127.0.0.1 that leads to a host and port as the server sees them."""

    local: int
    host: str
    port: int


class Target(msgspec.Struct, frozen=True):
    """A server to log in to: its instance id (the name of its host keys), where to dial and as whom.

    `known_hosts` and `identity` are absolute paths; `identity` is empty where none is known, and may be
    SHORT_KEY. `agent` is the socket of the agent that has its private half (empty: the user's own may).
    `proxy` is the argument list of the program that leads there instead of a dialled address.
    """

    instance_id: str
    dial: Dial
    user: str
    known_hosts: str
    identity: str = ""
    proxy: tuple[str, ...] = ()
    agent: str = ""


def ssh_argv(
    ssh: str,
    target: Target,
    command: Sequence[str] = (),
    forwards: Sequence[Forwarding] = (),
    own_config: bool = False,
) -> tuple[str, ...]:
    """The argument list of OpenSSH; UnsafeWordError when a word could be taken for something else.

    The host keys are those of the instance's own file, under its id, and nothing else is accepted.
    `own_config`: the user's own configuration of OpenSSH counts where this list says nothing.
    """
    words = [*_options(ssh, target, own_config), "-l", _user(target.user), "-p", str(_port(target.dial.port))]
    for one in forwards:
        words += ["-L", _forwarding(one)]
    if forwards:
        words += ["-N", "-o", "ExitOnForwardFailure=yes"]
    # After `--` OpenSSH looks for options no more, neither before the destination nor behind it.
    return (*words, "--", _host(target.dial.host), *(_command_word(word) for word in command))


def with_key(argv: Sequence[str], path: str) -> tuple[str, ...]:
    """The argument list with the file of a short key where SHORT_KEY stands for it."""
    return tuple(
        f"IdentityFile={_path(path)}" if word == f"IdentityFile={SHORT_KEY}" else word for word in argv
    )


def relay_argv(
    ssh: str, target: Target, to: Dial, own_config: bool = False, batch: bool = False
) -> tuple[str, ...]:
    """The argument list of OpenSSH that joins its standard input and output to a port behind a bastion.

    `batch`: it asks nothing on the terminal.
    """
    words = [*_options(ssh, target, own_config), "-l", _user(target.user), "-p", str(_port(target.dial.port))]
    _host(to.host), _port(to.port)
    words += ["-o", "BatchMode=yes"] if batch else []
    return (*words, "-T", "-W", to.text, "--", _host(target.dial.host))


def proxy_argv(
    program: Sequence[str], instance_id: str, via: str, port: int, region: str, profile: str | None
) -> tuple[str, ...]:
    """The argument list of `ec2tui proxy`; `program` are the words that start this program."""
    words = [_shell_word(word) for word in program]
    if profile is not None:
        if profile.startswith("-"):
            raise UnsafeWordError(f"the profile {profile!r} begins with '-', as options do")
        words += ["--profile", _shell_word(profile)]
    if not _REGION.fullmatch(region):
        raise UnsafeWordError(f"{region!r} is no region")
    words += ["--region", region, "proxy", _instance(instance_id), "--via", via, "--port", str(_port(port))]
    return tuple(words)


def endpoint_url(url: str) -> str:
    """An endpoint's address, when it can stand in a command."""
    if not _URL.fullmatch(url):
        raise UnsafeWordError(f"{url!r} is no address of an endpoint that can be given to another program")
    return url


def _options(ssh: str, target: Target, own_config: bool) -> list[str]:
    known = _path(target.known_hosts)
    words = [ssh, *(_AGAINST_OWN_CONFIG if own_config else ("-F", "none"))]
    for option in (
        f"HostKeyAlias={_instance(target.instance_id)}",
        f"UserKnownHostsFile={known}",
        "GlobalKnownHostsFile=/dev/null",
        "StrictHostKeyChecking=yes",
        "CheckHostIP=no",
        "UpdateHostKeys=no",
        "VerifyHostKeyDNS=no",
        "ControlPath=none",
        "ForwardAgent=no",
        "PermitLocalCommand=no",
        f"ProxyCommand={proxy_command(target.proxy) if target.proxy else 'none'}",
        "ServerAliveInterval=30",
    ):
        words += ["-o", option]
    if target.identity:
        words += ["-o", "IdentitiesOnly=yes", "-o", f"IdentityFile={_identity(target.identity)}"]
    if target.agent:
        words += ["-o", f"IdentityAgent={_path(target.agent)}"]
    return words


def proxy_command(argv: Sequence[str]) -> str:
    """An argument list as OpenSSH's ProxyCommand: quoted for the shell, and `%` for OpenSSH."""
    return " ".join(shlex.quote(_shell_word(word)) for word in argv).replace("%", "%%")


def _shell_word(word: str) -> str:
    """A word that every shell takes as it is once it is quoted (fish reads backslashes inside quotes)."""
    if not word or _CONTROL.search(word) or "\\" in word:
        raise UnsafeWordError(f"{word!r} cannot be given to another program safely")
    return word


def _path(path: str) -> str:
    """An absolute path as the value of an option: in quotes, and `%` for OpenSSH."""
    plain = re.sub(r"^([A-Za-z]):\\(.*)$", lambda found: found[0].replace("\\", "/"), path)
    if not re.match(r"(?:[A-Za-z]:)?/", plain):
        raise UnsafeWordError(f"{path!r} is no absolute path")
    if _CONTROL.search(plain) or '"' in plain or "\\" in plain or "${" in plain:
        raise UnsafeWordError(f"the path {path!r} cannot be given to OpenSSH: it would read it otherwise")
    return '"' + plain.replace("%", "%%") + '"'


def _identity(path: str) -> str:
    return path if path == SHORT_KEY else _path(path)


def _instance(text: str) -> str:
    if not INSTANCE_ID.fullmatch(text):
        raise UnsafeWordError(f"{text!r} is no instance id")
    return text


def _host(text: str) -> str:
    if not is_host(text):
        raise UnsafeWordError(f"{text!r} is no address or host name")
    return text


def _user(text: str) -> str:
    if not is_user(text):
        raise UnsafeWordError(f"{text!r} is no user's name")
    return text


def _port(number: int) -> int:
    if not 1 <= number <= 65535:
        raise UnsafeWordError(f"{number} is no port")
    return number


def _forwarding(one: Forwarding) -> str:
    to = Dial(_host(one.host), _port(one.port))
    return f"127.0.0.1:{_port(one.local)}:{to.text}"


def _command_word(word: str) -> str:
    if "\0" in word:
        raise UnsafeWordError("the command holds a NUL")
    return word


def printed(argv: Sequence[str]) -> str:
    """An argument list as one line for a shell."""
    return shlex.join(argv)
