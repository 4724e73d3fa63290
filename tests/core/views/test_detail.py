"""The detail pane: every fact in words, nothing unread looks empty, nothing untrusted gets through."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ec2tui.core.model.instance import BlockDevice, GroupRef, InstanceInterface, MetadataOptions
from ec2tui.core.model.reading import Reading
from ec2tui.core.model.status import ScheduledEvent
from ec2tui.core.model.volume import Volume
from ec2tui.core.views.detail import console, network, overview, raw, storage, tags
from ec2tui.core.views.owners import Owner, owners
from ec2tui.core.views.tone import Line, Tone

from . import world


def text(lines: tuple[Line, ...]) -> str:
    return "\n".join("".join(cell.text for cell in line) for line in lines)


SUBJECT = world.instance(
    name="web",
    launch_time=world.NOW - 2 * world.DAY,
    public_ip="198.51.100.1",
    root_device_name="/dev/xvda",
    metadata=MetadataOptions(http_tokens="optional", http_endpoint="enabled", hop_limit=2),
    security_groups=(GroupRef("sg-1", "web"),),
    block_devices=(BlockDevice("/dev/xvda", "vol-1", True), BlockDevice("/dev/xvdb", "vol-2", False)),
    interfaces=(InstanceInterface("eni-1", private_ips=("10.0.0.1", "10.0.0.2"), ipv6=("2001:db8::1",)),),
)


def test_overview_tells_what_is_known() -> None:
    event = ScheduledEvent("instance-stop", "hardware", not_before=world.NOW + world.DAY)
    facts = world.inventory(
        SUBJECT,
        world.status("i-1", "ok", "impaired", events=(event,)),
        world.protection(on=False),
        world.offer(),
    )
    shown = text(overview(SUBJECT, facts, world.NOW))
    for words in ("1/2 impaired", "instance-stop", "(in 1d)", "not protected", "v1 and 2", "hop limit 2"):
        assert words in shown
    assert "2 vCPU, 8 GiB memory" in shown and "(2d ago)" in shown


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading(), "not read yet"),
        (world.LOADING, "loading…"),
        (world.DENIED, "denied by AWS"),
        (world.FAILED, "could not be read"),
    ],
)
def test_what_is_missing_says_why(reading: Reading, words: str) -> None:
    kinds = dict.fromkeys(("STATUSES", "PROTECTION", "INSTANCE_TYPES", "VOLUMES"), reading)
    facts = world.inventory(SUBJECT, **kinds)
    assert text(overview(SUBJECT, facts, world.NOW)).count(words) == 3
    assert text(storage(SUBJECT, facts, world.NOW)).count(words) == 2


def test_storage_says_what_survives() -> None:
    facts = world.inventory(
        SUBJECT,
        Volume(world.key("vol-1"), 8, "gp3", encrypted=True, iops=3000, throughput=125),
        Volume(world.key("vol-2"), 100, "st1"),
    )
    shown = text(storage(SUBJECT, facts, world.NOW))
    for words in ("1 of 2 volumes are deleted", "/dev/xvda (root)", "8 GiB gp3 3000 IOPS, 125 MiB/s"):
        assert words in shown
    assert "not encrypted" in shown and "stays when the instance is terminated" in shown


def test_network_lists_groups_and_interfaces() -> None:
    shown = text(network(SUBJECT, world.inventory(SUBJECT), world.NOW))
    for words in ("web sg-1", "Interface 0: eni-1", "10.0.0.1, 10.0.0.2", "2001:db8::1", "198.51.100.1"):
        assert words in shown


def test_tags_are_sorted_with_awss_own_last() -> None:
    subject = world.instance(tags=(("aws:x", "1"), ("b", ""), ("A", "v\x9b")))
    shown = text(tags(subject, world.inventory(), world.NOW))
    assert shown == 'A = v\\u{9b}\nb = ""\naws:x = 1'


@pytest.mark.parametrize(
    ("key", "value", "owner"),
    [
        (
            "aws:cloudformation:stack-name",
            "shop",
            Owner("CloudFormation stack", "shop", "aws:cloudformation:stack-name"),
        ),
        ("aws:autoscaling:groupName", "web", Owner("Auto Scaling group", "web", "aws:autoscaling:groupName")),
        ("ManagedBy", "Terraform", Owner("Terraform", "", "ManagedBy")),
        ("terraform", "true", Owner("Terraform", "", "terraform")),
        ("kubernetes.io/cluster/k", "owned", Owner("Kubernetes cluster", "k", "kubernetes.io/cluster/k")),
        ("terraform", "false", None),
        ("ManagedBy", "hand", None),
    ],
)
def test_owners(key: str, value: str, owner: Owner | None) -> None:
    assert owners(world.instance(tags=((key, value),))) == ((owner,) if owner else ())


def test_raw_is_json_with_marked_keys() -> None:
    document = {
        "Id": "i-1\x9b",
        "At": datetime(2024, 1, 2, tzinfo=UTC),
        "List": [1, {"a": None}],
        "None": [],
        "Data": b"xyz",
    }
    lines = raw(document)
    assert text(lines).split("\n") == [
        "{",
        '  "Id": "i-1\\u{9b}",',
        '  "At": "2024-01-02T00:00:00Z",',
        '  "List": [',
        "    1,",
        "    {",
        '      "a": null',
        "    }",
        "  ],",
        '  "None": [],',
        '  "Data": (3 bytes)',
        "}",
    ]
    assert next(cell.text for line in lines for cell in line if cell.tone is Tone.KEY) == '"Id"'


def test_console_is_what_a_terminal_would_leave() -> None:
    assert text(console("a\r\n\x1b[31mred\x1b]52;c;x\x07\n")) == "a\nred"
    long = console("\n".join(map(str, range(3000))))
    assert text(long[:2]) == "(1000 earlier lines left out)\n1000"


hostile = st.text(st.sampled_from("\x1b\x07\x9b\x9d]52;[/]@click=\u202e\u200b\U000e0041\ud800ab\n"))


@given(hostile)
def test_nothing_hostile_gets_through(bad: str) -> None:
    group = GroupRef(bad, bad)
    subject = world.instance(
        name=bad,
        state=bad,
        type=bad,
        az=bad,
        key_name=bad,
        private_host=bad,
        security_groups=(group,),
        state_reason=bad,
        tags=((bad, bad), ("aws:autoscaling:groupName", bad)),
        block_devices=(BlockDevice(bad, bad, True),),
        interfaces=(InstanceInterface(bad, groups=(group,), private_ips=(bad,)),),
    )
    facts = world.inventory(subject, world.status(events=(ScheduledEvent(bad or "x", bad),)))
    shown = [view(subject, facts, world.NOW) for view in (overview, network, storage, tags)]
    for lines in (*shown, raw({bad: [bad, {bad: bad}]}), console(bad)):
        drawn = "".join(cell.text for line in lines for cell in line)
        assert drawn.isprintable()
