"""Posture checks of images: one example of each that fails, one that passes, one that is not known."""

from typing import Any

import msgspec
import pytest
from immutables import Map

from ec2tui.core.model.finding import FindingStatus, Severity
from ec2tui.core.model.image import Image, ImageSharing, ImageSnapshot
from ec2tui.core.model.image_policy import ImagePolicy
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.posture.images import CHECKS, assess_images, findings_of_image, findings_of_instance
from tests.core.rules.images.samples import DAY, KEY, NOW, PARAMETER, STRANGER, own, ubuntu
from tests.core.rules.images.test_known import DONE, world

F, P, U = FindingStatus.FAIL, FindingStatus.PASS, FindingStatus.UNKNOWN
SHARED = ImageSharing(KEY, accounts=("222233334444",))
WEAK = (ImageSnapshot("/dev/sda1", "snap-1", 8, False),)
UNTOLD = (ImageSnapshot("/dev/sda1", "snap-1", 8, None),)


def with_(inventory: Inventory, **tables: Any) -> Inventory:
    found = inventory.tables
    for name, item in tables.items():
        found = found.set(Kind[name], Map({item.key: item}))
    return msgspec.structs.replace(inventory, tables=found)


OWN_EXAMPLES: tuple[tuple[str, Image, Inventory, FindingStatus], ...] = (
    ("AMI-04", own(public=True), world(), F),
    ("AMI-04", own(), world(), P),
    ("AMI-05", own(), with_(world(), IMAGE_SHARING=SHARED), F),
    ("AMI-05", own(), with_(world(), IMAGE_SHARING=ImageSharing(KEY)), P),
    ("AMI-05", own(), world(), U),
    ("AMI-06", own(snapshots=WEAK), world(), F),
    ("AMI-06", own(imds_support=None), world(), F),
    ("AMI-06", own(), world(), P),
    ("AMI-06", own(snapshots=UNTOLD), world(), U),
)
CURRENT = {PARAMETER: KEY.id}
USED_EXAMPLES: tuple[tuple[str, Image | None, dict[str, str], FindingStatus], ...] = (
    ("AMI-01", ubuntu(owner_id=STRANGER, name="web"), {"/aws/service/x": "ami-x"}, F),
    ("AMI-01", ubuntu(allowed=False), CURRENT, F),
    ("AMI-01", ubuntu(), CURRENT, P),
    ("AMI-01", ubuntu(allowed=None), CURRENT, U),
    ("AMI-02", ubuntu(deprecation_time=NOW - DAY), CURRENT, F),
    ("AMI-02", ubuntu(state="disabled"), CURRENT, F),
    ("AMI-02", ubuntu(), CURRENT, P),
    ("AMI-02", None, CURRENT, U),
    ("AMI-03", ubuntu(creation_time=NOW - 400 * DAY), CURRENT, F),
    ("AMI-03", ubuntu(), CURRENT, P),
    ("AMI-03", ubuntu(), {}, U),
)


@pytest.mark.parametrize(("check", "image", "inventory", "status"), OWN_EXAMPLES)
def test_an_own_image(check: str, image: Image, inventory: Inventory, status: FindingStatus) -> None:
    found = {one.check: one for one in findings_of_image(inventory, image, NOW)}
    assert found[check].status is status, found[check].reason
    assert bool(found[check].needs) is (check == "AMI-05" and status is U)


@pytest.mark.parametrize(("check", "image", "parameters", "status"), USED_EXAMPLES)
def test_what_an_instance_runs_from(
    check: str, image: Image | None, parameters: dict[str, str], status: FindingStatus
) -> None:
    web = Instance(KEY._replace(id="i-1"), "running", "t3.micro", image_id=KEY.id)
    inventory = with_(world((image,) if image else (), (), parameters), INSTANCES=web)
    found = {one.check: one for one in findings_of_instance(inventory, web.key, NOW)}
    assert found[check].status is status, found[check].reason


def test_an_image_that_is_not_there_any_more_is_past_its_time() -> None:
    web = Instance(KEY._replace(id="i-1"), "running", "t3.micro", image_id=KEY.id)
    gone = msgspec.structs.replace(with_(world(), INSTANCES=web), absent=Map({(Kind.IMAGES, KEY): True}))
    found = {one.check: one.status for one in findings_of_instance(gone, web.key, NOW)}
    assert found == {"AMI-01": U, "AMI-02": F, "AMI-03": U}


def test_a_public_image_is_critical_and_a_stranger_has_no_findings() -> None:
    (first, *_) = findings_of_image(world(), own(public=True), NOW)
    assert (first.check, first.severity, first.kind) == ("AMI-04", Severity.CRITICAL, Kind.OWN_IMAGES)
    assert findings_of_image(world(), ubuntu(), NOW) == ()


def test_accounts_that_policy_names_may_share_an_image() -> None:
    shared = with_(world(), IMAGE_SHARING=SHARED)
    policy = msgspec.structs.replace(shared, image_policy=ImagePolicy(owners=SHARED.accounts))
    found = {one.check: one.status for one in findings_of_image(policy, own(), NOW)}
    assert found["AMI-05"] is P


def test_everything_is_assessed_in_the_order_of_its_keys() -> None:
    web = Instance(KEY._replace(id="i-1"), "running", "t3.micro", image_id=KEY.id)
    ended = Instance(KEY._replace(id="i-2"), "terminated", "t3.micro", image_id=KEY.id)
    inventory = with_(world((), (own(),), OWN_IMAGES=DONE), INSTANCES=web)
    both = inventory.tables[Kind.INSTANCES].set(ended.key, ended)
    inventory = msgspec.structs.replace(inventory, tables=inventory.tables.set(Kind.INSTANCES, both))
    found = [(one.check, one.resource.id) for one in assess_images(inventory, NOW)]
    assert [check for check, _ in found] == ["AMI-04", "AMI-05", "AMI-06", "AMI-01", "AMI-02", "AMI-03"]
    assert "i-2" not in {resource for _, resource in found}


def test_every_check_says_why() -> None:
    assert all(check.why.endswith(".") for check in CHECKS)
    told = {check for check, *_ in (*OWN_EXAMPLES, *USED_EXAMPLES)}
    assert told == {check.id for check in CHECKS}
