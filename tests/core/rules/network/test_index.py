"""The index by group: built once, carried along by what is touched, the same either way."""

from hypothesis import given
from hypothesis import strategies as st

from ec2tui.core.changes.change import Subject, drop, put
from ec2tui.core.model.instance import GroupRef, InstanceInterface
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.network import index as module
from ec2tui.core.rules.network.edit import State
from ec2tui.core.rules.network.index import follow, index_of, interface_of, members_of, rules_of
from tests.core.changes.worlds import CHANGES_OF, inventories, key
from tests.core.rules.network.sample import instance, interface, network, rule

WORLD = network(
    rule("r1"),
    rule("r2", "sg-2"),
    rule("r3", group="sg-2"),
    interface("eni-1", "sg-1"),
    interface("eni-2", "sg-1", "sg-2"),
)


def as_sets(index):
    return [{k: set(v) for k, v in table.items() if v} for table in index[:3]]


def test_what_is_where():
    index = index_of(WORLD)
    assert {r.key.id for r in rules_of(WORLD, index, key("sg-1"))} == {"r1", "r2"}
    assert {i.key.id for i in members_of(WORLD, index, key("sg-2"))} == {"eni-2"}
    assert index.references[key("sg-2")] == (key("r2"),)


def test_an_index_is_made_once():
    assert index_of(WORLD) is index_of(WORLD)
    assert follow(network(), WORLD, ()) is index_of(WORLD)


def test_an_interface_that_only_its_instance_tells_of_counts():
    inner = InstanceInterface("eni-9", private_ips=("10.0.0.9",), groups=(GroupRef("sg-1", ""),))
    world = network(instance("i-1", inner))
    index = index_of(world)
    (found,) = members_of(world, index, key("sg-1"))
    assert (found.instance_id, found.private_ips) == ("i-1", ("10.0.0.9",))
    assert interface_of(world, index, key("eni-9")) == found


def test_following_costs_what_is_touched(monkeypatch):
    after = put(WORLD, Kind.RULES, rule("r4", "sg-1", group="sg-2"))
    after = drop(after, Kind.RULES, key("r1"))
    index_of(WORLD)
    monkeypatch.setattr(module, "_built", lambda inventory: (_ for _ in ()).throw(AssertionError("rebuilt")))
    index = follow(WORLD, after, ((Kind.RULES, key("r4")), (Kind.RULES, key("r1"))))
    assert {r.key.id for r in rules_of(after, index, key("sg-1"))} == {"r2"}
    assert {r.key.id for r in rules_of(after, index, key("sg-2"))} == {"r3", "r4"}
    assert index.references[key("sg-1")] == (key("r4"),)


def told(state):
    """All that is remembered by group, as it is told now."""
    names = [key(f"sg-{n}") for n in range(1, 4)]
    crowds = [
        (
            {place: {i.key for i in found} for place, found in state.crowd(name).alike.items()},
            state.crowd(name).seconds,
        )
        for name in names
    ]
    sets = [{frozenset(s): set(k) for s, k in state.sets(name).items()} for name in names]
    doors = [{r.key for r in state.doors(name)} for name in names]
    return (
        crowds,
        sets,
        doors,
        [state.public(n, e) for n in names for e in (False, True)],
        [state.owners(n) for n in names],
    )


CHANGED = st.sampled_from(
    (
        lambda w: (put(w, Kind.RULES, rule("r1", "0.0.0.0/0")), (Kind.RULES, key("r1"))),
        lambda w: (put(w, Kind.RULES, rule("r1", "0.0.0.0/0", group="sg-3")), (Kind.RULES, key("r1"))),
        lambda w: (drop(w, Kind.RULES, key("r3")), (Kind.RULES, key("r3"))),
        lambda w: (
            put(w, Kind.INTERFACES, interface("eni-2", "sg-3", instance="i-1")),
            (Kind.INTERFACES, key("eni-2")),
        ),
        lambda w: (drop(w, Kind.INTERFACES, key("eni-1")), (Kind.INTERFACES, key("eni-1"))),
        lambda w: (put(w, Kind.INSTANCES, instance("i-1", profile_arn="x")), (Kind.INSTANCES, key("i-1"))),
    )
)


@given(st.lists(CHANGED, max_size=4))
def test_what_is_remembered_by_group_is_what_is_so(steps):
    """Whatever was worked out before a change, after it the same is told as of an inventory seen anew."""
    world = network(*WORLD.table(Kind.RULES).values(), *WORLD.table(Kind.INTERFACES).values())
    told(State(world, index_of(world)))
    for step in steps:
        before, (world, touched) = world, step(world)
        index = follow(before, world, (touched,))
        assert told(State(world, index)) == told(State(world, module._built(world)))


@given(inventories(), st.one_of(*CHANGES_OF.values()))
def test_following_a_change_finds_what_building_anew_finds(before, change):
    after = change.effect(before)
    touched: tuple[Subject, ...] = change.subjects(before)
    assert as_sets(follow(before, after, touched)) == as_sets(module._built(after))
