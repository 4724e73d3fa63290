"""What was changed here: the record, newest first, with what can be taken back."""

from typing import TYPE_CHECKING

from ec2tui.core.model.problem import Problem
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.services.history import Deed, History, read_history
from ec2tui.services.ports_audit import AuditError
from ec2tui.services.settle import settle
from ec2tui.tui.screens.document import Document

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

SHOWN = 500
"""The newest records that are shown; `ec2tui log` tells all."""


async def show(screen: "MainScreen") -> None:
    """Shows the record; what is not known to have been done is settled by asking AWS first."""
    changing = screen.around.changing
    if changing is None:
        screen.say("Changes are not set up here.", bad=True)
        return
    page = Document("Activity", ((Cell("reading the record…", Tone.INFO),),), "j k move · esc leave")
    screen.app.push_screen(page)
    try:
        history = await read_history(changing.log)
        page.show(activity_lines(history))
        context = await changing.context(screen.session)
        if any(deed.open for deed in history.deeds) and not isinstance(context, Problem):
            await settle(context)
            page.show(activity_lines(await read_history(changing.log)))
    except AuditError as error:
        page.show(((Cell(clean(f"The record cannot be read: {error}", 300), Tone.BAD),),))


def activity_lines(history: History) -> tuple[Line, ...]:
    """A line per change, newest first, with its outcome and whether it was taken back."""
    if not history.deeds:
        return ((Cell("Nothing was changed here yet.", Tone.DIM),),)
    return tuple(_line(history, deed) for deed in list(reversed(history.deeds))[:SHOWN])


def _line(history: History, deed: Deed) -> Line:
    told = deed.intent
    tone = Tone.WARN if deed.open else Tone.GOOD if deed.done else Tone.BAD
    undone = "  taken back" if history.undone(deed) else ""
    return (
        Cell(clean(f"{told.time}  "), Tone.DIM),
        Cell(clean(f"{deed.word:<9} "), tone),
        Cell(clean(f"{deed.action} {deed.subject}"), Tone.KEY),
        Cell(clean(f"  {told.region}  {told.principal}"), Tone.DIM),
        Cell(clean(f"  {told.reason}") if told.reason else ""),
        Cell(undone, Tone.INFO),
        Cell(f"  {told.id[:8]}", Tone.DIM),
    )
