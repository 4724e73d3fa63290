"""What is planted is wrong, and nothing else is: over an account of its own, untouched."""

import asyncio
import os
from collections.abc import Iterator

import pytest

from ec2tui.adapters.aws.client import AwsConnector
from ec2tui.adapters.demo.launcher import launch
from ec2tui.adapters.demo.planted import PLANTED
from ec2tui.adapters.local.clock import SystemClock
from ec2tui.core.model.finding import Finding, FindingStatus
from ec2tui.core.model.kind import LOCAL, Kind
from ec2tui.core.rules.posture.catalog import CHECKS, assess
from ec2tui.core.rules.posture.scene import Scene
from ec2tui.services.posture.local import note_local
from ec2tui.services.posture.reads import PostureReads
from ec2tui.services.session import Scope, Session

from .conftest import START, Account
from .posture_checks import GROUP_CHECKS, INSTANCE_CHECKS, decide
from .posture_reading import Region

DECIDED = {*GROUP_CHECKS, *INSTANCE_CHECKS, "NET-05", "STO-01", "AMI-04"}


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


def test_the_engine_finds_every_planted_fault_and_nothing_else(
    untouched: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in untouched.demo.environment.items():
        monkeypatch.setenv(name, value)
    names = {(one.split("/")[0], id_): one for one, id_ in untouched.control("names")["names"].items()}
    findings = asyncio.run(judged(untouched.demo.regions))
    assert sorted(failing(findings, names) ^ {tuple(one) for one in PLANTED}) == []
    passing = {one.check for one in findings if one.status is FindingStatus.PASS}
    assert {check.id for check in CHECKS} - passing == {"IAM-04", "STO-02", "KEY-02", "SG-18"}, "all of it"
    unknown = {one.check for one in findings if one.status is FindingStatus.UNKNOWN}
    assert unknown <= {"AMI-03"}, "of an image without a family"


def failing(findings: list[Finding], names: dict[tuple[str, str], str]) -> set[tuple[str, str, str, str]]:
    """What fails, as the account's builder calls it."""
    found = set()
    for one in findings:
        if one.status is not FindingStatus.FAIL:
            continue
        key = one.resource
        if one.kind is Kind.PRINCIPALS:
            name = names[key.region, key.id.partition("/")[2]]
        elif one.kind in SETTINGS:
            name = f"{key.region}/account/{key.id}"
        else:
            name = names[key.region, key.id]
        region, kind, rest = name.split("/", 2)
        found.add((one.check, region, kind, rest))
    return found


SETTINGS = (
    Kind.EBS_ENCRYPTION, Kind.SNAPSHOT_BLOCK, Kind.IMAGE_BLOCK, Kind.METADATA_DEFAULTS, Kind.ALLOWED_IMAGES
)  # fmt: skip


async def judged(regions: tuple[str, ...]) -> list[Finding]:
    """What all checks say about everything."""
    session = Session(AwsConnector(), SystemClock(), Scope(regions=regions))
    await session.connect(lambda question: asyncio.sleep(0))
    await session.identify()
    try:
        kinds = {kind for check in CHECKS for kind in (*check.kinds, *check.reads)} - LOCAL
        reads = PostureReads(session, kinds, all_items=True)
        await reads.read()
        assert (reads.gaps, reads.unread) == ([], [])
        await note_local(session, None)
    finally:
        await session.aclose()
    return list(assess(Scene(session.store.inventory, now=START.timestamp())))
