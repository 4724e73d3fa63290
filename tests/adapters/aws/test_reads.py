"""The table of reads: every kind has a row that botocore's model accepts, and ids are passed in bounds."""

import botocore.session
import pytest
from botocore.validate import validate_parameters
from hypothesis import given
from hypothesis import strategies as st

from ec2tui.adapters.aws.by_id import BY_ID
from ec2tui.adapters.aws.protection import TOGETHER
from ec2tui.adapters.aws.reads import FILTER_VALUES, READS, without_missing
from ec2tui.core.model.kind import LOCAL, Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.snapshot import SnapshotSharing
from tests.adapters.aws.endpoint import (
    Endpoint,
    collect,
    connect,
    error,
    instances,
    read_of,
    reply_xml,
    xml,
)

MODELS = {name: botocore.session.Session().get_service_model(name) for name in ("ec2", "cloudwatch", "ssm")}
MODEL = MODELS["ec2"]


def test_every_kind_has_a_row():
    assert set(READS) | set(BY_ID) == set(Kind) - LOCAL
    assert not set(READS) & set(BY_ID)


@pytest.mark.parametrize("kind", READS)
@pytest.mark.parametrize("ids", [(), ("a",), tuple(f"x-{n}" for n in range(450))])
def test_requests_are_valid(kind, ids):
    row = READS[kind]
    shape = MODELS[row.service].operation_model(row.operation).input_shape
    asked = []
    for params, chunk in row.requests(ids):
        validate_parameters(params, shape)
        assert len(chunk) <= row.max_ids <= FILTER_VALUES
        assert not ("MaxResults" in params and row.ids_param in params)
        asked.extend(chunk)
    assert tuple(asked) == ids


def test_ids_are_asked_once_and_match_only_themselves():
    ((params, chunk),) = READS[Kind.KEY_PAIRS].requests(("a*", "b?\\", "a*"))
    assert chunk == ("a*", "b?\\")
    assert params["Filters"] == [{"Name": "key-name", "Values": ["a\\*", "b\\?\\\\"]}]


@given(st.lists(st.integers(0, 50), unique=True, min_size=1), st.sets(st.integers(0, 50)), st.booleans())
def test_halving_finds_all_that_are_there(ids, gone, named):
    """A simulated AWS that fails while any id is unknown, naming the first of them or none."""
    there, rounds = [], 0
    pending = [tuple(f"i-{n:x}" for n in ids)]
    missing = {f"i-{n:x}" for n in gone}
    while pending:
        rounds += 1
        asked = pending.pop()
        unknown = [item for item in asked if item in missing]
        if not unknown:
            there.extend(asked)
            continue
        message = f"The instance ID '{unknown[0]}' does not exist" if named else "no"
        pending.extend(without_missing(asked, message))
    assert sorted(there) == sorted(f"i-{n:x}" for n in ids if n not in gone)
    assert rounds <= 2 * len(ids)


async def test_what_was_not_asked_for_is_left_out():
    async with Endpoint(instances("i-1", "i-2", "i-3")) as endpoint:
        gateway = await connect(endpoint.url)
        items, _ = await collect(gateway, read_of(Kind.INSTANCES, "i-2"))
        await gateway.aclose()
    assert [item.id for item in items] == ["i-2"]


async def test_denied_protection_is_one_problem():
    async with Endpoint(error("UnauthorizedOperation", status=403)) as endpoint:
        gateway = await connect(endpoint.url)
        items, problem = await collect(gateway, read_of(Kind.PROTECTION, *(f"i-{n}" for n in range(50))))
        await gateway.aclose()
    assert items == []
    assert problem is not None and problem.outcome is Outcome.DENIED
    assert len(endpoint.forms) <= 3 * TOGETHER


async def test_who_may_use_a_snapshot_is_asked_of_each():
    shared = reply_xml(
        "DescribeSnapshotAttribute",
        "<snapshotId>snap-1</snapshotId><createVolumePermission><item><group>all</group></item>"
        "<item><userId>111122223333</userId></item></createVolumePermission>",
    )
    async with Endpoint(xml(shared)) as endpoint:
        gateway = await connect(endpoint.url)
        items, problem = await collect(gateway, read_of(Kind.SHARING, "snap-1"))
        await gateway.aclose()
    assert problem is None
    assert items == [SnapshotSharing(items[0].key, True, ("111122223333",))]
    assert endpoint.forms[0]["Attribute"] == "createVolumePermission"


@pytest.mark.parametrize("kind", BY_ID)
async def test_what_is_told_by_id_is_never_read_as_a_whole(kind):
    async with Endpoint(error("InvalidAction")) as endpoint:
        gateway = await connect(endpoint.url)
        items, problem = await collect(gateway, read_of(kind))
        await gateway.aclose()
    assert items == [] and problem is not None and problem.outcome is Outcome.INVALID
    assert endpoint.forms == []


@pytest.mark.parametrize("groups", [("sg-1",), tuple(f"sg-{n}" for n in range(450))])
def test_rules_are_read_group_by_group(groups):
    row = READS[Kind.RULES]
    asked = []
    for params, chunk in row.requests((), groups):
        validate_parameters(params, MODEL.operation_model(row.operation).input_shape)
        (only,) = params["Filters"]
        assert (only["Name"], chunk) == ("group-id", ())
        assert len(only["Values"]) <= FILTER_VALUES
        asked.extend(only["Values"])
    assert tuple(asked) == groups
