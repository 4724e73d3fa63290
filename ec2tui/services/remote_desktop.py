"""A remote desktop on a Windows instance: the way, a tunnel where one is needed, the file and the program."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

import msgspec

from ec2tui.core.access.remote_desktop import RDP_PORT, USER, DesktopClient, command_of, rdp_text
from ec2tui.core.access.route import Via
from ec2tui.core.model.instance import Instance
from ec2tui.services.access import find_routes, note_ended, note_opened
from ec2tui.services.access_ssh import Agree
from ec2tui.services.access_values import Forward, Lack, NoEntry, Reaching
from ec2tui.services.changing import Changing
from ec2tui.services.open_forwards import Opened, OpenForwards
from ec2tui.services.ports import Terminal
from ec2tui.services.ports_access import ConfirmHostKey
from ec2tui.services.session import Session
from ec2tui.services.tunnels import LOOPBACK

ASKED_FOR = "The program asks for the password of {user}, which `p` or `ec2tui password {id}` tells."


class Desktops(Protocol):
    """The programs of this machine that open remote desktops."""

    def find(self) -> DesktopClient | str:
        """The first that is here; else what to do to have one, as half a sentence."""

    def file(self, text: str) -> AbstractContextManager[str]:
        """The path of a new file that only the user may read, which is gone after the block."""


class Place(msgspec.Struct, frozen=True):
    """Where the program connects to, by which way, and the tunnel that is there for it (None: no need)."""

    host: str
    port: int
    via: Via
    tunnel: Opened | None = None


class DesktopEnded(msgspec.Struct, frozen=True):
    """How a remote desktop ended: the program, its exit code, and the way."""

    program: str
    code: int
    via: Via


async def find_place(
    session: Session,
    reaching: Reaching,
    changing: Changing,
    instance: Instance,
    forwards: OpenForwards,
    via: Via | None = None,
    asks: tuple[ConfirmHostKey | None, Agree | None] = (None, None),
) -> Place | NoEntry:
    """The address where that is open from here, else a tunnel to it, which the caller closes."""
    direct = None
    if via in (None, Via.DIRECT):
        direct = (await find_routes(session, reaching, instance, RDP_PORT)).by(Via.DIRECT)
        if direct.dial is not None and (direct.usable or via is Via.DIRECT):
            return Place(direct.dial.host, direct.dial.port, Via.DIRECT)
        if via is Via.DIRECT:
            return NoEntry(Lack.BLOCKED, f"direct: {direct.reason}".removesuffix("."))
    opened = await forwards.open(
        session,
        reaching,
        changing,
        instance,
        Forward(0, "", RDP_PORT),
        via,
        confirm=asks[0],
        agree=asks[1],
    )
    if isinstance(opened, Opened):
        return Place(LOOPBACK, opened.forward.local, opened.via, opened)
    if direct is not None and direct.usable is None and direct.dial is not None:
        return Place(direct.dial.host, direct.dial.port, Via.DIRECT)
    return opened


async def run_desktop(
    session: Session,
    reaching: Reaching,
    changing: Changing,
    instance: Instance,
    forwards: OpenForwards,
    desktops: Desktops,
    terminal: Callable[[DesktopClient], Terminal],
    via: Via | None = None,
    asks: tuple[ConfirmHostKey | None, Agree | None] = (None, None),
    tell: Callable[[str], None] = lambda text: None,
) -> DesktopEnded | NoEntry:
    """Opens a remote desktop and returns when its program has ended; the file and the tunnel go with it.

    No password is given to the program: it asks. `terminal` is what a program runs on. That a session was
    opened and how it ended goes into the record; AuditError when it cannot be written.
    """
    if not instance.windows:
        return NoEntry(Lack.INVALID, f"{instance.id} does not run Windows; `ec2tui ssh` opens a shell")
    client = desktops.find()
    if isinstance(client, str):
        return NoEntry(Lack.NOT_INSTALLED, _without(instance, client))
    if instance.state != "running":
        return NoEntry(Lack.BLOCKED, f"{instance.id} is {instance.state}")
    place = await find_place(session, reaching, changing, instance, forwards, via, asks)
    if isinstance(place, NoEntry):
        return place
    try:
        tell(f"{client.name} connects to {place.host}:{place.port}, by way of {place.via}.")
        tell(ASKED_FOR.format(user=USER, id=instance.id))
        log, key = changing.log, instance.key
        intent = await note_opened(session, log, key, place.via, "rdp", user=USER)
        with desktops.file(rdp_text(place.host, place.port)) as path:
            code = await terminal(client).hand_over(command_of(client, path))
        said = f"{client.name} ended with {code}"
        await note_ended(session, log, key, intent, code == 0, said)
    finally:
        if place.tunnel is not None:
            await forwards.close(place.tunnel)
    return DesktopEnded(client.name, code, place.via)


def _without(instance: Instance, help_: str) -> str:
    return (
        f"no program for remote desktops is on this machine: {help_}; or have a port lead there, `ec2tui "
        f"tunnel {instance.id} 13389:{RDP_PORT}`, and connect any program to {LOOPBACK}:13389"
    )
