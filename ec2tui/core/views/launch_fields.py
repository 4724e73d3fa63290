"""The fields of a launch as a form shows them: what each is, what it can be, and what is wrong with it."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.launch_wish import subnet_of
from ec2tui.core.model.image import Image
from ec2tui.core.model.image_verdict import Standing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.wish import Wish
from ec2tui.core.rules.images.known import verdict_of
from ec2tui.core.views.tone import Cell, Tone

Choices = Sequence[tuple[str, str, str]]
"""(value, label, what is said beside it) of each choice."""


class Sort(StrEnum):
    """How a field is filled in."""

    PICK = "pick"
    MANY = "many"
    TYPE = "type"
    TEXT = "text"
    FLAG = "flag"


class Field(msgspec.Struct, frozen=True):
    """One line of the form: `name` is the wish's field, `choices` what may be picked."""

    name: str
    label: str
    sort: Sort = Sort.TEXT
    question: str = ""
    choices: Callable[[Wish, Key, Inventory, float], Choices] | None = None


def images(_wish: Wish, at: Key, inventory: Inventory, now: float) -> Choices:
    """The images of the catalogue and the account's own, the vetted ones first."""
    current = {one.image_id for key, one in inventory.table(Kind.PUBLIC_PARAMETERS).items() if _here(key, at)}
    own = inventory.table(Kind.OWN_IMAGES)
    known = {key: one for key, one in inventory.table(Kind.IMAGES).items() if key.id in current or key in own}
    found: dict[Key, Image] = {**known, **{key: one for key, one in own.items() if one.own}}
    rows = []
    for key, image in found.items():
        if _here(key, at):
            verdict = verdict_of(image, inventory, now)
            place = (verdict.level.rank, image.name)
            words = f"{verdict.standing.letter} {verdict.standing.value}  {image.architecture}"
            rows.append((place, (key.id, image.name or key.id, words)))
    return [row for _, row in sorted(rows)]


def subnets(_wish: Wish, at: Key, inventory: Inventory, _now: float) -> Choices:
    """The subnets, those with room first told with what they have."""
    found = [one for key, one in inventory.table(Kind.SUBNETS).items() if _here(key, at)]
    found.sort(key=lambda one: (one.vpc_id, one.az, _named(one)))
    return [
        (one.key.id, _named(one), f"{one.az}  {one.cidr}  {one.free_addresses} free  {one.vpc_id}")
        for one in found
    ]


def groups(wish: Wish, at: Key, inventory: Inventory, _now: float) -> Choices:
    """The security groups of the subnet's VPC."""
    subnet = subnet_of(wish.subnet, at, inventory)
    vpc = None if isinstance(subnet, Unready) else subnet.vpc_id
    found = [
        one
        for key, one in inventory.table(Kind.SECURITY_GROUPS).items()
        if _here(key, at) and vpc in (None, one.vpc_id)
    ]
    return [(one.key.id, one.name, one.description) for one in sorted(found, key=lambda one: one.name)]


def keys(_wish: Wish, at: Key, inventory: Inventory, _now: float) -> Choices:
    """The key pairs, and none."""
    found = [one for key, one in inventory.table(Kind.KEY_PAIRS).items() if _here(key, at)]
    named = [(one.name, one.name, one.type) for one in sorted(found, key=lambda one: one.name)]
    return [*named, ("", "none", "nobody gets in with a key")]


def roles(_wish: Wish, at: Key, inventory: Inventory, _now: float) -> Choices:
    """The instance profiles, and none."""
    found = [one for key, one in inventory.table(Kind.INSTANCE_PROFILES).items() if _here(key, at)]
    named = sorted((one.key.id.rsplit("/", 1)[-1], one.role) for one in found)
    return [*((name, name, f"role {role}") for name, role in named), ("", "none", "SSM cannot reach it")]


def words(*values: tuple[str, str]) -> Callable[[Wish, Key, Inventory, float], Choices]:
    """Choices that do not depend on the account."""
    return lambda _wish, _at, _inventory, _now: [(value, value, told) for value, told in values]


FIELDS: tuple[Field, ...] = (
    Field("image", "Image", Sort.PICK, choices=images),
    Field("type", "Type", Sort.TYPE),
    Field("name", "Name", question="The Name tag"),
    Field("count", "How many", question="How many instances; all are launched, or none"),
    Field("subnet", "Subnet", Sort.PICK, choices=subnets),
    Field("public", "Public address", Sort.FLAG),
    Field("groups", "Security groups", Sort.MANY, choices=groups),
    Field("key", "Key pair", Sort.PICK, choices=keys),
    Field("role", "Role", Sort.PICK, choices=roles),
    Field("size", "Root volume, GiB", question="GiB of the root volume (empty: the image's)"),
    Field("encrypted", "Encrypted", Sort.FLAG),
    Field("keep", "Kept on termination", Sort.FLAG),
    Field("protect", "Termination protection", Sort.FLAG),
    Field("protect_stop", "Stop protection", Sort.FLAG),
    Field(
        "imds",
        "Metadata service",
        Sort.PICK,
        choices=words(
            ("required", "version 2 only"),
            ("optional", "versions 1 and 2"),
            ("disabled", "none; the role does not work"),
        ),
    ),
    Field(
        "shutdown",
        "Shutdown from inside",
        Sort.PICK,
        choices=words(("stop", "it can be started again"), ("terminate", "it is gone")),
    ),
    Field("monitoring", "Detailed monitoring", Sort.FLAG),
    Field("spot", "Spot", Sort.FLAG),
    Field("user_data", "User data", question="A file that runs at the first start (empty: none)"),
    Field("tags", "Tags", question="KEY=VALUE, several with spaces between"),
)
"""Every field in the order of the form."""


SMALL = {"x86_64": "t3.micro", "arm64": "t4g.micro"}
"""The type that a form begins with, by the image's architecture: small, and burstable."""


def usual(wish: Wish, at: Key, inventory: Inventory, now: float) -> Wish:
    """The wish with what is needed and unsaid: the catalogue's first vetted image, a small type, a subnet.

    The subnet is the default one, else the one with the most room of those that give no public address.
    """
    image = inventory.image(at._replace(id=wish.image)) if wish.image else _first_vetted(at, inventory, now)
    if isinstance(image, Image):
        small = SMALL.get(image.architecture, "")
        wish = msgspec.structs.replace(wish, image=image.id, type=wish.type or small)
    if not wish.subnet and isinstance(subnet_of("", at, inventory), Unready):
        found = [one for key, one in inventory.table(Kind.SUBNETS).items() if _here(key, at)]
        found.sort(key=lambda one: (bool(one.public_ip_on_launch), -(one.free_addresses or 0), one.key.id))
        if found:
            wish = msgspec.structs.replace(wish, subnet=found[0].key.id)
    return wish


def _first_vetted(at: Key, inventory: Inventory, now: float) -> Image | None:
    """The newest vetted image of the catalogue's first publisher that has one."""
    order = list(inventory.image_policy.catalogue)
    current = {one.image_id for key, one in inventory.table(Kind.PUBLIC_PARAMETERS).items() if _here(key, at)}
    found = []
    for key, image in inventory.table(Kind.IMAGES).items():
        verdict = verdict_of(image, inventory, now) if _here(key, at) and key.id in current else None
        if verdict and verdict.standing is Standing.VETTED and verdict.publisher in order:
            rank = (
                order.index(verdict.publisher),
                image.architecture != "x86_64",
                -(image.creation_time or 0),
            )
            found.append((rank, image))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def shown(field: Field, wish: Wish, at: Key, inventory: Inventory, now: float) -> tuple[Cell, Cell]:
    """A field's value in words, and what is wrong with it or said of it (untrusted)."""
    value: Any = getattr(wish, field.name)
    if field.sort is Sort.FLAG:
        return Cell("yes" if value else "no"), Cell("")
    if field.name == "tags":
        return Cell(" ".join(f"{key}={told}" for key, told in value.items()) or "none"), Cell("")
    if field.name == "groups" and not value:
        return Cell("default"), Cell("the VPC's default group", Tone.WARN)
    if field.name == "subnet" and not value:
        return _usual_subnet(at, inventory)
    labels = {one: (label, said) for one, label, said in _choices(field, wish, at, inventory, now)}
    if isinstance(value, tuple):
        return Cell(", ".join(labels.get(one, (one, ""))[0] for one in value)), Cell("")
    if field.name in ("image", "type") and not value:
        return Cell("choose"), Cell("needed", Tone.WARN)
    if value in ("", None):
        return Cell("the image's" if field.name == "size" else "none"), Cell("")
    label, said = labels.get(str(value), (str(value), ""))
    return Cell(label), Cell(said, Tone.DIM)


def filled(field: Field, wish: Wish, text: str) -> Wish | str:
    """The wish with what was typed into a field, or what is wrong with it."""
    value: Any = text.strip()
    if field.name in ("count", "size"):
        if field.name == "size" and not value:
            return msgspec.structs.replace(wish, size=None)
        if not value.isdigit() or not 1 <= int(value) <= _LARGEST[field.name]:
            return f"A whole number from 1 to {_LARGEST[field.name]} is needed."
        value = int(value)
    elif field.name == "tags":
        pairs = [word.partition("=") for word in value.split()]
        if any(not key or not equals for key, equals, _ in pairs):
            return "Tags are KEY=VALUE with spaces between."
        value = {key: told for key, _, told in pairs}
    return msgspec.structs.replace(wish, **{field.name: value})


_LARGEST = {"count": 100, "size": 65_536}


def _choices(field: Field, wish: Wish, at: Key, inventory: Inventory, now: float) -> Choices:
    return field.choices(wish, at, inventory, now) if field.choices else ()


def _usual_subnet(at: Key, inventory: Inventory) -> tuple[Cell, Cell]:
    found = subnet_of("", at, inventory)
    if isinstance(found, Unready):
        return Cell("choose"), Cell("needed: there is no default subnet", Tone.WARN)
    return Cell(_named(found)), Cell(f"the default of {found.az}", Tone.DIM)


def _here(key: Key, at: Key) -> bool:
    return key[:2] == at[:2]


def _named(subnet: Any) -> str:
    return dict(subnet.tags).get("Name", "") or str(subnet.key.id)
