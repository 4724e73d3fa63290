"""All ways to an instance, in the order in which they are preferred, and the one that is taken."""

import msgspec

from ec2tui.core.access.facts import Around
from ec2tui.core.access.route import SSH_PORT, Route, Routes, Via
from ec2tui.core.access.settings import Access
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.rules.routes.agent import through_ssm
from ec2tui.core.rules.routes.bastion import through_bastion
from ec2tui.core.rules.routes.direct import direct
from ec2tui.core.rules.routes.endpoint import through_endpoint

ORDER = (Via.DIRECT, Via.CONNECT, Via.BASTION, Via.ENDPOINT, Via.SSM)
WITHOUT_KEY = (Via.CONNECT, Via.DIRECT, Via.ENDPOINT, Via.BASTION, Via.SSM)
"""The order where no private key of the instance is here: what can do without one comes first."""

WINDOWS = "It runs Windows, which has no SSH server of its own: use `ec2tui rdp`, or --via if it has one."


def routes_to(
    inventory: Inventory, instance: Instance, around: Around, access: Access, port: int = SSH_PORT
) -> Routes:
    """Every way to a TCP port of an instance and the one to take: the first that is known to be usable, else
    the first of which that is not known. A wrong entry of [access.map] is a ValueError.
    """
    plain = direct(inventory, instance, around, access, port)
    found = {
        Via.DIRECT: plain,
        Via.CONNECT: _connect(plain, around, port),
        Via.BASTION: through_bastion(inventory, instance, around, access, port),
        Via.ENDPOINT: through_endpoint(inventory, instance, around, port),
        Via.SSM: through_ssm(instance, around, port),
    }
    order = WITHOUT_KEY if around.has_key is False else ORDER
    ways = tuple(_told(found[via], instance, port) for via in order)
    chosen = next((way for way in ways if way.usable), None)
    chosen = chosen or next((way for way in ways if way.usable is None and way.dial), None)
    return Routes(instance.key, ways, chosen, _why(ways, chosen))


def _connect(plain: Route, around: Around, port: int) -> Route:
    """The direct way with a key that EC2 Instance Connect puts on the instance for sixty seconds."""
    usable, reason = plain.usable, f"{plain.reason} A key for sixty seconds is sent to it."
    if plain.usable is False:
        reason = plain.reason
    elif port != SSH_PORT:
        usable, reason = False, "EC2 Instance Connect is for SSH alone."
    elif around.read_only:
        usable, reason = False, "Read-only mode: the key for sixty seconds would be sent to AWS."
    return msgspec.structs.replace(plain, via=Via.CONNECT, usable=usable, reason=reason)


def _told(way: Route, instance: Instance, port: int) -> Route:
    """The way with what blocks all of them."""
    if instance.state != "running":
        return msgspec.structs.replace(way, usable=False, reason=f"It is {instance.state}.")
    if instance.windows and port == SSH_PORT:
        return msgspec.structs.replace(way, usable=False, reason=WINDOWS)
    return way


def _why(ways: tuple[Route, ...], chosen: Route | None) -> str:
    """The choice in a sentence: what is taken, and what is wrong with those that come before it."""
    if chosen is None:
        reasons: dict[str, list[str]] = {}
        for way in ways:
            reasons.setdefault(way.reason, []).append(str(way.via))
        if len(reasons) == 1:
            return f"No way in: {next(iter(reasons))}"
        return " ".join(("No way in.", *(f"{', '.join(vias)}: {why}" for why, vias in reasons.items())))
    before = [way for way in ways[: ways.index(chosen)] if way.reason != chosen.reason]
    told = dict.fromkeys(f"Not {way.via}: {way.reason}" for way in before if way.via is not Via.CONNECT)
    return " ".join((f"The way in: {chosen.via}. {chosen.reason}", *told))
