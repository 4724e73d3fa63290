"""What is planted is wrong, and nothing else is: over an account of its own, untouched."""

from collections.abc import Iterator

import pytest

from ec2tui.adapters.demo.launcher import launch
from ec2tui.adapters.demo.planted import PLANTED

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
