"""What judging takes from an inventory: images known once, the newest of a family, and what is missing."""

import msgspec
import pytest
from immutables import Map

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image, PublicParameter
from ec2tui.core.model.image_policy import ImagePolicy
from ec2tui.core.model.image_verdict import FactState, Standing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.reading import Reading
from ec2tui.core.rules.images import facts_of, images_of, verdict_of
from ec2tui.core.rules.images.known import known_images
from tests.core.rules.images.samples import ACCOUNT, DAY, FACTS, KEY, NOW, OWN, PARAMETER, UBUNTU, own, ubuntu

SOURCE = Source("default", KEY.region)
DONE = Reading(complete_at=NOW)
DENIED = Reading(problem=Problem(Outcome.DENIED, "ssm:GetParameters", "no"))
NEWER = ubuntu(key=KEY._replace(id="ami-0bb"), name=UBUNTU.name[:-2] + "29", creation_time=NOW)


def world(
    others: tuple[Image, ...] = (),
    listed: tuple[Image, ...] = (),
    parameters: dict[str, str] | None = None,
    **readings: Reading,
) -> Inventory:
    told = parameters or {}
    tables = {
        Kind.IMAGES: Map({one.key: one for one in others}),
        Kind.OWN_IMAGES: Map({one.key: one for one in listed}),
        Kind.PUBLIC_PARAMETERS: Map(
            {KEY._replace(id=n): PublicParameter(KEY._replace(id=n), v) for n, v in told.items()}
        ),
        Kind.ALLOWED_IMAGES: Map({FACTS.allowed.key: FACTS.allowed})
        if not isinstance(FACTS.allowed, Missing)
        else Map(),
    }
    return Inventory(
        tables=Map(tables),
        readings=Map({(SOURCE, Kind[name]): reading for name, reading in readings.items()}),
        sources=Map({(ACCOUNT, KEY.region): SOURCE}),
    )


def test_the_list_of_own_images_is_the_truth_about_them() -> None:
    gone = own(key=KEY._replace(id="ami-0cc"))
    before = world((UBUNTU, gone), (OWN,))
    assert set(images_of(before)) == {KEY, gone.key}
    assert images_of(before)[KEY] is OWN
    after = world((UBUNTU, gone), (OWN,), OWN_IMAGES=DONE)
    assert gone.key not in images_of(after)


def test_the_mapping_stays_the_same_while_no_image_changes() -> None:
    inventory = world((UBUNTU,), (OWN,))
    more = msgspec.structs.replace(inventory, tables=inventory.tables.set(Kind.VOLUMES, Map()))
    assert images_of(inventory) is images_of(more)


def test_an_image_that_was_deregistered_here_is_gone_although_it_was_read_before() -> None:
    inventory = world((OWN,))
    there = msgspec.structs.replace(inventory, absent=Map({(Kind.OWN_IMAGES, KEY): True}))
    assert inventory.image(KEY) == OWN
    assert there.image(KEY) is Missing.GONE


@pytest.mark.parametrize(
    ("inventory", "image", "newest"),
    [
        (world((UBUNTU, NEWER)), UBUNTU, NEWER),
        (world((UBUNTU, NEWER)), NEWER, Missing.NOT_READ),
        (world((UBUNTU, NEWER), parameters={PARAMETER: "ami-0bb"}), NEWER, NEWER),
        (world((UBUNTU, NEWER), parameters={PARAMETER: KEY.id}), NEWER, NEWER),
        (world((UBUNTU,), parameters={PARAMETER: "ami-0ff"}), UBUNTU, Missing.GONE),
        (world((UBUNTU,), PUBLIC_PARAMETERS=DENIED), UBUNTU, Missing.DENIED),
        (world((), (OWN,)), OWN, Missing.NOT_READ),
        (world((), (OWN,), OWN_IMAGES=DONE), OWN, OWN),
        (world((UBUNTU, ubuntu(key=NEWER.key, architecture="arm64", creation_time=NOW))), UBUNTU,
         Missing.NOT_READ),
    ],
)  # fmt: skip
def test_the_newest_of_a_family(inventory: Inventory, image: Image, newest: Image | Missing) -> None:
    assert facts_of(image, inventory, NOW).newest == newest


def test_a_verdict_comes_from_the_inventory_and_its_policy() -> None:
    inventory = world((UBUNTU, NEWER), parameters={PARAMETER: "ami-0bb"})
    assert verdict_of(NEWER, inventory, NOW).standing is Standing.VETTED
    late = ubuntu(creation_time=NOW - 200 * DAY)
    inventory = world((late, NEWER), parameters={PARAMETER: "ami-0bb"})
    assert verdict_of(late, inventory, NOW).standing is Standing.OUTDATED
    strict = inventory.image_policy
    lenient = msgspec.structs.replace(
        inventory, image_policy=msgspec.structs.replace(strict, maximum_behind=300)
    )
    assert verdict_of(late, lenient, NOW).standing is Standing.VETTED


def test_a_denied_read_is_named_with_its_permission() -> None:
    verdict = verdict_of(UBUNTU, world((UBUNTU,), PUBLIC_PARAMETERS=DENIED), NOW)
    assert verdict.standing is Standing.UNKNOWN
    assert verdict.fact("provenance").state is FactState.UNKNOWN
    assert verdict.fact("provenance").needs == ("ssm:GetParameters",)


def test_what_does_not_decide_leaves_what_was_worked_out() -> None:
    inventory = world((UBUNTU, NEWER), parameters={PARAMETER: "ami-0bb"})
    more = msgspec.structs.replace(inventory, tables=inventory.tables.set(Kind.VOLUMES, Map()))
    assert known_images(inventory) is known_images(more)
    denied = msgspec.structs.replace(more, readings=Map({(SOURCE, Kind.PUBLIC_PARAMETERS): DENIED}))
    assert known_images(denied) is not known_images(more)
    strict = msgspec.structs.replace(more, image_policy=ImagePolicy(maximum_behind=1))
    assert verdict_of(UBUNTU, strict, NOW).standing is Standing.OUTDATED
    assert verdict_of(UBUNTU, more, NOW).standing is Standing.VETTED
