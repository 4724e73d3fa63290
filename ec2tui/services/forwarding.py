"""Forwarding ports: which program carries them, and sessions of SSM that the official plugin carries."""

import asyncio
from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from ec2tui.core.access.route import SSH_PORT, Via
from ec2tui.core.model.instance import Instance
from ec2tui.services.access import end_ssm, find_routes
from ec2tui.services.access_values import Forward, Lack, NoEntry, Reaching, SsmSession
from ec2tui.services.ports import Terminal
from ec2tui.services.ports_tunnel import ENDPOINT_PORTS
from ec2tui.services.session import Session


class Carrier(StrEnum):
    """What carries forwarded ports."""

    ENDPOINT = "endpoint"
    OPENSSH = "openssh"
    PLUGIN = "plugin"


class Carried(msgspec.Struct, frozen=True):
    """How ports are forwarded: by which program, by which way, and why that was chosen (sentences)."""

    carrier: Carrier
    via: Via
    why: str = ""


async def choose_carrier(
    session: Session, reaching: Reaching, instance: Instance, via: Via | None, forwards: Sequence[Forward]
) -> Carried | NoEntry:
    """What carries these ports: an endpoint reaches two ports of the instance by itself, all else is SSH's or
    SSM's.
    """
    plain = all(not one.host and one.port in ENDPOINT_PORTS for one in forwards)
    if via is not None:
        return _asked_for(instance, via, plain)
    port = SSH_PORT if not instance.windows else forwards[0].port
    routes = await find_routes(session, reaching, instance, port)
    ways = [way for way in routes.ways if not instance.windows or way.via in (Via.ENDPOINT, Via.SSM)]
    chosen = next((way for way in ways if way.usable), None)
    chosen = chosen or next((way for way in ways if way.usable is None and way.dial), None)
    if chosen is None:
        return NoEntry(Lack.BLOCKED, _why_none(instance, routes.why))
    found = _asked_for(instance, chosen.via, plain)
    return msgspec.structs.replace(found, why=chosen.reason) if isinstance(found, Carried) else found


def _asked_for(instance: Instance, via: Via, plain: bool) -> Carried | NoEntry:
    if via is Via.SSM:
        return Carried(Carrier.PLUGIN, via)
    if via is Via.ENDPOINT and plain:
        return Carried(Carrier.ENDPOINT, via)
    if not instance.windows:
        return Carried(Carrier.OPENSSH, via)
    if via is Via.ENDPOINT:
        words = "an EC2 Instance Connect endpoint reaches ports 22 and 3389 of it alone"
    else:
        words = "it runs Windows, which has no SSH server of its own"
    return NoEntry(Lack.INVALID, f"{instance.id}: {words}; take another way (--via endpoint, ssm)")


def _why_none(instance: Instance, why: str) -> str:
    if instance.windows:
        return f"no endpoint and no SSM leads to {instance.id}, and Windows has no SSH server: {why}"
    return why.removesuffix(".")


async def run_plugin(
    session: Session, opened: SsmSession, terminal: Terminal, environment: Mapping[str, str]
) -> int:
    """Runs the official plugin on an open session until it ends; its exit code.

    The session is ended when the plugin did not run, failed or is not waited for any more: it would stay
    open.
    """
    ended_well = False
    try:
        code = await terminal.hand_over(opened.argv, {**environment, **opened.env})
        ended_well = code == 0
    finally:
        if not ended_well:
            await asyncio.shield(end_ssm(session, opened))
    return code
