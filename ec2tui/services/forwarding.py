"""Forwarding ports: which program carries them, and sessions of SSM that the official plugin carries."""

import asyncio
from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from ec2tui.core.access.route import SSH_PORT, Via
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.services.access import end_ssm, find_routes
from ec2tui.services.access_values import Forward, Lack, NoEntry, Reaching, SsmSession
from ec2tui.services.ports import Terminal
from ec2tui.services.ports_tunnel import ENDPOINT_PORTS, RUNNING
from ec2tui.services.session import Session


class Carrier(StrEnum):
    """What carries forwarded ports."""

    ENDPOINT = "endpoint"
    OPENSSH = "openssh"
    PLUGIN = "plugin"


class Carried(msgspec.Struct, frozen=True):
    """How ports are forwarded: by which program, by which way, and why that was chosen (sentences).

    `server` is whose SSH server carries them (a bastion's, for an instance that has none of its own), and
    `forwards` are the ports as that sees them.
    """

    carrier: Carrier
    via: Via
    server: Instance
    forwards: tuple[Forward, ...]
    why: str = ""


async def choose_carrier(
    session: Session, reaching: Reaching, instance: Instance, via: Via | None, forwards: Sequence[Forward]
) -> Carried | NoEntry:
    """What carries these ports: an endpoint reaches two ports of the instance by itself, all else is SSH's or
    SSM's.
    """
    if instance.state != RUNNING:
        return NoEntry(Lack.BLOCKED, f"{instance.id} is {instance.state}")
    if instance.windows:
        return await _to_windows(session, reaching, instance, via, forwards)
    if via is not None:
        return _carried(instance, via, forwards)
    routes = await find_routes(session, reaching, instance, SSH_PORT)
    if routes.chosen is None:
        return NoEntry(Lack.BLOCKED, routes.why.removesuffix("."))
    return _carried(instance, routes.chosen.via, forwards, routes.chosen.reason)


def _carried(instance: Instance, via: Via, forwards: Sequence[Forward], why: str = "") -> Carried:
    plain = all(not one.host and one.port in ENDPOINT_PORTS for one in forwards)
    carrier = Carrier.PLUGIN if via is Via.SSM else Carrier.OPENSSH
    if via is Via.ENDPOINT and plain:
        carrier = Carrier.ENDPOINT
    return Carried(carrier, via, instance, tuple(forwards), why)


async def _to_windows(
    session: Session, reaching: Reaching, instance: Instance, via: Via | None, forwards: Sequence[Forward]
) -> Carried | NoEntry:
    """The ways without an SSH server of the instance: endpoint, SSM, and a bastion's own server."""
    plain = all(not one.host and one.port in ENDPOINT_PORTS for one in forwards)
    if via is Via.SSM or (via is Via.ENDPOINT and plain):
        return _carried(instance, via, forwards)
    if via not in (None, Via.BASTION):
        words = (
            "it runs Windows, which has no SSH server of its own, and an endpoint reaches 22 and 3389 alone"
        )
        return NoEntry(Lack.INVALID, f"{instance.id}: {words}; take another way (--via)")
    routes = await find_routes(session, reaching, instance, forwards[0].port)
    fits = {Via.BASTION, Via.SSM, *((Via.ENDPOINT,) if plain else ())} if via is None else {via}
    ways = [way for way in routes.ways if way.via in fits and way.dial is not None]
    chosen = next((way for way in ways if way.usable), None)
    chosen = chosen or next((way for way in ways if via is not None or way.usable is None), None)
    if chosen is None:
        reasons = " ".join(f"{way.via}: {way.reason}" for way in routes.ways if way.via in fits)
        return NoEntry(
            Lack.BLOCKED, f"{instance.id} runs Windows, and no way leads to it. {reasons}".removesuffix(".")
        )
    if chosen.via is not Via.BASTION or chosen.bastion is None:
        return _carried(instance, chosen.via, forwards, chosen.reason)
    bastion = session.store.inventory.instance(chosen.bastion)
    if isinstance(bastion, Missing):
        return NoEntry(Lack.BLOCKED, f"the bastion {chosen.bastion.id} is not known")
    seen = [msgspec.structs.replace(one, host=one.host or instance.private_ip or "") for one in forwards]
    return Carried(Carrier.OPENSSH, Via.DIRECT, bastion, tuple(seen), chosen.reason)


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
