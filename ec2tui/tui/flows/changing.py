"""Changes of instances: a request becomes a review, and only the review sends."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from ec2tui.core.actions.action import Action
from ec2tui.core.actions.catalog import ACTIONS, key_label
from ec2tui.core.actions.entering import ON_ENTERING
from ec2tui.core.changes.alarm_requests import left_out
from ec2tui.core.changes.change import Change, Unready
from ec2tui.core.changes.creation_tags import tagged
from ec2tui.core.changes.plan import Step
from ec2tui.core.changes.requests import REQUESTS_OF, Request, build, request
from ec2tui.core.views.plan import name_of
from ec2tui.services.applied import Applied
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.request_facts import read_facts
from ec2tui.services.review import Review, review
from ec2tui.services.undo import Undoing, undo
from ec2tui.tui.bindings import keys_of
from ec2tui.tui.flows.answering import answer, with_problems
from ec2tui.tui.flows.required_tags import MAKES, required_tags
from ec2tui.tui.flows.subjects import Subjects, subjects_of
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.review import Make, Offer, ReviewScreen

LEFT_OUT = {"instance.alarms": left_out, "alarm.recommend": left_out}
"""What says of a request which part of it there is nothing to do for, where its plan does not tell."""

NAMED = 5
"""How many subjects are named that a plan leaves out; more are counted."""

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


def asking(request_id: str) -> Callable[["MainScreen"], Awaitable[None]]:
    """The flow of a request: for all marked rows, else the one under the cursor."""

    async def flow(screen: "MainScreen") -> None:
        await _ask(screen, request(request_id), subjects_of(screen))

    return flow


async def menu(screen: "MainScreen") -> None:
    """Everything that can be asked of the rows, by name."""
    subjects = subjects_of(screen)
    entries = {entry.id.partition(".")[2]: entry for entry in REQUESTS_OF[subjects.resource.kind]}
    ways = {one.id: one for one in ON_ENTERING if one.page == screen.view.kind.id}
    words = {
        **{name: entry.words for name, entry in entries.items()},
        **{id_: ways[id_].label for id_ in ways},
    }
    wide = max(map(len, words.values()))
    choices = [(name, _also(screen, entry)) for name, entry in entries.items()]
    choices += [
        (id_, key_label(keys[0])) for id_ in ways if (keys := keys_of(ways[id_], screen.around.keymap))
    ]
    labels = {name: text.ljust(wide) for name, text in words.items()}
    chosen = await screen.app.push_screen_wait(Picker(subjects.title("Actions"), choices, labels=labels))
    if chosen and chosen[0] in ways:
        await _get_in(screen, ways[chosen[0]])
    elif chosen:
        await _ask(screen, entries[chosen[0]], subjects)


async def _get_in(screen: "MainScreen", action: Action) -> None:
    """A way into the instance under the cursor, in the flow of the menu, or why it does not apply."""
    from ec2tui.tui.flows import FLOWS

    if reason := action.why_not(screen.context()):
        screen.say(reason)
    elif (done := FLOWS[action.id](screen)) is not None:
        await done


def _also(screen: "MainScreen", entry: Request) -> str:
    """The key that does the same, else the verb of the command line."""
    found = next((one for one in ACTIONS if one.id == entry.id), None)
    keys = keys_of(found, screen.around.keymap) if found else ()
    return key_label(keys[0]) if keys else entry.verb


async def undo_last(screen: "MainScreen") -> None:
    """Takes back the last reversible change, or the recorded one under the cursor; after a review."""
    on_record = screen.view.kind.id == "activity" and screen.table.cursor_key is not None
    await _undo(screen, screen.selected_keys(cursor_only=True)[0].id if on_record else "")


async def _undo(screen: "MainScreen", id_: str) -> None:
    """The review of taking back a record or a plan by its id; empty: the last that can be."""

    async def make(context: ChangeContext) -> Offer | str:
        found = await undo(context, id_)
        if not isinstance(found, Undoing):
            return found.reason
        left = f"Not taken back: {'; '.join(found.left)}" if found.left else ""
        return Offer(found.review, left)

    await show_review(screen, "Undo", make)


async def _ask(screen: "MainScreen", entry: Request, subjects: Subjects) -> None:
    if unfit := subjects.unfit(entry):
        screen.say(unfit, bad=True)
        return
    keys = subjects.keys
    text = await answer(screen, entry, subjects) if entry.question else ""
    if text is None:
        return
    tags = await required_tags(screen, subjects.title(entry.words)) if entry.id in MAKES else ()
    if tags is None:
        return

    async def make(context: ChangeContext) -> Offer | str:
        problems = await read_facts(context, entry, keys)
        wanted = build(entry, keys, context.store.inventory, text)
        if isinstance(wanted, Unready):
            return with_problems(wanted.reason, problems)
        made = await review(context, tagged(wanted, tags))
        if entry.id in LEFT_OUT:
            return Offer(made, LEFT_OUT[entry.id](keys, context.store.inventory))
        return Offer(made, _so_already(made, wanted))

    await show_review(screen, subjects.title(entry.words), make)


def _so_already(made: Review, wanted: Sequence[Change | Step]) -> str:
    """Which of several subjects drop out of a plan, since they are so already; empty when none or all do."""
    asked = dict.fromkeys((one.change if isinstance(one, Step) else one).key for one in wanted)
    left = [key for key in asked if key not in {*made.plan.subjects}]
    if not left or made.empty:
        return ""
    names = [name_of(made.before, key) or key.id for key in left[:NAMED]]
    more = f" and {len(left) - NAMED} more" if len(left) > NAMED else ""
    return f"Nothing to do for {', '.join(names)}{more}: so already."


After = Callable[["MainScreen", Applied], Awaitable[None]]
"""What follows when a plan was sent and is not to be taken back at once."""


async def show_review(screen: "MainScreen", title: str, make: Make, after: After | None = None) -> bool:
    """Shows the review that `make` makes; what was sent is followed on the page. Whether it was sent."""
    changing = screen.around.changing
    if changing is None:
        screen.say("Changes are not set up here.", bad=True)
        return True
    view = screen.view
    shown = ReviewScreen(title, screen.session, changing, screen.around.clipboard, make)
    shown.undoable = True
    sent = await screen.app.push_screen_wait(shown)
    if sent:
        view.table.clear_marks()
        screen.watcher.nudge()
        screen.watcher.again(view.rows.kinds)
    if shown.undo_wanted:
        await _undo(screen, shown.undo_wanted)
    elif after is not None and shown.applied is not None:
        await after(screen, shown.applied)
    return bool(sent)
