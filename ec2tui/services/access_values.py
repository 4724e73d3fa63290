"""What is wanted of a connection to an instance, what it stands on, and how it ends, as values."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

import msgspec

from ec2tui.core.access.route import Login, Route, Routes, Via
from ec2tui.core.access.settings import Access
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports_access import KnownHosts, Ssh
from ec2tui.services.ports_keys import PrivateKeys


@dataclass(frozen=True)
class Reaching:
    """What reaching instances stands on beside the session; made once by the composition root.

    `program` are the words that start this program again with the same configuration and endpoint (profile
    and region are added by who uses it). `own` are the networks (CIDR or address) that the user comes from.
    `agent` is the socket of the agent that lends keys for one connection (empty: none is lent).
    """

    settings: Access
    keys: PrivateKeys
    hosts: KnownHosts
    ssh: Ssh
    program: tuple[str, ...] = ("ec2tui",)
    own: tuple[str, ...] = ()
    agent: str = ""

    def agent_of(self, identity: str) -> str:
        """The agent to ask for a key, when that is lent; empty for all other files."""
        lent = bool(self.agent) and PurePath(identity).parent == PurePath(self.agent).parent
        return self.agent if lent else ""


class Forward(msgspec.Struct, frozen=True):
    """A port of this machine (on 127.0.0.1) that leads to a host and port as the instance sees them."""

    local: int
    host: str
    port: int


class Wish(msgspec.Struct, frozen=True):
    """What is wanted of a connection; `via` None: the best way, `user` and `key` empty: as found.

    `command` are the words for the remote shell, joined by blanks as OpenSSH does. With `forwards` ports are
    forwarded and no shell is opened.
    """

    via: Via | None = None
    user: str = ""
    key: str = ""
    command: tuple[str, ...] = ()
    forwards: tuple[Forward, ...] = ()


class Lack(StrEnum):
    """Why an instance cannot be entered."""

    BLOCKED = "no way in"
    HOST_KEY_CHANGED = "host key changed"
    HOST_KEY_UNKNOWN = "host key not verified"
    INVALID = "invalid"
    NOT_INSTALLED = "not installed"
    FAILED = "failed"
    NOT_SENT = "not sent"


class NoEntry(msgspec.Struct, frozen=True):
    """Why an instance cannot be entered: the sort, sentences, and AWS's problem if any.

    `message` is for the user, without a full stop at its end; its parts that come from AWS are untrusted.
    """

    lack: Lack
    message: str
    problem: Problem | None = None


class Planned(msgspec.Struct, frozen=True):
    """A connection that could be made: its way, its user, its key's file and the argument list of OpenSSH.

    `identity` is empty when the agent or OpenSSH's own defaults are to find a key. With `short` the argument
    list holds SHORT_KEY where the file of a key for sixty seconds will be. `notes` are sentences for the
    user.
    """

    route: Route
    routes: Routes
    login: Login
    identity: str
    argv: tuple[str, ...]
    short: bool = False
    notes: tuple[str, ...] = ()


class Ended(msgspec.Struct, frozen=True):
    """A connection that was made: OpenSSH's exit code (255: its own failure), and sentences about it."""

    code: int
    planned: Planned
    notes: tuple[str, ...] = ()


class SsmSession(msgspec.Struct, frozen=True):
    """A session that ssm:StartSession has opened: its id, and how the official plugin is to be run on it.

    `argv` has no secret; `env` are variables to add to the plugin's environment, which hold its token: they
    are never printed, logged or recorded.
    """

    id: str
    region: str
    argv: tuple[str, ...]
    env: dict[str, str]

    def __repr__(self) -> str:
        return f"SsmSession({self.id!r})"
