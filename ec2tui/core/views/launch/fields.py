"""The fields of a launch as a form shows them: what each is, how it is filled in, and how it is now."""

from enum import StrEnum
from typing import Any

import msgspec

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.launch_volumes import ROOT_WORDS, VOLUME_WORDS, root_words
from ec2tui.core.model.image import Image
from ec2tui.core.model.image_verdict import Standing
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.wish import Wish
from ec2tui.core.rules.images.known import verdict_of
from ec2tui.core.views.launch import choices as offered
from ec2tui.core.views.launch.about import note
from ec2tui.core.views.launch.place import Place
from ec2tui.core.views.tone import Cell, Tone


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
    choices: offered.Choose | None = None


_IMDS = offered.words(
    ("required", "version 2 only"),
    ("optional", "versions 1 and 2"),
    ("disabled", "none; the role does not work"),
)
_SHUTDOWN = offered.words(("stop", "it can be started again"), ("terminate", "it is gone"))
_TENANCY = offered.words(("", "on shared hardware"), ("dedicated", "on hardware of this account alone"))

FIELDS: tuple[Field, ...] = (
    Field("image", "Image", Sort.PICK, choices=offered.images),
    Field("type", "Type", Sort.TYPE),
    Field("name", "Name", question="The Name tag"),
    Field("count", "How many", question="How many instances; all are launched, or none"),
    Field("subnet", "Subnet", Sort.PICK, choices=offered.subnets),
    Field("public", "Public address", Sort.FLAG),
    Field("groups", "Security groups", Sort.MANY, choices=offered.groups),
    Field("key", "Key pair", Sort.PICK, choices=offered.keys),
    Field("role", "Role", Sort.PICK, choices=offered.roles),
    Field("size", "Root volume", question=f"GiB, or {ROOT_WORDS} (empty: the image's)"),
    Field("keep", "Root volume kept", Sort.FLAG),
    Field("volumes", "More volumes", question=f"{VOLUME_WORDS}; several with commas between"),
    Field("encrypted", "Encrypted", Sort.FLAG),
    Field("protect", "Termination protection", Sort.FLAG),
    Field("protect_stop", "Stop protection", Sort.FLAG),
    Field("imds", "Metadata service", Sort.PICK, choices=_IMDS),
    Field("hop_limit", "Metadata hop limit", question="Hops that an answer travels: 1, or 2 for containers"),
    Field("shutdown", "Shutdown from inside", Sort.PICK, choices=_SHUTDOWN),
    Field("monitoring", "Detailed monitoring", Sort.FLAG),
    Field("spot", "Spot", Sort.FLAG),
    Field("placement_group", "Placement group", question="Name of a placement group (empty: none)"),
    Field("tenancy", "Tenancy", Sort.PICK, choices=_TENANCY),
    Field("user_data", "User data", question="A file that runs at the first start (empty: none)"),
    Field("tags", "Tags", question='KEY=VALUE, several with spaces between; KEY="two words"'),
)
"""Every field in the order of the form."""


SMALL = {"x86_64": "t3.micro", "arm64": "t4g.micro"}
"""The type that a form begins with, by the image's architecture: small, and burstable."""


def usual(wish: Wish, place: Place) -> Wish:
    """The wish with what is needed and unsaid: the catalogue's first vetted image, a small type, a subnet.

    The subnet is the default one, else the one with the most room of those that give no public address.
    """
    image = place.image(wish) if wish.image else _first_vetted(place)
    if isinstance(image, Image):
        small = SMALL.get(image.architecture, "")
        wish = msgspec.structs.replace(wish, image=image.id, type=wish.type or small)
    if not wish.subnet and isinstance(place.subnet(wish), Unready):
        found = list(place.here(Kind.SUBNETS).values())
        found.sort(key=lambda one: (bool(one.public_ip_on_launch), -(one.free_addresses or 0), one.key.id))
        if found:
            wish = msgspec.structs.replace(wish, subnet=found[0].key.id)
    return wish


def _first_vetted(place: Place) -> Image | None:
    """The newest vetted image of the catalogue's first publisher that has one."""
    order = list(place.inventory.image_policy.catalogue)
    current = {one.image_id for one in place.here(Kind.PUBLIC_PARAMETERS).values()}
    found = []
    for key, image in place.here(Kind.IMAGES).items():
        verdict = verdict_of(image, place.inventory, place.now) if key.id in current else None
        if verdict and verdict.standing is Standing.VETTED and verdict.publisher in order:
            rank = (
                order.index(verdict.publisher),
                image.architecture != "x86_64",
                -(image.creation_time or 0),
            )
            found.append((rank, image))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def shown(field: Field, wish: Wish, place: Place) -> tuple[Cell, Cell]:
    """A field's value in words, and what is wrong with it or said of it (untrusted)."""
    said = note(field.name, wish, place)
    value: Any = getattr(wish, field.name)
    if field.sort is Sort.FLAG:
        return Cell("yes" if value else "no"), said
    if field.name == "size":
        return Cell(root_words(wish) or "the image's"), said
    if field.name == "tags":
        return Cell(" ".join(f"{key}={told}" for key, told in value.items()) or "none"), said
    if field.name == "groups" and not value:
        return Cell("default"), said
    if field.name == "subnet" and not value:
        subnet = place.subnet(wish)
        return Cell("choose" if isinstance(subnet, Unready) else offered.named(subnet)), said
    if field.name in ("image", "type") and not value:
        return Cell("choose"), said
    labels: dict[Any, str] = {one: label for one, label, _ in _choices(field, wish, place)}
    if isinstance(value, tuple):
        return Cell(", ".join(str(labels.get(one, one)) for one in value) or "none"), said
    if value in ("", None):
        return Cell("shared" if field.name == "tenancy" else "none"), said
    beside = next((told for one, _, told in _choices(field, wish, place) if one == str(value)), "")
    return Cell(labels.get(str(value), str(value))), said if said.text else Cell(beside, Tone.DIM)


def needed(wish: Wish, place: Place) -> list[str]:
    """The labels of what is needed before a review and not said."""
    found = [field for field in FIELDS if note(field.name, wish, place).text.startswith("needed")]
    return [field.label.lower() for field in found]


def _choices(field: Field, wish: Wish, place: Place) -> offered.Choices:
    return field.choices(wish, place) if field.choices else ()
