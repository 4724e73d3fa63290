"""The row index: whatever changed bit by bit equals what is made from scratch."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.column import ordered
from ec2tui.core.views.instances import column
from ec2tui.core.views.query import Query, parse
from ec2tui.core.views.rows import RowIndex

from . import world
from .world import NOW, key

SORTS = [found for found in map(column, ("name", "state", "vcpu", "age", "public", "tag:env")) if found]
TEXTS = ["", "a", "running", "unprotected", "vcpu>2", "not public", "impaired or b", "tag:env=x"]
TEXTS += ["a-1", "unprotected a", "a-1 unprotected state:running", "not public a-1", "age>30d", "age>30d a"]


def query(text: str) -> Query:
    found = parse(text)
    assert isinstance(found, Query)
    return found


def scratch(rows: RowIndex, facts: Inventory) -> list[world.Key]:
    """What the rows must be, by sorting and asking everything."""
    items: list[Instance] = sorted(facts.table(Kind.INSTANCES).values(), key=lambda found: found.key)
    if rows.reverse:
        items.reverse()
    shown = [found for found in items if rows.query.matches(found, facts, NOW)]
    missing = [found for found in shown if rows.sort.sort_key(found, facts, NOW)[0]]
    known = [found for found in shown if found not in missing]
    found = [
        *ordered(known, rows.sort, facts, NOW, reverse=rows.reverse),
        *sorted(missing, key=lambda i: i.key),
    ]
    return [item.key for item in found]


def check(rows: RowIndex, facts: Inventory) -> None:
    expected = scratch(rows, facts)
    assert list(rows) == expected
    assert [rows.key_at(at) for at in range(len(rows))] == expected
    assert [rows.position(found) for found in expected] == list(range(len(expected)))
    assert [rows.window(at, at + 2) for at in range(len(rows))] == [
        expected[at : at + 2] for at in range(len(expected))
    ]
    everything = facts.table(Kind.INSTANCES)
    answers = [rows.query.matches(found, facts, NOW) for found in everything.values()]
    assert (rows.total, rows.matching, rows.unknown) == (
        len(everything),
        answers.count(True),
        answers.count(None),
    )
    assert all(rows.position(hidden) is None for hidden in everything if hidden not in expected)


ids = st.sampled_from([f"i-{n}" for n in range(8)])
instances = st.builds(
    lambda id, name, state, type, at, ip, env: world.instance(
        id,
        name=name,
        state=state,
        type=type,
        launch_time=at,
        public_ip=ip,
        tags=(("env", env),) if env else (),
    ),
    ids,
    st.sampled_from(["", "a-1", "a-10", "a-9", "B", "b"]),
    st.sampled_from(["running", "stopped", "odd"]),
    st.sampled_from(["m7i.large", "m7i.xlarge", "unheard.of"]),
    st.sampled_from([0, 1000, 2000]),
    st.sampled_from([None, "10.0.0.9", "10.0.0.10", "odd"]),
    st.sampled_from(["", "x", "y"]),
)
worlds = st.tuples(
    st.lists(instances, max_size=8),
    st.lists(st.builds(world.status, ids, st.sampled_from(["ok", "impaired"])), max_size=4),
    st.lists(st.builds(world.protection, ids, st.sampled_from([True, False, None])), max_size=4),
)
OFFERS = (world.offer("m7i.large", 2), world.offer("m7i.xlarge", 4))
OFFERED = world.inventory(*OFFERS).table(Kind.INSTANCE_TYPES)
orders = st.tuples(st.sampled_from(SORTS), st.booleans(), st.sampled_from(TEXTS).map(query))


def made(parts: tuple[list[Instance], list[world.InstanceStatus], list[world.Protection]]) -> Inventory:
    facts = world.inventory(*(item for part in parts for item in part))
    return msgspec.structs.replace(facts, tables=facts.tables.set(Kind.INSTANCE_TYPES, OFFERED))


def changed(before: Inventory, after: Inventory) -> set[world.Key]:
    found = set()
    for kind in (Kind.INSTANCES, Kind.STATUSES, Kind.PROTECTION):
        old, new = before.table(kind), after.table(kind)
        found |= {at for at in {*old, *new} if old.get(at) != new.get(at)}
    return found


@given(orders, st.lists(worlds, min_size=1, max_size=5))
def test_bit_by_bit_equals_from_scratch(order: tuple, steps: list) -> None:
    rows = RowIndex(*order)
    facts = made(([], [], []))
    for step in steps:
        after = made(step)
        rows.update(changed(facts, after), after, NOW)
        facts = after
        check(rows, facts)
    assert not rows.stale


@given(orders, st.lists(st.tuples(orders, worlds, st.integers(1, 5), st.integers(0, 5)), max_size=4), worlds)
def test_a_rebuild_interleaved_with_updates_equals_from_scratch(
    order: tuple, steps: list, first: tuple
) -> None:
    rows, facts = RowIndex(*order), made(first)
    rows.update(None, facts, NOW)
    for (sort, reverse, wanted), then, chunk, pause in steps:
        shown = list(rows)
        work = rows.rebuild(facts, NOW, sort=sort, reverse=reverse, query=wanted, chunk=chunk)
        for at, _ in enumerate(work):
            if at < pause:
                assert list(rows) == shown
            if at == pause:
                after = made(then)
                rows.update(changed(facts, after), after, NOW)
                facts = after
                check(rows, facts)
        assert (rows.sort, rows.reverse, rows.query) == (sort, reverse, wanted)
        check(rows, facts)


@given(orders, orders, worlds, worlds)
def test_a_later_rebuild_ends_an_earlier_one(one: tuple, two: tuple, first: tuple, then: tuple) -> None:
    facts, after = made(first), made(then)
    rows = RowIndex(*one)
    rows.update(None, facts, NOW)
    early = rows.rebuild(facts, NOW, sort=two[0], query=two[2], chunk=1)
    next(early, None)
    rows.update(changed(facts, after), after, NOW)
    for _ in rows.rebuild(after, NOW, sort=one[0], reverse=two[1], query=one[2], chunk=2):
        pass
    assert list(early) in ([], [*early])
    check(rows, after)
    assert (rows.sort, rows.query) == (one[0], one[2])


def test_taking_over_everything_keeps_what_a_running_rebuild_was_to_bring() -> None:
    facts = world.inventory(*(world.instance(f"i-{at}", name=name) for at, name in enumerate("abc")))
    rows = RowIndex(SORTS[0])
    rows.update(None, facts, NOW)
    work = rows.rebuild(facts, NOW, query=query("state:running not b"), reverse=True, chunk=1)
    next(work)
    rows.update(None, facts, NOW)
    assert list(work) == [] and world.ids(rows) == ["i-2", "i-0"]


def test_rows_come_in_the_columns_order_with_the_missing_last() -> None:
    facts = world.inventory(*(world.instance(f"i-{at}", name=name) for at, name in enumerate(["b", "", "a"])))
    rows = RowIndex(SORTS[0])
    rows.update(None, facts, NOW)
    assert world.ids(rows) == ["i-2", "i-0", "i-1"]
    rows.reverse = True
    assert world.ids(rows) == ["i-0", "i-2", "i-1"]
    assert world.ids(rows.window(1, 3)) == ["i-2", "i-1"]
    assert rows.position(key("i-1")) == 2 and key("i-9") not in rows


def test_a_row_that_is_not_there_is_an_error() -> None:
    for at in (0, -1):
        with pytest.raises(IndexError):
            RowIndex(SORTS[0]).key_at(at)


def test_types_that_arrive_later_make_the_order_stale() -> None:
    big, small = world.instance("i-1", type="m7i.xlarge"), world.instance("i-2")
    rows = RowIndex(SORTS[2], query=query("vcpu>2"))
    before = world.inventory(big, small)
    rows.update({big.key, small.key}, before, NOW)
    assert (rows.matching, rows.unknown, rows.stale) == (0, 2, False)
    after = world.inventory(big, small, *OFFERS)
    rows.update(set(), after, NOW)
    assert rows.stale
    rows.update(None, after, NOW)
    assert (world.ids(rows), rows.unknown, rows.stale) == (["i-1"], 0, False)


def test_a_kind_that_is_now_read_makes_the_answers_stale() -> None:
    stopped = world.instance("i-1", state="stopped")
    rows = RowIndex(SORTS[0], query=query("not impaired"))
    rows.update({stopped.key}, world.inventory(stopped, STATUSES=world.LOADING), NOW)
    assert (rows.unknown, rows.stale) == (1, False)
    after = world.inventory(stopped, STATUSES=world.READ)
    rows.update(set(), after, NOW)
    assert rows.stale
    rows.update(None, after, NOW)
    assert (rows.matching, rows.unknown) == (1, 0)


@pytest.mark.parametrize(
    ("wider", "text", "is_one"),
    [
        ("", "a", True),
        ("we", "WEB", True),
        ("web state:running", "state:running -public web-1", True),
        ("unprotected", "unprotected a", True),
        ("web", "we", False),
        ("web", "not web-1", False),
        ("web", "web-1 or b", False),
        ("w*b", "w*bx", False),
        ("name:web", "name:web-1", False),
        ("age>30d", "age>30d web", False),
    ],
)
def test_typing_on_narrows(wider: str, text: str, is_one: bool) -> None:
    assert query(text).narrows(query(wider)) is is_one


def test_typing_on_asks_only_what_matched() -> None:
    facts = world.inventory(*(world.instance(f"i-{at}", name=f"n{at}") for at in range(1000)))
    rows = RowIndex(SORTS[0])
    rows.update(None, facts, NOW)
    assert len(list(rows.rebuild(facts, NOW, query=query("n7"), chunk=10))) == 99
    assert len(list(rows.rebuild(facts, NOW, query=query("n77"), chunk=10))) == 11
    check(rows, facts)
    assert len(list(rows.rebuild(facts, NOW, query=query("n7"), chunk=10))) == 99


def test_changes_cost_what_changed() -> None:
    """Ten changes among a thousand rows ask the column ten times."""
    asked: list[str] = []
    name = SORTS[0]

    def sort_key(found: Instance, facts: Inventory, now: float) -> tuple[bool, str]:
        asked.append(found.id)
        return name.sort_key(found, facts, now)

    counting = type(name)("name", "Name", "", name.cell, sort_key)
    facts = world.inventory(*(world.instance(f"i-{at}", name=f"n{at}") for at in range(1000)))
    rows = RowIndex(counting)
    rows.update(None, facts, NOW)
    asked.clear()
    rows.update({key(f"i-{at}") for at in range(10)}, facts, NOW)
    assert len(asked) == 10
    asked.clear()
    for _ in rows.rebuild(facts, NOW, query=query("n7")):
        pass
    assert asked == [] and rows.matching == 111
    assert len(list(rows.rebuild(facts, NOW, query=query("n"), chunk=100))) == 9
