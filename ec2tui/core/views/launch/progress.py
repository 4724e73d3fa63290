"""How far new instances have come: from pending to running to checks passed, as steps and words."""

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.status import InstanceStatus
from ec2tui.core.views.durations import human
from ec2tui.core.views.text import clean, fit
from ec2tui.core.views.tone import Cell, Line, Tone


class Step(IntEnum):
    """The steps of a new instance, in order; ENDED: it will not come up."""

    ENDED = -1
    LAUNCHED = 0
    RUNNING = 1
    READY = 2


class Progress(NamedTuple):
    """How far one instance is, in a word and what is told beside it (untrusted)."""

    step: Step
    word: str
    said: str = ""

    @property
    def over(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self.step in (Step.READY, Step.ENDED)


def progress_of(key: Key, inventory: Inventory) -> Progress:
    """How far an instance is, as it was read last."""
    instance = inventory.instance(key)
    if instance is Missing.GONE:
        return Progress(Step.LAUNCHED, "launched", "AWS does not list it yet")
    if isinstance(instance, Missing):
        return Progress(Step.LAUNCHED, "launched", "its state is not known")
    if instance.state == "pending":
        return Progress(Step.LAUNCHED, "pending", "")
    if instance.state != "running":
        return Progress(Step.ENDED, instance.state, instance.state_reason or instance.state_transition or "")
    status: InstanceStatus | None = inventory.table(Kind.STATUSES).get(key)
    if status is None or not status.checks:
        denied = inventory.missing(Kind.STATUSES, key) is Missing.DENIED
        return Progress(Step.RUNNING, "running", "its checks may not be read" if denied else "no checks yet")
    passed = f"{status.passed}/{len(status.checks)} checks passed"
    if status.passed == len(status.checks):
        return Progress(Step.READY, "ready", passed)
    bad = "impaired" in status.checks
    return Progress(Step.RUNNING, "running", f"{passed}, one is impaired" if bad else passed)


BARS = {Step.ENDED: "×××", Step.LAUNCHED: "■··", Step.RUNNING: "■■·", Step.READY: "■■■"}
TONES = {Step.ENDED: Tone.BAD, Step.LAUNCHED: Tone.DIM, Step.RUNNING: Tone.INFO, Step.READY: Tone.GOOD}


def progress_lines(keys: Iterable[Key], inventory: Inventory, seconds: float) -> Iterator[Line]:
    """A line for each instance, and how many are ready after so many seconds."""
    found = [(key, progress_of(key, inventory)) for key in keys]
    ready = sum(one.step is Step.READY for _, one in found)
    tone = Tone.GOOD if ready == len(found) else Tone.INFO
    yield (Cell(f"{ready} of {len(found)} ready", tone), Cell(f"  after {human(seconds)}", Tone.DIM))
    yield ()
    for key, one in found:
        instance = inventory.instance(key)
        name = instance.name if isinstance(instance, Instance) else ""
        address = "" if isinstance(instance, Missing) else instance.public_ip or instance.private_ip or ""
        yield (
            Cell(f"{BARS[one.step]} ", TONES[one.step]),
            Cell(f"{clean(key.id):<20} ", Tone.KEY),
            Cell(fit(clean(name or "-"), 20) + " "),
            Cell(f"{clean(one.word, 14):<10}", TONES[one.step]),
            Cell(f"{clean(address):<16}"),
            Cell(clean(one.said), Tone.DIM),
        )
