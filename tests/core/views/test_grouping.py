"""Every group's count is what the query for it finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ec2tui.core.model.instance import GroupRef
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.grouping import FIELDS, Group, Grouping, by, narrowed
from ec2tui.core.views.query import ALL, Query, parse
from tests.core.views import world
from tests.core.views.world import NOW

HARD = ["prod", "Prod", "a b", '"', "\\", "*", "x:y", "(", "not", "public", "-", "", "é", "a=b", "?", "or"]
TEXT = st.sampled_from(HARD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)


def query(text: str) -> Query:
    found = parse(text)
    assert isinstance(found, Query), found
    return found


def grouped(items, name, facts=None):
    facts = facts or world.inventory(*items)
    grouping = Grouping(by(name))
    for item in items:
        grouping.add(item, facts)
    return grouping, facts


@given(st.lists(st.lists(st.tuples(st.sampled_from(["env", "Env", "a b"]), TEXT), max_size=3), max_size=6))
def test_the_query_of_a_tags_group_finds_exactly_its_instances(tags):
    items = [world.instance(f"i-{at}", tags=tuple(some)) for at, some in enumerate(tags)]
    for name in ("tag:env", "tag:a b"):
        grouping, facts = grouped(items, name)
        for group in grouping.groups():
            text = narrowed(ALL, grouping.by, group.value)
            assert sum(query(text).matches(item, facts, NOW) is True for item in items) == group.count, text


@given(st.lists(TEXT, max_size=6))
def test_the_query_of_a_fields_group_finds_exactly_its_instances(names):
    items = [
        world.instance(
            f"i-{at}",
            key_name=name or None,
            security_groups=(GroupRef(f"sg-{at}", name), GroupRef("sg-9", "base")),
        )
        for at, name in enumerate(names)
    ]
    for field in ("key", "sg", "state", "platform", "role"):
        grouping, facts = grouped(items, field)
        for group in grouping.groups():
            text = narrowed(ALL, grouping.by, group.value)
            assert sum(query(text).matches(item, facts, NOW) is True for item in items) == group.count, text


def test_the_largest_group_comes_first_and_none_is_a_group_of_its_own():
    tags = [("prod",), ("Prod",), ("prod",), ("dev",), (), ()]
    items = [
        world.instance(f"i-{at}", tags=tuple(("env", v) for v in values)) for at, values in enumerate(tags)
    ]
    grouping, _ = grouped(items, "tag:env")
    assert grouping.groups() == (Group("prod", 3), Group(None, 2), Group("dev", 1))


def test_an_instance_counts_in_each_of_its_groups():
    items = [world.instance("i-1", security_groups=(GroupRef("sg-1", "web"), GroupRef("sg-2", "app")))]
    assert grouped(items, "sg")[0].groups() == (Group("app", 1), Group("web", 1))


def test_what_is_not_known_is_counted_apart():
    items = [world.instance("i-1"), world.instance("i-2")]
    grouping, _ = grouped(items, "checks")
    assert grouping.groups() == () and grouping.unknown == 2
    assert by("checks").kinds == {Kind.STATUSES}


def test_the_group_is_taken_among_what_matches_already():
    assert narrowed(query("web or app"), by("state"), "running") == "(web or app) state:running"
    assert narrowed(query("web"), by("tag:env"), None) == "web not tag:env"
    assert narrowed(query("web"), by("key"), None) == 'web key:""'


@pytest.mark.parametrize("name", [*FIELDS, "tag:env", "zone", "group"])
def test_every_text_field_and_tag_can_be_grouped_by(name):
    assert by(name) is not None


@pytest.mark.parametrize("name", ["age", "tag:", "tag", "nmae", ""])
def test_other_names_mean_nothing(name):
    assert by(name) is None
