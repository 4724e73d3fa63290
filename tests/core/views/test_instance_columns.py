"""The columns of the instances table: what each shows, what a missing fact looks like, how it sorts."""

import pytest

from ec2tui.core.model.instance import GroupRef, Instance, InstanceInterface, MetadataOptions
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.reading import Reading
from ec2tui.core.model.status import ScheduledEvent
from ec2tui.core.views.column import ordered
from ec2tui.core.views.instances import COLUMNS, DEFAULT_COLUMNS, InstanceColumn, column
from ec2tui.core.views.tone import Cell, Tone

from . import world

DIM = Tone.DIM


def find(id: str) -> InstanceColumn:
    found = column(id)
    assert found is not None
    return found


def cell(id: str, subject: Instance, facts: Inventory | None = None) -> Cell:
    return find(id).cell(subject, facts or world.inventory(subject), world.NOW)


FULL = world.instance(
    "i-1",
    name="web\u202e-1",
    az="eu-west-1a",
    private_ip="10.0.0.1",
    public_ip="198.51.100.1",
    key_name="ops",
    image_id="ami-1",
    profile_arn="arn:aws:iam::1:instance-profile/path/Web",
    security_groups=(GroupRef("sg-1", "web"), GroupRef("sg-2", "")),
    launch_time=world.NOW - 3 * world.DAY,
    vpc_id="vpc-1",
    subnet_id="subnet-1",
    architecture="arm64",
    platform_details="Linux/UNIX",
    lifecycle="spot",
    metadata=MetadataOptions(http_tokens="required", http_endpoint="enabled"),
    interfaces=(InstanceInterface("eni-1", public_ips=("198.51.100.1", "198.51.100.2")),),
    tags=(("Name", "web\u202e-1"), ("env", "prod"), ("empty", "")),
)


@pytest.mark.parametrize(
    ("id", "shown"),
    [
        ("name", Cell("web\\u{202e}-1", Tone.KEY)),
        ("id", Cell("i-1")),
        ("state", Cell("running", Tone.GOOD)),
        ("type", Cell("m7i.large")),
        ("az", Cell("eu-west-1a")),
        ("private", Cell("10.0.0.1")),
        ("public", Cell("198.51.100.1 +1", Tone.ACCENT)),
        ("key", Cell("ops")),
        ("image", Cell("ami-1")),
        ("groups", Cell("web, sg-2")),
        ("role", Cell("·", DIM)),
        ("profile", Cell("Web")),
        ("age", Cell("3d")),
        ("vpc", Cell("vpc-1")),
        ("subnet", Cell("subnet-1")),
        ("platform", Cell("Linux/UNIX")),
        ("arch", Cell("arm64")),
        ("lifecycle", Cell("spot")),
        ("imds", Cell("v2 only", Tone.GOOD)),
        ("region", Cell(world.REGION)),
        ("account", Cell(world.ACCOUNT)),
        ("tag:env", Cell("prod")),
        ("tag:empty", Cell('""', DIM)),
        ("tag:none", Cell("-", DIM)),
    ],
)
def test_a_cell(id: str, shown: Cell) -> None:
    assert cell(id, FULL) == shown


def test_a_role_is_named_when_iam_tells_it_and_else_its_profile_is_called_one():
    profile = world.profile(FULL.profile_arn, "web-role")
    assert cell("role", FULL, world.inventory(FULL, profile)) == Cell("web-role")
    assert cell("role", FULL, world.inventory(FULL, INSTANCE_PROFILES=world.DENIED)) == Cell(
        "profile Web", DIM
    )
    assert cell("role", FULL, world.inventory(FULL, INSTANCE_PROFILES=world.LOADING)) == Cell("…", DIM)
    assert cell("role", world.instance("i-2")) == Cell("-", DIM)


@pytest.mark.parametrize("id", ["name", "private", "public", "key", "role", "groups", "age", "vpc", "image"])
def test_what_is_not_there_shows_as_a_dash(id: str) -> None:
    assert cell(id, world.instance()) == Cell("-", DIM)


@pytest.mark.parametrize(
    ("reading", "shown"),
    [
        (Reading(), "·"),
        (world.LOADING, "…"),
        (world.DENIED, "denied"),
        (world.FAILED, "no answer"),
        (world.READ, "-"),
    ],
)
@pytest.mark.parametrize(
    ("id", "kind"),
    [
        ("checks", "STATUSES"),
        ("event", "STATUSES"),
        ("protected", "PROTECTION"),
        ("vcpu", "INSTANCE_TYPES"),
        ("memory", "INSTANCE_TYPES"),
    ],
)
def test_a_missing_fact_has_its_own_word(id: str, kind: str, reading: Reading, shown: str) -> None:
    subject = world.instance()
    assert cell(id, subject, world.inventory(subject, **{kind: reading})) == Cell(shown, DIM)


@pytest.mark.parametrize(
    ("state", "checks", "shown"),
    [
        ("running", ("ok", "ok", "ok"), Cell("3/3 ok", Tone.GOOD)),
        ("running", ("ok", "ok", "not-applicable"), Cell("2/2 ok", Tone.GOOD)),
        ("running", ("ok", "impaired", "ok"), Cell("1/3 impaired", Tone.BAD)),
        ("running", ("initializing", "ok", "ok"), Cell("initializing", Tone.INFO)),
        ("running", ("insufficient-data", "ok", "ok"), Cell("insufficient data", Tone.WARN)),
        ("stopped", ("not-applicable", "not-applicable"), Cell("-", DIM)),
        ("stopped", ("ok", "ok"), Cell("-", DIM)),
    ],
)
def test_status_checks(state: str, checks: tuple[str, ...], shown: Cell) -> None:
    subject = world.instance(state=state)
    assert cell("checks", subject, world.inventory(subject, world.status("i-1", *checks))) == shown


def test_a_scheduled_event_is_marked_until_it_is_over() -> None:
    subject = world.instance()
    due = ScheduledEvent("instance-stop", "x", not_before=world.NOW + 2 * world.DAY)
    over = ScheduledEvent("system-reboot", "[Completed] x", not_before=1)
    facts = world.inventory(subject, world.status(events=(over, due)))
    assert cell("checks", subject, facts) == Cell("3/3 ok event", Tone.WARN)
    assert cell("event", subject, facts) == Cell("instance-stop in 2d", Tone.WARN)
    facts = world.inventory(subject, world.status(events=(over,)))
    assert cell("checks", subject, facts) == Cell("3/3 ok", Tone.GOOD)
    assert cell("event", subject, facts) == Cell("-", DIM)


@pytest.mark.parametrize(("on", "shown"), [(True, "yes"), (False, "no"), (None, "·")])
def test_protection(on: bool | None, shown: str) -> None:
    subject = world.instance()
    assert cell("protected", subject, world.inventory(subject, world.protection(on=on))).text == shown


@pytest.mark.parametrize(("mib", "shown"), [(512, "512 MiB"), (8192, "8 GiB"), (1572864, "1.5 TiB")])
def test_type_facts(mib: int, shown: str) -> None:
    subject = world.instance()
    facts = world.inventory(subject, world.offer(vcpus=4, memory=mib))
    assert (cell("vcpu", subject, facts).text, cell("memory", subject, facts).text) == ("4", shown)


@pytest.mark.parametrize(
    ("id", "values", "order"),
    [
        ("name", ["web-10", "", "Web-9", "api"], [3, 2, 0, 1]),
        ("private", ["10.0.0.10", "10.0.0.9", "odd", ""], [1, 0, 2, 3]),
        ("state", ["stopped", "running", "odd", "pending"], [1, 3, 0, 2]),
        ("age", [1000, 3000, 0, 2000], [1, 3, 0, 2]),
    ],
)
def test_order(id: str, values: list[object], order: list[int]) -> None:
    fields = {"private": "private_ip", "age": "launch_time"}
    items = [world.instance(f"i-{at}", **{fields.get(id, id): value}) for at, value in enumerate(values)]
    found = ordered(items, find(id), world.inventory(), world.NOW)
    assert [items.index(item) for item in found] == order


def test_the_missing_are_last_in_either_direction() -> None:
    items = [world.instance("i-0"), world.instance("i-1", name="a"), world.instance("i-2", name="b")]
    backwards = ordered(items, find("name"), world.inventory(), world.NOW, reverse=True)
    assert [item.id for item in backwards] == ["i-2", "i-1", "i-0"]


def test_every_column_has_a_source_and_all_defaults_exist() -> None:
    assert len({known.id for known in COLUMNS}) == len(COLUMNS)
    for known in COLUMNS:
        assert known.source.startswith(("ec2:Describe", "iam:List", "cloudwatch:", "the checks"))
        assert known.min_width <= known.max_width
        assert known.cell(world.instance(), world.inventory(), world.NOW).text
    assert all(column(id) for id in DEFAULT_COLUMNS)
    assert column("nonsense") is None and column("tag:") is None
