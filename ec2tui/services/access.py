"""The way in to an instance: its routes explained, whom to log in as, its host keys, and OpenSSH run on it.

A front end that wants a shell calls `run_ssh` and gives it what asks the user. Who needs the parts
(`proxy`, `tunnel`, `ssh-config`, remote desktop) takes `find_routes`, `find_login`, `find_host_keys` and
`plan_ssh`, and for SSM `start_ssm` and `end_ssm`.
"""

from collections.abc import Callable

from ec2tui.core.access.host_keys import Stored
from ec2tui.core.access.route import Login, Route, Routes, Via
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Problem
from ec2tui.services.access_values import Ended, Forward, NoEntry, Planned, Reaching, SsmSession, Wish
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Terminal
from ec2tui.services.ports_access import ConfirmHostKey, HostKeyQuestion
from ec2tui.services.ports_audit import AuditLog
from ec2tui.services.session import Session


async def find_routes(session: Session, reaching: Reaching, instance: Instance, port: int = 22) -> Routes:
    """Every way to a TCP port of an instance, each usable or with what blocks it, and the one to take.

    Reads what decides about that (rules, routes, endpoints, the agent); what cannot be read makes a way
    unknown, never blocked or usable.
    """
    raise NotImplementedError


async def find_login(
    session: Session, reaching: Reaching, instance: Instance, user: str = ""
) -> Login | NoEntry:
    """Whom to log in as: `user`, the instance's tag, the configuration, or the image's publisher and name."""
    raise NotImplementedError


async def find_key(session: Session, reaching: Reaching, instance: Instance, path: str = "") -> str | NoEntry:
    """The absolute path of the private key: `path`, or the file that matches the instance's key pair.

    Nothing is asked: a locked key's passphrase is OpenSSH's to ask for. NoEntry says why there is none.
    """
    raise NotImplementedError


async def find_host_keys(
    session: Session, reaching: Reaching, route: Route
) -> Stored | HostKeyQuestion | NoEntry:
    """The host keys of the instance that a route leads to, stored in its known-hosts file.

    They come from that file or from console output; contradictions are refused with both fingerprints.
    Where nobody vouches for any the server is asked, by the same route, and the answer is a question for
    the user (see `trust`).
    """
    raise NotImplementedError


async def trust(reaching: Reaching, question: HostKeyQuestion) -> Stored:
    """The user says that the host key is right: it is stored."""
    raise NotImplementedError


async def plan_ssh(session: Session, reaching: Reaching, instance: Instance, wish: Wish) -> Planned | NoEntry:
    """How a connection would be made; nothing is asked, sent or written, and nothing is refused for being
    blocked when `wish.via` names the way and there is something to dial.
    """
    raise NotImplementedError


async def run_ssh(
    session: Session,
    reaching: Reaching,
    changing: Changing,
    instance: Instance,
    wish: Wish,
    terminal: Terminal,
    confirm: ConfirmHostKey | None,
    tell: Callable[[str], None] = lambda text: None,
) -> Ended | NoEntry:
    """Connects with the terminal lent to OpenSSH, and returns when that has ended.

    The host keys of the instance (and of a bastion) are verified first; `confirm` is asked where nobody
    vouches for them (None: nobody can be asked, and it is refused). A key for sixty seconds is sent as a
    change: audited, and refused in read-only mode. `tell` is given sentences before the terminal is lent out.
    That a session was opened and how it ended goes into the record; AuditError when it cannot be written.
    """
    raise NotImplementedError


async def start_ssm(
    session: Session,
    reaching: Reaching,
    log: AuditLog,
    instance: Instance,
    port: int = 22,
    forward: Forward | None = None,
) -> SsmSession | NoEntry:
    """Opens a session of SSM for the official plugin, and records that.

    Without `forward` its standard input and output lead to the port of the instance (AWS-StartSSHSession);
    with it the plugin listens on `forward.local` (AWS-StartPortForwardingSession, or …ToRemoteHost when
    `forward.host` is not empty). Refused in read-only mode. Without the plugin NoEntry says how to get it.
    """
    raise NotImplementedError


async def end_ssm(session: Session, opened: SsmSession) -> Problem | None:
    """Ends a session whose plugin did not run or has failed: it would stay open. None when it was ended."""
    raise NotImplementedError


async def note_opened(
    session: Session, log: AuditLog, instance: Key, via: Via, what: str, **details: str
) -> str:
    """Records that a session is opened (`what`: `ssh`, `tunnel`, `rdp`); the intent's id for `note_ended`."""
    raise NotImplementedError


async def note_ended(
    session: Session, log: AuditLog, instance: Key, intent: str, ok: bool = True, message: str = ""
) -> None:
    """Records how a session ended."""
    raise NotImplementedError
