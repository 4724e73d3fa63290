"""What is planted is wrong, and nothing else is: over an account of its own, untouched."""

import asyncio
import os
from collections.abc import Iterator

import pytest

from ec2tui.adapters.aws.client import AwsConnector
from ec2tui.adapters.demo.launcher import launch
from ec2tui.adapters.demo.planted import PLANTED
from ec2tui.adapters.local.clock import SystemClock
from ec2tui.core.model.finding import FindingStatus
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.survey import Survey
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.posture.assess import assess_groups
from ec2tui.core.rules.posture.security_groups import CHECKS
from ec2tui.services.groups import read_kinds
from ec2tui.services.refresh import read_all
from ec2tui.services.session import Scope, Session
from ec2tui.services.surveying import read_survey, survey

from .conftest import START, Account
from .posture_checks import GROUP_CHECKS, INSTANCE_CHECKS, decide
from .posture_reading import Region

DECIDED = {*GROUP_CHECKS, *INSTANCE_CHECKS, "NET-05", "AMI-04"}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    demo = launch(directory=tmp_path_factory.mktemp("planted"), standing_at=START)
    try:
        demo.wait_ready()
        yield Account(demo)
    finally:
        demo.close()


def test_planted_and_found_are_the_same(untouched: Account) -> None:
    found: set[tuple[str, str, str, str]] = set()
    clean: set[str] = set()
    for region in untouched.demo.regions:
        for check, kind, name, fails in decide(Region(untouched, region, START)):
            found |= {(check, region, kind, name)} if fails else set()
            clean |= set() if fails else {check}
    planted = {tuple(one) for one in PLANTED if one.check in DECIDED}
    assert len(planted) > 200
    assert sorted(planted - found) == []
    assert sorted(found - planted) == []
    assert {one[0] for one in found} == clean == DECIDED


def test_the_engine_finds_what_is_planted_in_groups_and_reaches_what_is_exposed(
    untouched: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in untouched.demo.environment.items():
        monkeypatch.setenv(name, value)
    names = {(one.split("/")[0], id_): one for one, id_ in untouched.control("names")["names"].items()}
    found = asyncio.run(judged(untouched.demo.regions))
    decided = {check.id for check in CHECKS} | {"NET-01"}
    planted = {tuple(one) for one in PLANTED if one.check in decided}
    assert {(check, *names[region, id_].split("/", 2)) for check, region, id_ in found} == planted


async def judged(regions: tuple[str, ...]) -> set[tuple[str, str, str]]:
    """What fails: (check, region, id), by surveys of all instances and by the groups."""
    session = Session(AwsConnector(), SystemClock(), Scope(regions=regions))
    await session.connect(lambda question: asyncio.sleep(0))
    await session.identify()
    store, now = session.store, START.timestamp()
    findings = []
    try:
        for source in session.sources():
            assert session.gateway is not None
            await read_all(session.gateway, store, session.clock, source, Kind.INSTANCES)
            here = [
                i for key, i in store.inventory.table(Kind.INSTANCES).items() if key.region == source.region
            ]
            assert await read_survey(session, here) == ()
            for one in here:
                surveyed = survey(store.inventory, one.key, NetworkLimits(), now)
                assert isinstance(surveyed, Survey) and surveyed.reachable is not None
                findings += [f for f in surveyed.findings if f.check == "NET-01"]
        await read_kinds(session, session.sources(), (Kind.SECURITY_GROUPS, Kind.RULES, Kind.INTERFACES))
        findings += [f for f in assess_groups(store.inventory, now=now) if f.kind is Kind.SECURITY_GROUPS]
    finally:
        await session.aclose()
    return {(f.check, f.region, f.resource.id) for f in findings if f.status is FindingStatus.FAIL}
