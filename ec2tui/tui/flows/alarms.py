"""Alarms on the screen: which one is copied, and which state is tried."""

from typing import TYPE_CHECKING

from ec2tui.core.changes.request import Request
from ec2tui.core.model.alarm import ALARM, INSUFFICIENT, OK, STATES
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.alarms.words import condition
from ec2tui.tui.flows.subjects import Subjects
from ec2tui.tui.screens.picker import Picker

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


async def state_to_try(screen: "MainScreen", entry: Request, subjects: Subjects) -> str | None:
    """One of the states; None when it was left."""
    words = {
        ALARM: "as if its metric were bad",
        OK: "as if its metric were good",
        INSUFFICIENT: "as if there were no data",
    }
    choices = [(state, words[state]) for state in (ALARM, OK, INSUFFICIENT)]
    chosen = await screen.app.push_screen_wait(Picker(subjects.title(entry.words), choices))
    return chosen[0] if chosen else None


async def alarm_to_copy(screen: "MainScreen", entry: Request, subjects: Subjects) -> str | None:
    """The name of an alarm of the region of one instance; None when it was left."""
    regions = {key.region for key in subjects.keys}
    table = screen.session.store.inventory.table(Kind.ALARMS).values()
    there = sorted(
        (one for one in table if one.key.region in regions and len(one.spec.instance_ids) == 1),
        key=lambda one: (STATES.index(one.state) if one.state in STATES else 9, one.name),
    )
    if not there:
        screen.say("No alarm of one instance is known in this region; 3 shows the alarms.", bad=True)
        return None
    choices = [(one.name, condition(one.spec)) for one in there]
    chosen = await screen.app.push_screen_wait(Picker(subjects.title(entry.words), choices))
    return chosen[0] if chosen else None
