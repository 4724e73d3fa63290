"""A connected session for the length of a verb."""

import asyncio
import sys
from collections.abc import AsyncIterator, Container, Iterable
from contextlib import asynccontextmanager

from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode, exit_code_of
from ec2tui.cli.problems import failure_of, gap_lines
from ec2tui.core.model.kind import Kind
from ec2tui.services.listing import Gap, Listing
from ec2tui.services.session import Scope, Session

SLOW = 3.0
"""Seconds without any answer after which a person is told what is waited for."""


@asynccontextmanager
async def connected(context: Context) -> AsyncIterator[Session]:
    """A session that is connected and knows its regions; a failure when that is not possible."""
    settings = context.settings
    scope = Scope(settings.profile, settings.regions, settings.read_only)
    session = Session(context.connector(), context.clock, scope)
    session.store.want_alarms(settings.alarms)
    patience = asyncio.create_task(_say_when_slow(session)) if sys.stderr.isatty() else None
    try:
        problem = await session.connect(context.ask)
        if problem is not None:
            raise failure_of(problem)
        yield session
    finally:
        if patience is not None:
            patience.cancel()
        await session.aclose()


async def _say_when_slow(session: Session) -> None:
    """Tells a person who waits what for, when nothing has come for a while."""
    await asyncio.sleep(SLOW)
    known = session.store.inventory
    if not known.tables and not any(one.complete_at or one.problem for one in known.readings.values()):
        where = ", ".join(session.regions) or "AWS"
        say(f"no answer yet from {where}; ctrl+c ends the wait")


def judge_images(context: Context, session: Session, kinds: Container[Kind]) -> None:
    """Lets verdicts on images stand on the policy, which is read only where they are asked for."""
    if Kind.PUBLIC_PARAMETERS in kinds:
        session.store.judge_images_by(context.changing().policy.images)


def report(gaps: Iterable[Gap], aside: Container[Kind] = ()) -> ExitCode:
    """Names on standard error what could not be read; the exit status that this calls for.

    A gap in the kinds `aside` is named and fails nothing.
    """
    gaps = list(gaps)
    for line in gap_lines(gaps):
        say(line)
    return exit_code_of(*(gap.problem for gap in gaps if gap.kind not in aside))


def report_listing(
    listing: Listing, ungrouped: int = 0, plural: str = "instances", aside: Container[Kind] = ()
) -> ExitCode:
    """Names what a listing lacks, with how many items could not be grouped; the exit status for it."""
    code = report(listing.gaps, aside)
    for count, lack in (
        (listing.undecided, "listed: what decides the query"),
        (ungrouped, "grouped: the field"),
    ):
        if count:
            say(f"{count} {plural} are not {lack} could not be read for them")
            code = code or ExitCode.FAILED
    return code
