"""The live columns: an hour as bars, and a word where there is no hour; comparisons that need it."""

import pytest
from immutables import Map
from msgspec.structs import replace

from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.metric import LiveMetrics
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.reading import Reading
from ec2tui.core.views.instances import column
from ec2tui.core.views.metrics.cells import metrics_wanted
from ec2tui.core.views.query import Query, parse
from tests.services.fakes import REGION, instance, key

NOW, SOURCE = 36_000, Source("default", REGION)
HOUR = tuple((at, 20.0) for at in range(NOW - 3600, NOW, 300) if at != NOW - 1800)


def inventory(points=None, outcome=None, until=NOW):
    items = {key("i-1"): LiveMetrics(key("i-1"), 300, until, points)} if points is not None else {}
    problem = Problem(outcome, "cloudwatch:GetMetricData", "") if outcome else None
    place = (key("i-1").account, REGION)
    return Inventory(
        Map({Kind.METRICS: Map(items)}), Map({(SOURCE, Kind.METRICS): Reading(problem=problem)}),
        Map({place: SOURCE}),
    )  # fmt: skip


def cell(id_, facts, item=None, now=NOW):
    return column(id_).cell(item or instance("i-1"), facts, now).text


def test_an_hour_is_bars_with_its_gap_and_the_newest_value():
    facts = inventory({"cpu": HOUR, "net_in": ((NOW - 300, 1_200_000.0),), "net_out": ((NOW - 300, 900.0),),
                       "status": ((NOW - 600, 1.0), (NOW - 300, 0.0))})  # fmt: skip
    assert cell("cpu", facts) == "▂▂▂▂▂▂ ▂▂▂▂▂  20 %"
    assert cell("network", facts) == f"{' ' * 11}█ ↓ 1.2M ↑  900"
    assert cell("status", facts) == f"{' ' * 10}█▁ ok"
    assert cell("status", inventory({"status": ((NOW - 300, 1.0),)})).endswith("failed")


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        (inventory(), "·"),
        (inventory({"cpu": ()}), "no data"),
        (inventory({"status": HOUR}), "·"),
        (inventory(outcome=Outcome.DENIED), "denied"),
        (inventory(outcome=Outcome.THROTTLED), "throttled"),
        (inventory({"cpu": HOUR}, Outcome.THROTTLED, NOW - 3600), "throttled"),
    ],
)
def test_what_is_missing_has_a_word_and_no_bars(facts, word):
    assert cell("cpu", facts) == word


def test_what_does_not_run_has_no_metrics():
    assert cell("cpu", inventory({"cpu": HOUR}), replace(instance("i-1"), state="stopped")) == "-"


@pytest.mark.parametrize(
    ("text", "facts", "state", "answer"),
    [
        ("cpu>10", inventory({"cpu": HOUR}), "running", True),
        ("cpu>80", inventory({"cpu": HOUR}), "running", False),
        ("cpu>80", inventory(), "running", None),
        ("netin>1m", inventory({"net_in": ((NOW, 2e6),)}), "running", True),
        ("cpu>10", inventory({"cpu": HOUR}), "stopped", False),
    ],
)
def test_comparisons_of_metrics(text, facts, state, answer):
    query = parse(text)
    assert isinstance(query, Query) and Kind.METRICS in query.kinds
    assert query.matches(instance("i-1", state), facts, NOW) is answer


def test_only_what_a_column_or_a_query_shows_is_wanted():
    assert metrics_wanted(("name", "age")) == frozenset()
    assert metrics_wanted(("cpu", "network")) == {"cpu", "net_in", "net_out"}
    assert metrics_wanted((), "vcpu>2 CPU > 80 or netin>1m") == {"cpu", "net_in"}
