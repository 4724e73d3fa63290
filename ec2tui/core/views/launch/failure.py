"""What is said in the form when AWS did not launch: why, and where else or as what it could be."""

import re
from collections.abc import Iterable, Iterator

from ec2tui.core.changes.change import Unready
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.wish import Wish
from ec2tui.core.views.launch.choices import named
from ec2tui.core.views.launch.place import Place
from ec2tui.core.views.type_choice import choice_for_image

NO_CAPACITY = ("InsufficientInstanceCapacity", "InsufficientHostCapacity", "InsufficientCapacity")
"""AWS's codes for: nobody can have this type there now."""

MOST = 3
"""How many subnets and types are offered."""

_ZONE = re.compile(r"\b[a-z]{2}(?:-[a-z]+)+-\d[a-z]\b")


def failure_words(problem: Problem, wish: Wish, place: Place) -> str:
    """The failure of a launch with what to do next (untrusted)."""
    if problem.code not in NO_CAPACITY:
        next_step = f" ({problem.hint})" if problem.hint else ""
        return f"Not launched: {problem.message}{next_step}"
    subnet = place.subnet(wish)
    zone = "" if isinstance(subnet, Unready) else subnet.az
    words = [f"Not launched: AWS has no {wish.type} in {zone or 'the zone'} now."]
    elsewhere = tuple(_subnets(problem.message, wish, place, zone))
    if elsewhere:
        words.append(f"Another zone: subnet {', '.join(elsewhere[:MOST])}.")
    types = tuple(_types(wish, place, zone))
    if types:
        words.append(f"As large, there: {', '.join(types[:MOST])}.")
    return " ".join(words if elsewhere or types else (*words, "Try another type or zone, or again later."))


def _subnets(message: str, wish: Wish, place: Place, zone: str) -> Iterator[str]:
    """The subnets of the same network in other zones: those that AWS names, else where it is offered."""
    told = [one for one in dict.fromkeys(_ZONE.findall(message)) if one != zone]
    offered = place.inventory.offering(place.at._replace(id=wish.type))
    zones = told or [one for one in getattr(offered, "zones", ()) if one != zone]
    here = place.subnet(wish)
    vpc = "" if isinstance(here, Unready) else here.vpc_id
    found: Iterable[Subnet] = place.here(Kind.SUBNETS).values()
    for one in sorted(found, key=lambda one: (one.az, named(one))):
        if one.az in zones and one.vpc_id == vpc:
            yield f"{named(one)} ({one.az})"


def _types(wish: Wish, place: Place, zone: str) -> Iterator[str]:
    """Types of as many processors and as much memory that fit the image and are offered in the zone."""
    image = place.image(wish)
    kind = place.inventory.instance_type(place.at._replace(id=wish.type))
    if isinstance(kind, Missing) or not isinstance(image, Image):
        return
    choice = choice_for_image(image, zone, wish.tenancy or None)
    for one in sorted(place.here(Kind.INSTANCE_TYPES).values(), key=lambda one: one.key.id):
        if one.key.id != wish.type and _alike(one, kind) and not choice.misfit(one, place.inventory):
            yield one.key.id


def _alike(one: InstanceType, other: InstanceType) -> bool:
    same = (one.vcpus, one.memory) == (other.vcpus, other.memory)
    return same and one.current_generation and not one.bare_metal
