"""A listing hands on what matches as it arrives, and never takes what it could not read for a no."""

import asyncio

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.status import Protection
from ec2tui.core.views.query import ALL, parse
from ec2tui.services.listing import Listing
from ec2tui.services.ports import Page
from ec2tui.services.session import Scope, Session
from tests.services.fakes import (
    REGION,
    FakeConnector,
    FakeGateway,
    FixedClock,
    instance,
    key,
    no_secret,
    problem,
)


async def session_with(gateway: FakeGateway, *regions: str) -> Session:
    session = Session(FakeConnector(gateway), FixedClock(), Scope(None, regions or (REGION,)))
    assert await session.connect(no_secret) is None
    return session


async def ids(listing: Listing) -> list[list[str]]:
    return [[one.id for one in page] async for page in listing.pages()]


async def test_each_page_is_handed_on_as_it_arrives():
    gateway = FakeGateway()
    gateway.pages[REGION, Kind.INSTANCES] = [Page((instance("i-1"),)), Page((instance("i-2"),))]
    listing = Listing(await session_with(gateway))
    assert await ids(listing) == [["i-1"], ["i-2"]]
    assert listing.answered and not listing.gaps


async def test_an_instance_that_two_pages_hold_is_told_once():
    gateway = FakeGateway()
    twice = instance("i-1", state="stopped")
    gateway.pages[REGION, Kind.INSTANCES] = [Page((instance("i-1"),)), Page((twice, instance("i-2")))]
    assert await ids(Listing(await session_with(gateway))) == [["i-1"], ["i-2"]]


async def test_a_region_that_hangs_delays_no_other():
    gateway = FakeGateway()
    gateway.hang = {"us-east-1"}
    gateway.pages[REGION, Kind.INSTANCES] = [Page((instance("i-1"),))]
    pages = Listing(await session_with(gateway, "us-east-1", REGION)).pages()
    async with asyncio.timeout(5):
        assert [one.id for one in await anext(pages)] == ["i-1"]
    await pages.aclose()


async def test_what_fails_is_a_gap_and_what_came_before_stays():
    gateway = FakeGateway()
    gateway.pages[REGION, Kind.INSTANCES] = [Page((instance("i-1"),)), problem(Outcome.DENIED)]
    listing = Listing(await session_with(gateway))
    assert await ids(listing) == [["i-1"]]
    [gap] = listing.gaps
    assert (gap.source.region, gap.kind, gap.problem.outcome) == (REGION, Kind.INSTANCES, Outcome.DENIED)


async def test_nothing_answered_is_told_from_an_empty_answer():
    gateway = FakeGateway()
    empty = Listing(await session_with(gateway))
    assert await ids(empty) == [] and empty.answered
    gateway.pages[REGION, Kind.INSTANCES] = [problem(Outcome.UNREACHABLE)]
    failed = Listing(await session_with(gateway))
    assert await ids(failed) == [] and not failed.answered


async def test_facts_that_a_query_needs_are_read_first_and_only_where_they_decide():
    gateway = FakeGateway()
    web, db = instance("i-1", name="web"), instance("i-2", name="db")
    gateway.pages[REGION, Kind.INSTANCES] = [Page((web, db))]
    gateway.items[REGION, Kind.PROTECTION] = {"i-1": Protection(key("i-1"), termination=False)}
    listing = Listing(await session_with(gateway), parse("name:web unprotected"))
    assert await ids(listing) == [["i-1"]]
    assert [read.ids for read in gateway.asked if read.kind is Kind.PROTECTION] == [("i-1",)]


async def test_what_a_column_needs_is_read_without_a_query():
    gateway = FakeGateway()
    gateway.pages[REGION, Kind.INSTANCES] = [Page((instance("i-1"),))]
    listing = Listing(await session_with(gateway), ALL, [Kind.STATUSES, Kind.INSTANCE_TYPES])
    await ids(listing)
    assert {read.kind for read in gateway.asked} == {Kind.INSTANCES, Kind.STATUSES, Kind.INSTANCE_TYPES}
    assert all(read.account for read in gateway.asked if read.kind is not Kind.INSTANCES)


async def test_a_query_that_cannot_be_answered_counts_as_undecided():
    gateway = FakeGateway()
    gateway.pages[REGION, Kind.INSTANCES] = [Page((instance("i-1"),))]
    gateway.pages[REGION, Kind.STATUSES] = [problem(Outcome.DENIED, "ec2:DescribeInstanceStatus")]
    listing = Listing(await session_with(gateway), parse("impaired"))
    assert await ids(listing) == [[]]
    assert listing.undecided == 1 and listing.gaps[0].kind is Kind.STATUSES
