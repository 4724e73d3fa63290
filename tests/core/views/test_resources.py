"""Every table: its usual columns exist, draw and sort the barest item, and its words are consistent."""

from typing import Any

import pytest

from ec2tui.core.changes.codec import change_to_builtins
from ec2tui.core.changes.instance_state import StopInstance
from ec2tui.core.model.activity import Activity
from ec2tui.core.model.alarm import Alarm
from ec2tui.core.model.alarm_gaps import NONE
from ec2tui.core.model.image import Image
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.record import Record, RecordKind
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.model.snapshot import Snapshot
from ec2tui.core.model.volume import Volume
from ec2tui.core.views.activity import ACTIVITY
from ec2tui.core.views.alarms.table import ALARMS
from ec2tui.core.views.choices import order_of
from ec2tui.core.views.image_table import IMAGES
from ec2tui.core.views.network_interfaces import NETWORK_INTERFACES
from ec2tui.core.views.query import Query, parse
from ec2tui.core.views.resource import Resource
from ec2tui.core.views.security_group_rules import SECURITY_GROUP_RULES
from ec2tui.core.views.security_groups import SECURITY_GROUPS
from ec2tui.core.views.storage import SNAPSHOTS, VOLUMES
from tests.core.views import world

KEY = world.key("x-1")
INTENT = Record("r", RecordKind.INTENT, "no time", change=change_to_builtins(StopInstance(KEY)))

CASES: tuple[tuple[Resource[Any], Any], ...] = (
    (SECURITY_GROUPS, SecurityGroup(KEY, "")),
    (SECURITY_GROUP_RULES, SecurityGroupRule(KEY, "sg-1", False, "-1")),
    (NETWORK_INTERFACES, NetworkInterface(KEY)),
    (VOLUMES, Volume(KEY, 1, "gp3")),
    (SNAPSHOTS, Snapshot(KEY)),
    (ALARMS, Alarm(KEY)),
    (ALARMS, Alarm(KEY, state=NONE)),
    (IMAGES, Image(KEY)),
    (ACTIVITY, Activity(KEY, INTENT, None, "unknown")),
    (ACTIVITY, Activity(KEY, Record("r", RecordKind.INTENT, ""), None, "unknown")),
)


@pytest.mark.parametrize(("resource", "item"), CASES, ids=lambda one: getattr(one, "plural", ""))
def test_a_table_shows_the_barest_item(resource: Resource[Any], item: Any) -> None:
    inventory = world.inventory()
    assert [
        id_ for id_ in (*resource.shown, order_of(resource.sort)[0]) if resource.column(id_) is None
    ] == []
    ids = [column.id for column in resource.columns]
    assert len(ids) == len(set(ids)) and resource.column("no such column") is None
    for column in resource.columns:
        cell = column.cell(item, inventory, world.NOW)
        assert cell.text.isprintable() and cell.text, column.id
        first, second = (column.sort_key(item, inventory, world.NOW) for _ in range(2))
        assert not first < second
    for _, _, lines in resource.sections:
        assert all(cell.text.isprintable() for line in lines(item, inventory, world.NOW) for cell in line)
    assert isinstance(resource.title(item), str)
    assert bool(resource.words.tags) == (resource.column("tag:env") is not None)


@pytest.mark.parametrize(("resource", "item"), CASES, ids=lambda one: getattr(one, "plural", ""))
def test_its_words_can_be_asked_of_the_barest_item(resource: Resource[Any], item: Any) -> None:
    words, inventory = resource.words, world.inventory()
    assert {words.name(alias) for alias in words.aliases} <= set(words.field_names)
    queries = [f"{name}:x*" for name in (*words.texts, *words.aliases) if words.name(name) in words.texts]
    queries += [f"{name}>1" for name in words.numbers] + list(words.flags) + ["anything"]
    for text in queries:
        query = parse(text, words)
        assert isinstance(query, Query), text
        assert query.matches(item, inventory, world.NOW) in (True, False, None)
        assert parse(str(query), words) == query
        assert query.kinds.isdisjoint({resource.kind}) or resource is ACTIVITY
