"""The table of checks: each is told with why, how, references and permissions, and mended by what exists."""

import pytest

from ec2tui.adapters.aws.by_id import BY_ID as BY_ID_READS
from ec2tui.adapters.aws.reads import READS
from ec2tui.core.access.permissions import PERMISSIONS
from ec2tui.core.changes.requests import REQUESTS_OF
from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.model.kind import LOCAL, Kind
from ec2tui.core.rules.posture.catalog import BY_ID, CHECKS, FAMILIES, LATER
from ec2tui.core.rules.posture.check import Check
from ec2tui.core.rules.posture.references import TABLE, references_of
from ec2tui.core.rules.posture.remedies import REMEDIES
from tests.core.changes.worlds import key

REQUESTS = {request.id for requests in REQUESTS_OF.values() for request in requests}
FIRST_WORDS = ("rules", "group", "account", "vpc", "subnet", "acl", "interface", "alarm", "address", "key")


def test_ids_are_unique_and_told_everywhere() -> None:
    ids = [check.id for check in CHECKS]
    assert len(ids) == len(set(ids)) == len(BY_ID)
    assert set(ids) <= set(TABLE) == set(REMEDIES)
    assert not set(LATER) & set(TABLE)
    assert all(family.kind in check.kinds for family in FAMILIES for check in family.checks)
    told = {(check.id, kind) for check in CHECKS for kind in check.kinds}
    assert told == {(check.id, family.kind) for family in FAMILIES for check in family.checks}
    assert len(CHECKS) == 57 and ids == list(TABLE)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_says_why_how_and_what_it_reads(check: Check) -> None:
    assert check.why.endswith(".") and len(check.why) > 60
    assert check.remedy.steps.endswith(".")
    assert check.reads and set(check.reads) <= set(PERMISSIONS)
    assert check.permissions == check.needs


def test_permissions_are_those_of_the_reads() -> None:
    for kind, actions in PERMISSIONS.items():
        if kind in READS:
            row = READS[kind]
            assert actions == tuple(f"{row.service}:{name}" for name in (row.operation, *row.asks))
        elif kind in BY_ID_READS:
            assert set(actions) <= set(BY_ID_READS[kind].actions)
        else:
            assert kind in LOCAL


def test_references_have_their_versions() -> None:
    told = [one.text for one in references_of("IAM-01")]
    assert told[:3] == [f"CIS AWS Foundations {one}" for one in ("v3 1.18", "v4 1.18", "v5 1.17")]
    assert told[3:5] == ["CIS AWS Foundations v6 2.17", "CIS AWS Foundations v7 2.16"]
    assert [one.text for one in references_of("NET-10")][2] == "CIS AWS Foundations v7 6.8"
    assert references_of("SG-07") == ()
    assert "checkov CKV2_AWS_12" in [one.text for one in references_of("SG-08")]
    with pytest.raises(KeyError):
        references_of("SG-99")


def test_builders_are_requests_or_named_for_who_builds_plans() -> None:
    for remedy in REMEDIES.values():
        for builder in remedy.builders:
            known = builder in REQUESTS or builder.split(".")[0] in FIRST_WORDS
            assert known or builder == "instance.launch_like", builder


def test_a_fix_is_offered_for_what_fails_and_fits_its_subject() -> None:
    def found(check: str, kind: Kind, status: FindingStatus = FindingStatus.FAIL) -> Finding:
        return Finding(check, status, Severity.HIGH, kind, key("x"), "t", "r")

    check = BY_ID["AMI-04"]
    assert check.fix(found("AMI-04", Kind.OWN_IMAGES)).builders == ("image.make_private",)
    assert check.fix(found("AMI-04", Kind.IMAGE_BLOCK)).builders == ("account.block_images",)
    assert check.fix(found("AMI-04", Kind.OWN_IMAGES, FindingStatus.PASS)).builders == ()
