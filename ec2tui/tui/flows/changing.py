"""Changes of instances: a request becomes a review, and only the review sends."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from ec2tui.core.actions.catalog import ACTIONS, key_label
from ec2tui.core.changes.answers import mistake
from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.requests import REQUESTS_OF, Request, build, request
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.views.type_choice import choice_for_instances
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.refresh import read_some
from ec2tui.services.request_facts import read_facts
from ec2tui.services.review import review
from ec2tui.services.undo import Undoing, undo
from ec2tui.tui.bindings import keys_of
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.prompt import Prompt
from ec2tui.tui.screens.review import Make, Offer, ReviewScreen
from ec2tui.tui.screens.type_picker import TypePicker

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


def asking(request_id: str) -> Callable[["MainScreen"], Awaitable[None]]:
    """The flow of a request: for all marked rows, else the one under the cursor."""

    async def flow(screen: "MainScreen") -> None:
        await _ask(screen, request(request_id))

    return flow


async def menu(screen: "MainScreen") -> None:
    """Everything that can be asked of the rows, by name."""
    entries = {entry.id.partition(".")[2]: entry for entry in REQUESTS_OF[screen.rows.resource.kind]}
    wide = max(len(entry.words) for entry in entries.values())
    labels = {name: entry.words.ljust(wide) for name, entry in entries.items()}
    choices = [(name, _also(screen, entry)) for name, entry in entries.items()]
    chosen = await screen.app.push_screen_wait(Picker(_title(screen, "Actions"), choices, labels=labels))
    if chosen:
        await _ask(screen, entries[chosen[0]])


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


async def _ask(screen: "MainScreen", entry: Request) -> None:
    keys = screen.selected_keys()
    text = await _ANSWERS.get(entry.id, _typed)(screen, entry) if entry.question else ""
    if text is None:
        return

    async def make(context: ChangeContext) -> Offer | str:
        problems = await read_facts(context, entry, keys)
        wanted = build(entry, keys, context.store.inventory, text)
        if isinstance(wanted, Unready):
            return _with(wanted.reason, problems)
        return Offer(await review(context, wanted))

    await show_review(screen, _title(screen, entry.words), make)


async def _typed(screen: "MainScreen", entry: Request) -> str | None:
    """The answer to the question of a request, None when it was left; a mistake is said beside it."""
    keys = screen.selected_keys()

    async def check(text: str) -> str:
        changing = screen.around.changing
        context = await changing.context(screen.session) if changing is not None else None
        if context is None or isinstance(context, Problem):
            return ""
        problems = await read_facts(context, entry, keys)
        wrong = mistake(entry, keys, context.store.inventory, text)
        return _with(wrong, problems) if wrong else ""

    question = Prompt(entry.question, check=check, title=_title(screen, entry.words))
    return await screen.app.push_screen_wait(question)


def _with(reason: str, problems: Sequence[Problem]) -> str:
    """A reason with the reads that failed, since of them it may come."""
    why = (f"{one.operation} failed ({one.outcome}): {one.hint or one.message}" for one in problems)
    return " ".join((reason, *why))


async def _type(screen: "MainScreen", entry: Request) -> str | None:
    """A type from the table of those that there are, None when it was left."""
    instances = tuple(filter(None, map(screen.rows.item, screen.selected_keys())))
    if not instances:
        return await _typed(screen, entry)
    choice = choice_for_instances(instances)
    return await screen.app.push_screen_wait(TypePicker(_title(screen, entry.words), screen.session, choice))


async def _role(screen: "MainScreen", entry: Request) -> str | None:
    """An instance profile of the account, or none at all; typed where IAM does not tell which there are."""
    keys, session = screen.selected_keys(), screen.session
    now = {item.profile_arn or "" for item in map(screen.rows.item, keys) if item is not None}
    if session.gateway is None or len({key.account for key in keys}) != 1:
        return await _typed(screen, entry)
    source, any_of_all = session.source(keys[0].region), keys[0]._replace(id="")
    await read_some(session.gateway, session.store, source, Kind.INSTANCE_PROFILES, (any_of_all,))
    found = session.store.inventory.table(Kind.INSTANCE_PROFILES).items()
    there = [(key.id, one.role) for key, one in found if key[:2] == keys[0][:2]]
    if not there:
        return await _typed(screen, entry)
    choices = [(arn, f"role {role}" if role else "holds no role") for arn, role in sorted(there, key=_name)]
    labels = {arn: _name((arn, "")) for arn, _ in choices} | {"": "none"}
    picker = Picker(
        _title(screen, entry.words),
        [*choices, ("", "detach the role that it has")],
        sorted(now) if len(now) == 1 else (),
        labels=labels,
    )
    chosen = await screen.app.push_screen_wait(picker)
    return chosen[0] if chosen else None


def _name(profile: tuple[str, str]) -> str:
    return profile[0].rsplit("/", 1)[-1]


_ANSWERS = {"instance.resize": _type, "instance.role": _role}
"""How an answer is asked for where it is not just typed, by request."""


async def show_review(screen: "MainScreen", title: str, make: Make) -> None:
    """Shows the review that `make` makes; what was sent is followed on the page."""
    changing = screen.around.changing
    if changing is None:
        screen.say("Changes are not set up here.", bad=True)
        return
    shown = ReviewScreen(title, screen.session, changing, screen.around.clipboard, make)
    shown.undoable = True
    sent = await screen.app.push_screen_wait(shown)
    if sent:
        screen.table.clear_marks()
        screen.watcher.nudge()
        screen.watcher.again(screen.rows.kinds)
    if shown.undo_wanted:
        await _undo(screen, shown.undo_wanted)


def _title(screen: "MainScreen", words: str) -> str:
    keys = screen.selected_keys()
    if len(keys) != 1:
        return f"{words}: {len(keys)} {screen.rows.resource.plural}"
    item = screen.rows.item(keys[0])
    name = screen.rows.resource.title(item) if item is not None else ""
    return f"{words}: {keys[0].id}" if name in ("", keys[0].id) else f"{words}: {name} ({keys[0].id})"
