"""Images as a table, in queries, in details and as JSON: the verdict is a word and a letter."""

import msgspec
import pytest
from immutables import Map

from ec2tui.core.model.image import ALLOWED_ID, AllowedImages, Image, ImageSharing, ImageSnapshot
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.reading import Reading
from ec2tui.core.views import images
from ec2tui.core.views import instances as instances_view
from ec2tui.core.views.image_detail import instances, overview
from ec2tui.core.views.image_fields import IMAGES
from ec2tui.core.views.image_json import image_json
from ec2tui.core.views.query import Query, parse
from ec2tui.core.views.query_fields import INSTANCES
from ec2tui.core.views.tone import Cell, Tone

from . import world

READ = Reading(complete_at=world.NOW)
ALLOWED = AllowedImages(world.key(ALLOWED_ID), "enabled", "account", ("providers amazon",))
GOLDEN = Image(
    world.key("ami-1"),
    "golden-2026.09",
    owner_id=world.ACCOUNT,
    state="available",
    architecture="arm64",
    creation_time=world.NOW - 10 * world.DAY,
    deprecation_time=world.NOW + 20 * world.DAY,
    boot_mode="uefi",
    snapshots=(ImageSnapshot("/dev/xvda", "snap-1", 8, True),),
    tags=(("env", "prod"),),
)
SHARED = ImageSharing(GOLDEN.key, accounts=("222233334444",))
IMPOSTOR = msgspec.structs.replace(
    GOLDEN,
    key=world.key("ami-2"),
    name="ubuntu/images/hvm/ubuntu-n\u043eble\x1b[31m",
    owner_id="634519214787",
    public=True,
    deprecation_time=world.NOW - world.DAY,
)
WEB = world.instance("i-1", name="web-1", image_id="ami-1")


def everything() -> Inventory:
    return world.inventory(GOLDEN, IMPOSTOR, ALLOWED, SHARED, WEB, OWN_IMAGES=READ, INSTANCES=READ)


def shown(image: Image, id: str, inventory: Inventory) -> Cell:
    column = images.column(id)
    assert column is not None
    return column.cell(image, inventory, world.NOW)


@pytest.mark.parametrize(
    ("id", "own", "stranger"),
    [
        ("verdict", Cell("V vetted", Tone.GOOD), Cell("! impostor", Tone.BAD)),
        ("owner", Cell("own", Tone.ACCENT), Cell("634519214787", Tone.BAD)),
        ("deprecated", Cell("in 20d"), Cell("1d ago", Tone.WARN)),
        ("shared", Cell("1 other", Tone.WARN), Cell("public")),
        ("findings", Cell("high AMI-05 +1", Tone.BAD), Cell("-", Tone.DIM)),
        ("used", Cell("1"), Cell("0", Tone.DIM)),
        ("family", Cell("golden-*"), Cell("ubuntu/images/hvm/ubuntu-n\u043eble\u241b[31m")),
        ("encrypted", Cell("yes", Tone.GOOD), Cell("yes", Tone.GOOD)),
        ("imds", Cell("no", Tone.WARN), Cell("no", Tone.WARN)),
        ("tag:env", Cell("prod"), Cell("prod")),
    ],
)
def test_what_each_column_shows(id: str, own: Cell, stranger: Cell) -> None:
    assert (shown(GOLDEN, id, everything()), shown(IMPOSTOR, id, everything())) == (own, stranger)


def test_what_is_still_being_read_is_no_verdict_and_no_sharing() -> None:
    bare = world.inventory(GOLDEN)
    assert shown(GOLDEN, "verdict", bare).text == "…"
    assert shown(GOLDEN, "shared", bare).text == "not public"
    assert shown(GOLDEN, "used", bare).text == "…"
    public = msgspec.structs.replace(GOLDEN, public=True)
    assert shown(public, "shared", bare) == Cell("public", Tone.BAD)


@pytest.mark.parametrize(
    ("query", "own", "stranger"),
    [
        ("golden", True, False),
        ("verdict:vetted", True, False),
        ("impostor", False, True),
        ("vetted", True, False),
        ("owner:own", True, False),
        ("owner:6345*", False, True),
        ("own", True, False),
        ("shared:222233334444", True, False),
        ("public", False, True),
        ("deprecated", False, True),
        ("finding:AMI-05", True, False),
        ("finding:high", True, False),
        ("age>5d", True, True),
        ("used>0", True, False),
        ("family:golden-*", True, False),
        ("snapshot:snap-1", True, True),
        ("tag:env=prod", True, True),
    ],
)
def test_what_can_be_asked(query: str, own: bool, stranger: bool) -> None:
    asked = parse(query, IMAGES)
    assert isinstance(asked, Query), query
    inventory = everything()
    assert [asked.matches(one, inventory, world.NOW) for one in (GOLDEN, IMPOSTOR)] == [own, stranger]


def text(lines: object) -> str:
    return "\n".join("".join(cell.text for cell in line) for line in lines)  # type: ignore[attr-defined]


def test_the_details_have_every_fact_with_its_word() -> None:
    told = text(overview(IMPOSTOR, everything(), world.NOW))
    assert "! impostor" in told and "is blocked" in told and "U+043E" in told
    assert "FAILS" in told and "fails" in told and "holds" in told
    assert "Allowed AMIs: enabled" in told and "providers amazon" in told
    own = text(overview(GOLDEN, everything(), world.NOW))
    assert "222233334444" in own and "high     AMI-05" in own


def test_the_details_say_who_runs_from_it_and_what_is_not_known() -> None:
    assert "web-1" in text(instances(GOLDEN, everything(), world.NOW))
    assert "none runs" in text(instances(IMPOSTOR, everything(), world.NOW))
    assert "not all are known" in text(instances(GOLDEN, world.inventory(GOLDEN), world.NOW))


def test_the_json_has_the_verdict_and_nothing_that_is_not_known() -> None:
    told = image_json(IMPOSTOR, everything())
    assert (told["verdict"], told["level"], told["owner_id"]) == ("impostor", "block", "634519214787")
    assert told["name"] == IMPOSTOR.name
    states = {fact["id"]: (fact["state"], fact["required"]) for fact in told["facts"]}
    assert states["lookalike"] == ("fails", True) and states["tpm"] == ("fails", False)
    assert image_json(GOLDEN, everything())["shared_with"] == ["222233334444"]
    failing = [f["check"] for f in image_json(GOLDEN, everything())["findings"] if f["status"] == "fail"]
    assert failing == ["AMI-05", "AMI-06"] and told["findings"] == []
    assert image_json(GOLDEN, world.inventory(GOLDEN))["shared_with"] is None


def test_what_the_image_of_an_instance_is_worth() -> None:
    column = instances_view.column("image_verdict")
    assert column is not None
    gone = world.instance("i-9", image_id="ami-9")
    absent = msgspec.structs.replace(everything(), absent=Map({(Kind.IMAGES, world.key("ami-9")): True}))
    cells = [column.cell(one, absent, world.NOW) for one in (WEB, gone)]
    assert cells == [Cell("V vetted", Tone.GOOD), Cell("R deregistered", Tone.BAD)]
    assert column.cell(gone, everything(), world.NOW).text == "·"
    assert column.cell(WEB, world.inventory(WEB, GOLDEN), world.NOW).text == "…"
    first, second = (column.sort_key(one, absent, world.NOW) for one in (WEB, gone))
    assert first < second


@pytest.mark.parametrize(
    ("query", "expected"),
    [("verdict:vetted", True), ("verdict:impostor", False), ("verdict:d*", False)],
)
def test_instances_are_asked_for_by_the_verdict_on_their_image(query: str, expected: bool) -> None:
    asked = parse(query, INSTANCES)
    assert isinstance(asked, Query)
    assert asked.matches(WEB, everything(), world.NOW) is expected
    assert asked.matches(WEB, world.inventory(WEB, GOLDEN), world.NOW) is None
    assert asked.matches(WEB, world.inventory(WEB), world.NOW) is None
