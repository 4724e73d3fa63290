"""Reads images with what judging them takes: own and shared ones, the catalogue's, and those in use."""

from collections.abc import Iterable

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.catalogue import current_keys, parameter_keys, used_keys
from ec2tui.services.listing import Gap
from ec2tui.services.refresh import read_all, read_some
from ec2tui.services.session import Session

SEARCH_IS_OFF = Problem(
    Outcome.REFUSED,
    "ec2:DescribeImages",
    "searching everybody's images is switched off",
    hint="set guardrails.images.search = true; what is found comes from unverified publishers",
)
"""Why free text is not looked for in the images of the world."""


async def read_images(session: Session, kinds: Iterable[Kind] = ()) -> list[Gap]:
    """Reads all that is needed into the store; what could not be read. `kinds` are wanted beside it.

    Of `kinds`, the instances bring the images that they run from, and the sharing is read of own images.
    """
    wanted = frozenset(kinds)
    if not session.account:
        await session.identify()
    gaps: list[Gap] = []
    for source in session.sources():
        whole = (Kind.OWN_IMAGES, Kind.ALLOWED_IMAGES, *({Kind.INSTANCES} & wanted))
        gaps += [gap for kind in whole if (gap := await _pass(session, source, kind))]
        gaps += await read_catalogue(session, source)
        if Kind.INSTANCES in wanted:
            gaps += await _some(session, source, Kind.IMAGES, _used(session, source))
        if Kind.IMAGE_SHARING in wanted:
            gaps += await _some(session, source, Kind.IMAGE_SHARING, _own(session, source))
    return gaps


async def read_catalogue(session: Session, source: Source) -> list[Gap]:
    """Reads what the public parameters resolve to, and those images."""
    names = parameter_keys(session, source.region)
    gaps = await _some(session, source, Kind.PUBLIC_PARAMETERS, names)
    return gaps + await _some(session, source, Kind.IMAGES, current_keys(session, source.region))


async def search_images(session: Session, text: str) -> tuple[list[Image], list[Gap]]:
    """The images of the whole world with this text in their name, and what could not be read.

    Refused unless policy has switched it on; their publishers are unverified.
    """
    if not session.account:
        await session.identify()
    if not session.store.inventory.image_policy.search:
        return [], [Gap(source, Kind.FOUND_IMAGES, SEARCH_IS_OFF) for source in session.sources()[:1]]
    gaps: list[Gap] = []
    for source in session.sources():
        asked = (Key(session.account, source.region, text),)
        gaps += await _some(session, source, Kind.FOUND_IMAGES, asked)
    lowered = text.casefold()
    table = session.store.inventory.table(Kind.FOUND_IMAGES)
    return [one for one in table.values() if lowered in one.name.casefold()], gaps


def _used(session: Session, source: Source) -> list[Key]:
    """The images in use that no list has told of yet."""
    inventory = session.store.inventory
    here = (one for one in inventory.table(Kind.INSTANCES).values() if one.key.region == source.region)
    return [key for key in used_keys(here) if isinstance(inventory.image(key), Missing)]


def _own(session: Session, source: Source) -> list[Key]:
    table = session.store.inventory.table(Kind.OWN_IMAGES)
    return [key for key, one in table.items() if one.own and key.region == source.region]


async def _pass(session: Session, source: Source, kind: Kind) -> Gap | None:
    assert session.gateway is not None
    problem = await read_all(session.gateway, session.store, session.clock, source, kind, session.account)
    return Gap(source, kind, problem) if problem is not None else None


async def _some(session: Session, source: Source, kind: Kind, keys: Iterable[Key]) -> list[Gap]:
    assert session.gateway is not None
    asked = tuple(keys)
    if not asked:
        return []
    problem = await read_some(session.gateway, session.store, source, kind, asked)
    return [Gap(source, kind, problem)] if problem is not None else []
