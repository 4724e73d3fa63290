"""How far a new instance has come: every step in a word, and nothing that is not known looks like ready."""

import pytest

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.status import InstanceStatus
from ec2tui.core.views.launch.progress import Step, progress_lines, progress_of
from tests.core.changes.worlds import build, key

ONE = key("i-1")


def world(state: str, *checks: str) -> Inventory:
    facts = [(Kind.INSTANCES, Instance(ONE, state, "t3.micro", state_reason="no capacity"))]
    return build(*facts, *([(Kind.STATUSES, InstanceStatus(ONE, *checks))] if checks else []))


@pytest.mark.parametrize(
    ("inventory", "step", "words"),
    [
        (build(), Step.LAUNCHED, "launched AWS does not list it yet"),
        (Inventory(), Step.LAUNCHED, "launched its state is not known"),
        (world("pending"), Step.LAUNCHED, "pending "),
        (world("running"), Step.RUNNING, "running no checks yet"),
        (world("running", "initializing", "ok", "not-applicable"), Step.RUNNING, "running 1/2 checks passed"),
        (world("running", "impaired", "ok"), Step.RUNNING, "running 1/2 checks passed, one is impaired"),
        (world("running", "ok", "ok", "ok"), Step.READY, "ready 3/3 checks passed"),
        (world("terminated"), Step.ENDED, "terminated no capacity"),
    ],
)
def test_each_step_is_told(inventory: Inventory, step: Step, words: str) -> None:
    found = progress_of(ONE, inventory)
    assert found.step is step and f"{found.word} {found.said}" == words
    assert found.over is (step in (Step.READY, Step.ENDED))


def test_the_ready_ones_are_counted() -> None:
    lines = [
        "".join(c.text for c in line)
        for line in progress_lines((ONE, key("i-2")), world("running", "ok"), 65)
    ]
    assert lines[0] == "1 of 2 ready  after 1m" and "■■■ i-1" in lines[2] and "■·· i-2" in lines[3]
