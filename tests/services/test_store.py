"""The store: what a pass proves, what a failure keeps, what a listener can ask for."""

import pytest

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.reading import Status
from ec2tui.services.store import JOURNAL, Store
from tests.services.fakes import SOURCE, instance, key, problem

K = Kind.INSTANCES


def filled(*ids: str) -> Store:
    store = Store()
    store.begin(SOURCE, K, 10)
    store.page(SOURCE, K, [instance(i) for i in ids])
    store.finish(SOURCE, K, 11)
    return store


def test_a_finished_pass_removes_what_it_did_not_see() -> None:
    store = filled("i-1", "i-2")
    store.begin(SOURCE, K, 20)
    store.page(SOURCE, K, [instance("i-2")])
    assert set(store.inventory.table(K)) == {key("i-1"), key("i-2")}
    store.finish(SOURCE, K, 21)
    assert set(store.inventory.table(K)) == {key("i-2")}
    assert store.inventory.instance(key("i-1")) is Missing.GONE


def test_a_failed_pass_removes_nothing_and_is_not_empty() -> None:
    store = filled("i-1")
    store.begin(SOURCE, K, 20)
    store.fail(SOURCE, K, problem(Outcome.DENIED))
    reading = store.inventory.reading(SOURCE, K)
    assert set(store.inventory.table(K)) == {key("i-1")}
    assert reading.status(25, 60) is Status.DENIED
    assert reading.complete_at == 11


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (Outcome.DENIED, Status.DENIED),
        (Outcome.THROTTLED, Status.THROTTLED),
        (Outcome.EXPIRED, Status.EXPIRED),
        (Outcome.UNREACHABLE, Status.UNREACHABLE),
        (Outcome.UNKNOWN, Status.FAILED),
    ],
)
def test_each_outcome_has_its_own_word(outcome: Outcome, status: Status) -> None:
    store = Store()
    store.begin(SOURCE, K, 1)
    store.fail(SOURCE, K, problem(outcome))
    assert store.inventory.reading(SOURCE, K).status(2, 60) is status


def test_a_first_pass_cut_short_is_partial() -> None:
    store = Store()
    store.begin(SOURCE, K, 1)
    store.page(SOURCE, K, [instance("i-1")])
    store.fail(SOURCE, K, problem(Outcome.UNREACHABLE))
    assert store.inventory.reading(SOURCE, K).status(2, 60) is Status.PARTIAL


def test_status_words_before_during_after_and_long_after() -> None:
    store = Store()
    assert store.inventory.reading(SOURCE, K).status(0, 60) is Status.NOT_READ
    store.begin(SOURCE, K, 1)
    assert store.inventory.reading(SOURCE, K).status(1, 60) is Status.LOADING
    store.finish(SOURCE, K, 2)
    assert store.inventory.reading(SOURCE, K).status(3, 60) is Status.LIVE
    assert store.inventory.reading(SOURCE, K).status(63, 60) is Status.STALE


def test_changed_since_names_only_what_differs() -> None:
    store = filled("i-1", "i-2")
    version = store.version
    store.begin(SOURCE, K, 20)
    store.page(SOURCE, K, [instance("i-1"), instance("i-2", state="stopped")])
    store.finish(SOURCE, K, 21)
    assert store.changed_since(version, K) == {key("i-2")}
    assert store.changed_since(store.version, K) == set()
    assert store.changed_since(version, Kind.VOLUMES) == set()


def test_changed_since_too_long_ago_is_none() -> None:
    store = filled("i-1")
    version = store.version
    for _ in range(JOURNAL + 1):
        store.begin(SOURCE, K, 1)
    assert store.changed_since(version, K) is None
    assert store.changed_since(store.version - 1, K) == set()


def test_forgetting_tells_everybody_to_look_at_everything() -> None:
    store = filled("i-1")
    version = store.version
    store.forget()
    assert store.changed_since(version, K) is None
    assert not store.inventory.table(K)


def test_an_asked_id_that_does_not_come_is_gone() -> None:
    store = Store()
    store.ask(SOURCE, Kind.IMAGES)
    asked = [key("ami-1"), key("ami-2")]
    store.update(SOURCE, Kind.IMAGES, asked, [Image(key=asked[0], name="x")], settles=True)
    assert isinstance(store.inventory.image(asked[0]), Image)
    assert store.inventory.image(asked[1]) is Missing.GONE
    assert store.inventory.image(key("ami-3")) is Missing.NOT_READ


def test_a_denied_lookup_says_denied() -> None:
    store = filled("i-1")
    store.ask(SOURCE, Kind.PROTECTION)
    assert store.inventory.protection(key("i-1")) is Missing.LOADING
    store.fail(SOURCE, Kind.PROTECTION, problem(Outcome.DENIED))
    assert store.inventory.protection(key("i-1")) is Missing.DENIED


def test_settling_instances_are_followed() -> None:
    store = filled("i-1")
    store.update(SOURCE, K, [key("i-1")], [instance("i-1", state="stopping")])
    assert store.settling == {key("i-1")}
    store.update(SOURCE, K, [key("i-1")], [instance("i-1", state="stopped")])
    assert store.settling == set()


def test_a_listener_is_told_and_can_leave() -> None:
    store = Store()
    told: list[int] = []
    leave = store.subscribe(lambda: told.append(store.version))
    store.begin(SOURCE, K, 1)
    leave()
    store.finish(SOURCE, K, 2)
    assert told == [1]


def test_dropping_a_source_takes_its_rows_and_readings() -> None:
    store = filled("i-1")
    version = store.version
    store.drop(SOURCE)
    assert not store.inventory.table(K)
    assert store.inventory.reading(SOURCE, K).status(1, 1) is Status.NOT_READ
    assert store.changed_since(version, K) == {key("i-1")}
