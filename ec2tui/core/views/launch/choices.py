"""What the fields of a launch can be: the account's own, each with what decides about it."""

from collections.abc import Callable, Sequence

from ec2tui.core.changes.change import Unready
from ec2tui.core.model.image import Image
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.wish import Wish
from ec2tui.core.rules.images.known import verdict_of
from ec2tui.core.views.launch.place import Place

Choices = Sequence[tuple[str, str, str]]
"""(value, label, what is said beside it) of each choice."""

Choose = Callable[[Wish, Place], Choices]

NEW_KEY = "(new key pair)"
"""The choice that makes a key pair; no pair can be called so, since AWS trims and we take no parentheses."""


def images(_wish: Wish, place: Place) -> Choices:
    """The images of the catalogue and the account's own, the vetted ones first."""
    current = {one.image_id for one in place.here(Kind.PUBLIC_PARAMETERS).values()}
    own = place.here(Kind.OWN_IMAGES)
    known = {key: one for key, one in place.here(Kind.IMAGES).items() if key.id in current or key in own}
    found: dict[Key, Image] = {**known, **{key: one for key, one in own.items() if one.own}}
    rows = []
    for key, image in found.items():
        verdict = verdict_of(image, place.inventory, place.now)
        words = f"{verdict.standing.letter} {verdict.standing.value}  {image.architecture}"
        rows.append(((verdict.level.rank, image.name), (key.id, image.name or key.id, words)))
    return [row for _, row in sorted(rows)]


def subnets(_wish: Wish, place: Place) -> Choices:
    """The subnets by network and zone, each with the addresses that are free."""
    found: list[Subnet] = list(place.here(Kind.SUBNETS).values())
    found.sort(key=lambda one: (one.vpc_id, one.az, named(one)))
    return [(one.key.id, named(one), subnet_words(one)) for one in found]


def subnet_words(subnet: Subnet) -> str:
    """A subnet's zone, network and room."""
    free = "" if subnet.free_addresses is None else f"{subnet.free_addresses} free  "
    return f"{subnet.az}  {free}{subnet.cidr}  {subnet.vpc_id}"


def named(subnet: Subnet) -> str:
    """What a subnet is called: its Name, else its id."""
    return dict(subnet.tags).get("Name", "") or subnet.key.id


def groups(wish: Wish, place: Place) -> Choices:
    """The security groups of the subnet's VPC."""
    subnet = place.subnet(wish)
    vpc = None if isinstance(subnet, Unready) else subnet.vpc_id
    found = [one for one in place.here(Kind.SECURITY_GROUPS).values() if vpc in (None, one.vpc_id)]
    return [(one.key.id, one.name, one.description) for one in sorted(found, key=lambda one: one.name)]


def keys(wish: Wish, place: Place) -> Choices:
    """The key pairs, each with its type and whether its private half is here; a new one, and none."""
    found = sorted(place.here(Kind.KEY_PAIRS).values(), key=lambda one: one.name)
    pairs = [(one.name, one.name, key_words(one.name, one.type, wish, place)) for one in found]
    kind = "RSA, since a Windows password needs it" if place.windows(wish) else "ED25519 or RSA"
    new = (NEW_KEY, "a new key pair…", f"{kind}; the private half is kept here")
    return [*pairs, new, ("", "none", "EC2 Instance Connect, or SSM with a role")]


def key_words(name: str, kind: str, wish: Wish, place: Place) -> str:
    """A pair's type, what speaks against it, and where its private half is."""
    if place.windows(wish) and kind == "ed25519":
        return "ed25519: a Windows password needs RSA"
    if place.keys is None:
        return kind
    path = place.keys.get(name, "").replace("\\", "/")
    return f"{kind}  private key {path.rpartition('/')[2] or 'not found here'}"


def roles(_wish: Wish, place: Place) -> Choices:
    """The instance profiles, and none."""
    found = place.here(Kind.INSTANCE_PROFILES).values()
    named_ = sorted((one.key.id.rsplit("/", 1)[-1], one.role) for one in found)
    return [*((name, name, f"role {role}") for name, role in named_), ("", "none", "SSM cannot reach it")]


def words(*values: tuple[str, str]) -> Choose:
    """Choices that do not depend on the account."""
    return lambda _wish, _place: [(value, value or "none", told) for value, told in values]
