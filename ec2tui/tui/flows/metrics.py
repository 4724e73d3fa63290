"""Metrics: of which instances, over which time, by which statistic, and the live columns."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from ec2tui.core.model.key import Key
from ec2tui.core.model.metric import STATISTICS
from ec2tui.core.views.metrics.cells import LIVE_IDS
from ec2tui.core.views.metrics.words import stat_word, usd
from ec2tui.tui.screens.picker import Picker

if TYPE_CHECKING:
    from ec2tui.services.metrics.desk import MetricDesk
    from ec2tui.tui.screens.main import MainScreen

USUAL = "usual"
"""What stands for each metric's own statistic where one is picked."""


def _desk(screen: "MainScreen") -> "MetricDesk":
    from ec2tui.tui.pages.metrics import desk_of

    return desk_of(screen.session, screen.around)


async def of_instances(screen: "MainScreen") -> None:
    """Shows the metrics of the marked instances, else of the one under the cursor."""
    _desk(screen).show(screen.selected_keys())
    await screen.pages.come_to("metrics")


async def to_page(screen: "MainScreen") -> None:
    """Goes to the page as it was left; at first it shows what is selected among the instances."""
    desk, instances = _desk(screen), screen.pages.known("instances")
    if not desk.subjects and instances is not None:
        marks = cast("frozenset[Key]", instances.table.marks)
        key = cast("Key | None", instances.table.cursor_key)
        desk.show(sorted(marks) or ([key] if key else []))
    await screen.pages.turn_to("metrics")


def longer(by: int) -> Callable[["MainScreen"], None]:
    """The flow that takes the next longer (1) or shorter (-1) range."""

    def flow(screen: "MainScreen") -> None:
        if not _desk(screen).longer(by):
            screen.say("CloudWatch keeps nothing longer." if by > 0 else "This is the shortest range.")
        screen.changed()

    return flow


def zoom(into: bool) -> Callable[["MainScreen"], None]:
    """The flow that halves or doubles the time around the chart's cursor."""

    def flow(screen: "MainScreen") -> None:
        cursor = getattr(screen.detail, "cursor", None)
        if not _desk(screen).zoom(into, cursor):
            screen.say("There is no more to be seen closer." if into else "CloudWatch keeps nothing longer.")
        screen.changed()

    return flow


def pan(by: int) -> Callable[["MainScreen"], None]:
    """The flow that goes half a range earlier (-1) or later (1)."""

    def flow(screen: "MainScreen") -> None:
        if not _desk(screen).pan(by):
            screen.say("The range ends now." if by > 0 else "CloudWatch keeps nothing older.")
        screen.changed()

    return flow


async def statistic(screen: "MainScreen") -> None:
    """Asks for the statistic of all metrics."""
    desk = _desk(screen)
    choices = [(USUAL, "each metric's own: CPU by average, checks by maximum, …")]
    choices += [(one, stat_word(one)) for one in STATISTICS]
    chosen = await screen.app.push_screen_wait(Picker("Statistic", choices, (desk.stat or USUAL,)))
    if chosen:
        desk.use_stat("" if chosen[0] == USUAL else chosen[0])
        screen.changed()


async def live_columns(screen: "MainScreen") -> None:
    """Shows the live columns, or hides them; what is over the budget is asked about first."""
    from ec2tui.tui.pages.instances import InstanceRows

    rows = screen.rows
    assert isinstance(rows, InstanceRows)
    ids, reader = screen.column_ids, rows.live
    shown = [one for one in ids if one in LIVE_IDS]
    if shown and reader.over is not None:
        if await _agreed(screen, reader.over, reader.allowed):
            reader.allow()
        return
    if shown:
        screen.show_columns([one for one in ids if one not in LIVE_IDS])
        screen.say("The live columns are off: CloudWatch is not asked any more.")
        return
    at = 1 + max((ids.index(one) for one in ("name", "id", "state") if one in ids), default=-1)
    screen.show_columns([*ids[:at], *LIVE_IDS, *ids[at:]])
    screen.say(f"Live columns: about {usd(reader.an_hour)} an hour for the rows in view.")
    if reader.over is not None and await _agreed(screen, reader.over, reader.allowed):
        reader.allow()


async def _agreed(screen: "MainScreen", cost: float, budget: float) -> bool:
    question = f"{usd(cost)} an hour for the rows in view; the budget is {usd(budget)}"
    choices = [
        ("read", "ask CloudWatch for them, at this cost"),
        ("wait", "leave the columns empty"),
    ]
    chosen = await screen.app.push_screen_wait(Picker(f"Live columns: {question}", choices, ()))
    return chosen == ("read",)
