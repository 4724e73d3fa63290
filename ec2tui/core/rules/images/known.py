"""The images that are known, each once, and what judging them takes from the inventory."""

from collections import deque
from collections.abc import Mapping
from typing import Any, NamedTuple

from immutables import Map

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import ALLOWED_ID, AllowedImages, Image, ImageSharing, PublicParameter
from ec2tui.core.model.image_verdict import ImageVerdict
from ec2tui.core.model.inventory import Inventory, Table
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.images.catalogue import parameters_of
from ec2tui.core.rules.images.facts import ImageFacts
from ec2tui.core.rules.images.family import family_of
from ec2tui.core.rules.images.judge import judge_image

Place = tuple[str, str]
"""Account and region."""

KEPT = 4
"""How many inventories are remembered with what was worked out about their images."""

MINUTE = 60
"""A verdict holds for a minute: nothing about an image changes faster by time alone."""


class Known(NamedTuple):
    """What was worked out once about the images of an inventory, and of all that tell the same of them.

    `made_of` is what decides; `images` are all of them; `families` the newest one of each; `parameters` from
    name to image id, by place; `current` the families that a parameter names one of; `verdicts` fill as they
    are asked for.
    """

    made_of: tuple[Any, ...]
    inventory: Inventory
    images: Mapping[Key, Image]
    families: dict[tuple[Place, tuple[str, str, str]], Image]
    parameters: dict[Place, dict[str, str]]
    current: frozenset[tuple[Place, tuple[str, str, str]]]
    verdicts: dict[tuple[Key, int], ImageVerdict]


_EMPTY: Table = Map()
_remembered: deque[Known] = deque(maxlen=KEPT)
_merged: deque[tuple[tuple[object, ...], Mapping[Key, Image]]] = deque(maxlen=KEPT)


def images_of(inventory: Inventory) -> Mapping[Key, Image]:
    """All known images, each once: the same mapping as long as none of them changes."""
    own, others = (inventory.tables.get(kind, _EMPTY) for kind in (Kind.OWN_IMAGES, Kind.IMAGES))
    listed = frozenset(
        source
        for (source, kind), reading in inventory.readings.items()
        if kind is Kind.OWN_IMAGES and reading.complete_at is not None
    )
    made_of = (own, others, listed)
    for seen, found in tuple(_merged):
        if seen[0] is own and seen[1] is others and seen[2] == listed:
            return found
    found = dict(own)
    for key, image in others.items():
        # The list of own images is the whole truth about them once it was read.
        if key not in found and not (
            image.own and inventory.sources.get((key.account, key.region)) in listed
        ):
            found[key] = image
    _merged.append((made_of, found))
    return found


_DECIDING = (Kind.PUBLIC_PARAMETERS, Kind.ALLOWED_IMAGES, Kind.IMAGE_SHARING)
_READ = frozenset({*_DECIDING, Kind.OWN_IMAGES, Kind.IMAGES})


def _made_of(inventory: Inventory) -> tuple[Any, ...]:
    """Everything that verdicts stand on; what else changes in an inventory changes none."""
    readings = tuple(item for item in inventory.readings.items() if item[0][1] in _READ)
    tables = (inventory.tables.get(kind, _EMPTY) for kind in _DECIDING)
    held = (images_of(inventory), *tables, inventory.absent, inventory.sources, inventory.image_policy)
    return (readings, *held)


def _same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Readings by value; maps by identity, as comparing costs as much as what is made of them."""
    return one[0] == other[0] and all(a is b for a, b in zip(one[1:], other[1:], strict=True))


def known_images(inventory: Inventory) -> Known:
    """What was worked out about an inventory's images; made once for all that tell the same of them."""
    for one in tuple(_remembered):
        if one.inventory is inventory:
            return one
    made_of = _made_of(inventory)
    for one in tuple(_remembered):
        if _same(one.made_of, made_of):
            return one
    images = images_of(inventory)
    families: dict[tuple[Place, tuple[str, str, str]], Image] = {}
    for key, image in images.items():
        at = (key[:2], family_of(image))
        had = families.get(at)
        if had is None or (had.creation_time or 0) < (image.creation_time or 0):
            families[at] = image
    parameters: dict[Place, dict[str, str]] = {}
    parameter: PublicParameter
    for key, parameter in inventory.table(Kind.PUBLIC_PARAMETERS).items():
        parameters.setdefault(key[:2], {})[key.id] = parameter.image_id
    resolved = (
        (place, images.get(Key(*place, image_id)))
        for place, told in parameters.items()
        for image_id in told.values()
    )
    current = frozenset((place, family_of(image)) for place, image in resolved if image is not None)
    made = Known(made_of, inventory, images, families, parameters, current, {})
    _remembered.append(made)
    return made


def facts_of(image: Image, inventory: Inventory, now: float) -> ImageFacts:
    """What an inventory tells about an image's surroundings, or why it does not; `now` in epoch seconds."""
    known = known_images(inventory)
    place = image.key[:2]
    setting: AllowedImages | None = inventory.table(Kind.ALLOWED_IMAGES).get(
        image.key._replace(id=ALLOWED_ID)
    )
    shared: ImageSharing | None = inventory.table(Kind.IMAGE_SHARING).get(image.key)
    told = known.parameters.get(place)
    if told is None:
        told_or_why: Mapping[str, str] | Missing = _parameters_missing(image, inventory)
    else:
        told_or_why = told
    facts = ImageFacts(
        now,
        told_or_why,
        setting if setting is not None else inventory.missing(Kind.ALLOWED_IMAGES, image.key),
        shared if shared is not None else inventory.missing(Kind.IMAGE_SHARING, image.key),
    )
    return ImageFacts(now, facts.parameters, facts.allowed, facts.sharing, _newest(image, facts, known))


def _parameters_missing(image: Image, inventory: Inventory) -> Mapping[str, str] | Missing:
    """Why no parameter of a region is known; a region may have none of those that were asked for."""
    asked = (image.key._replace(id=name) for name in inventory.image_policy.parameters)
    if all((Kind.PUBLIC_PARAMETERS, key) in inventory.absent for key in asked):
        return {}
    return inventory.missing(Kind.PUBLIC_PARAMETERS, image.key)


def _newest(image: Image, facts: ImageFacts, known: Known) -> Image | Missing:
    """The newest of an image's family, when it is known that nothing newer can have been left out.

    GONE: no public parameter tells the newest of this family.
    """
    at = (image.key[:2], family_of(image))
    latest = known.families.get(at, image)
    if latest.id != image.id and (latest.creation_time or 0) > (image.creation_time or 0):
        return latest
    if image.own:
        reading = known.inventory.reading_of(Kind.OWN_IMAGES, image.key)
        if reading.known:
            return image
        why = known.inventory.missing(Kind.OWN_IMAGES, image.key)
        return Missing.NOT_READ if why is Missing.GONE else why
    if at in known.current or parameters_of(image, facts):
        return image
    return facts.parameters if isinstance(facts.parameters, Missing) else Missing.GONE


def verdict_of(image: Image, inventory: Inventory, now: float) -> ImageVerdict:
    """The verdict on an image as an inventory and its policy tell it; `now` in epoch seconds."""
    known = known_images(inventory)
    at = (image.key, int(now) // MINUTE)
    found = known.verdicts.get(at)
    if found is None or known.images.get(image.key) is not image:
        found = judge_image(image, facts_of(image, inventory, now), inventory.image_policy)
        known.verdicts[at] = found
    return found
