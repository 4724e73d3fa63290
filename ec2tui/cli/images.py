"""`ec2tui images`: own and shared images, the catalogue's current ones, each with its verdict."""

import asyncio
from typing import Any

from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.reading import connected, report
from ec2tui.cli.selection import query_of
from ec2tui.cli.storage import Asked, Sort, asked, write_ordered
from ec2tui.core.model.image import Image
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.images import images_of
from ec2tui.core.views import images
from ec2tui.core.views.image_fields import IMAGES
from ec2tui.core.views.image_json import image_json
from ec2tui.core.views.query import Query
from ec2tui.services.images import read_images, search_images
from ec2tui.services.listing import Gap
from ec2tui.services.session import Session

COSTLY = frozenset({Kind.INSTANCES})
"""What a column needs that is shown only when it is named: the whole fleet is read for it."""

ASKED_FOR = frozenset({Kind.IMAGE_SHARING, Kind.INSTANCES})
"""What is read only when it is asked for by name: a call for each own image, and the whole fleet."""

_SHOWN = tuple(name for name in images.DEFAULT_COLUMNS if name != "findings")
"""The usual columns; findings are mostly unknown until the permissions of each image are read."""

SORT: Sort = Sort(Kind.OWN_IMAGES, IMAGES, images.COLUMNS, _SHOWN, images.column, image_json, COSTLY)

UNVERIFIED = "unverified publisher: anybody may give an image any name; the verdict says who owns it"
"""What is said about images that were found by free text."""


def run(context: Context) -> ExitCode:
    """Lists images; the exit status says whether everything was read."""
    options = context.options
    wanted = asked(SORT, options.images_columns or (), options.images_sort or "")
    query = query_of(options.query, vocabulary=IMAGES)
    policy = context.changing().policy.images

    async def go() -> ExitCode:
        async with connected(context) as session:
            session.store.judge_images_by(policy)
            found, gaps = await _found(session, query, wanted, options.output, options.search)
            if options.search and found:
                say(UNVERIFIED)
            matching, undecided = _matching(session, query, found)
            if found or not _nothing_read(gaps):
                write_ordered(context, session.store.inventory, matching, wanted)
            code = report(gaps)
            if undecided:
                say(f"{undecided} images are not listed: what decides the query could not be read for them")
            return code or (ExitCode.FAILED if undecided else code)

    return asyncio.run(go())


async def _found(
    session: Session, query: Query, wanted: Asked, form: str, search: str | None
) -> tuple[list[Any], list[Gap]]:
    """The images, and what could not be read."""
    named = (
        wanted.kinds(form) if wanted.named else {kind for one in (wanted.order,) if one for kind in one.kinds}
    )
    more = (named | query.kinds) & ASKED_FOR
    gaps = await read_images(session, more | ({Kind.IMAGE_SHARING} if form == "json" else set()))
    if search is None:
        return list(images_of(session.store.inventory).values()), gaps
    found, unread = await search_images(session, search)
    return found, [*gaps, *unread]


def _nothing_read(gaps: list[Gap]) -> bool:
    return any(gap.kind in (Kind.OWN_IMAGES, Kind.FOUND_IMAGES) for gap in gaps)


def _matching(session: Session, query: Query, found: list[Image]) -> tuple[list[Image], int]:
    """The images that match, and of how many that is not known."""
    inventory, now = session.store.inventory, session.clock.now()
    answers = [(one, query.matches(one, inventory, now)) for one in found]
    return [one for one, answer in answers if answer], sum(answer is None for _, answer in answers)
