"""What an earlier run left open: told at the start, settled by asking AWS, and offered to be ended."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.widgets import Input

from ec2tui.core.model.problem import Problem
from ec2tui.core.views.text import clean
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.evidence import QUIET
from ec2tui.services.ports_audit import AuditError
from ec2tui.services.review import Review
from ec2tui.services.settle import Interrupted, Settled, go_on, leave, settle, take_back, unsettled
from ec2tui.services.undo import Undoing
from ec2tui.tui.flows import sweeping
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.review import Make, Offer, ReviewScreen

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

GO_ON, TAKE_BACK, LEAVE = "go on", "take back", "leave"
LATER = QUIET + 5.0
"""Seconds after which AWS is asked once more about what it could not tell."""

LONG = 12.0
"""Seconds that a message stays which the user did not ask for."""


async def at_start(screen: "MainScreen", again: bool = False) -> None:
    """Tells what is unknown or was cut off, and offers what can be done; says nothing when all ended.

    `again`: a while later, when AWS's answers do not lag any more; then nothing opens by itself.
    """
    left = await _left(screen, later=not again)
    if not left:
        return
    if not again and screen.app.screen is screen and not isinstance(screen.focused, Input):
        await _offer_each(screen, left)
    else:
        words = "A plan was" if len(left) == 1 else f"{len(left)} plans were"
        _tell(screen, f"{words} interrupted. U offers to go on or to take back.")


async def offer(screen: "MainScreen") -> None:
    """Offers what can be done about the plans that were cut off, and about the rules past their end."""
    left = await _left(screen, asked=True)
    if left is None:
        return
    await _offer_each(screen, left)
    words = await sweeping.offer(screen)
    if words:
        screen.say(words)


async def _left(
    screen: "MainScreen", asked: bool = False, later: bool = False
) -> tuple[Interrupted, ...] | None:
    """The plans that were cut off, after AWS was asked about what is unknown; None: that cannot be told.

    `asked`: by the user, who wants an answer; `later`: what cannot be told yet is asked once more.
    """
    changing = screen.around.changing
    if changing is None:
        return None
    context = await changing.context(screen.session)
    if isinstance(context, Problem):
        if asked:
            screen.say(f"AWS cannot be asked now: {context.message} {context.hint}", bad=True)
        return None
    try:
        rest = await unsettled(context)
        if rest.open:
            settled = await settle(context)
            _tell(screen, settled_words(settled))
            if later and not all(one.final for one in settled):
                screen.set_timer(
                    LATER, lambda: screen.run_worker(at_start(screen, again=True), group="settle")
                )
            rest = await unsettled(context)
    except AuditError as error:
        _tell(screen, f"The record cannot be used, so nothing can be changed: {error}")
        return None
    return rest.interrupted


def settled_words(settled: Sequence[Settled]) -> str:
    """What became of the changes of which nobody knew whether they were done."""
    counts = Counter(str(one.evidence.trace) for one in settled)
    found = ", ".join(f"{count} {trace}" for trace, count in counts.items())
    words = "Of a change" if len(settled) == 1 else f"Of {len(settled)} changes"
    return f"{words} it was unknown whether it was done; AWS shows: {found}. 6 tells more."


async def _offer_each(screen: "MainScreen", left: Sequence[Interrupted]) -> None:
    for cut in left:
        chosen = await screen.app.push_screen_wait(Picker(interrupted_words(cut), choices(cut)))
        if not chosen:
            continue
        if chosen[0] == LEAVE:
            await _leave(screen, cut)
        else:
            await _review(screen, chosen[0], cut)


def interrupted_words(cut: Interrupted) -> str:
    """How far a plan came, for the title of what is offered."""
    unknown = f", {len(cut.unknown)} unknown" if cut.unknown else ""
    done = f"{len(cut.done)} of {len(cut.plan.steps)} steps done{unknown}"
    return clean(f"Interrupted, {done}: {cut.what}", 200)


def choices(cut: Interrupted) -> tuple[tuple[str, str], ...]:
    """What can be done about an interrupted plan, each with what it means."""
    return (
        (GO_ON, f"review what is left ({_steps(len(cut.left))})"),
        *(
            ((TAKE_BACK, f"review what takes back what is done ({_steps(len(cut.done))})"),)
            if cut.done
            else ()
        ),
        (LEAVE, "leave it as it is, and offer it no more"),
    )


def _steps(count: int) -> str:
    return f"{count} step" if count == 1 else f"{count} steps"


async def _leave(screen: "MainScreen", cut: Interrupted) -> None:
    changing = screen.around.changing
    context = await changing.context(screen.session) if changing else None
    if not isinstance(context, ChangeContext):
        return
    try:
        await leave(context, cut)
        screen.say("Left as it is.")
    except AuditError as error:
        screen.say(f"The record cannot be written: {error}", bad=True)


async def _review(screen: "MainScreen", choice: str, cut: Interrupted) -> None:
    changing = screen.around.changing
    if changing is None:
        return
    make = _making(choice, cut)
    title = f"{choice.capitalize()}: {cut.what}"
    sent = await screen.app.push_screen_wait(
        ReviewScreen(title, screen.session, changing, screen.around.clipboard, make)
    )
    if sent:
        screen.watcher.nudge()


def _making(choice: str, cut: Interrupted) -> Make:
    async def make(context: ChangeContext) -> Offer | str:
        found = await (go_on if choice == GO_ON else take_back)(context, cut)
        if isinstance(found, Undoing):
            stays = f"Not taken back: {'; '.join(found.left)}" if found.left else ""
            return Offer(found.review, stays)
        return Offer(found) if isinstance(found, Review) else found.reason

    return make


def _tell(screen: "MainScreen", words: str) -> None:
    screen.notify(clean(words, 400), severity="warning", markup=False, timeout=LONG)
