"""Views: a query with its columns and its order, opened, saved and forgotten by name."""

from typing import TYPE_CHECKING

from ec2tui.core.views.choices import View, mistakes, order_of, sort_text
from ec2tui.core.views.text import clean
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.prompt import Prompt

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

SAVE = "+ save what is shown"
"""The entry that saves; no view can have this name."""


async def open_view(screen: "MainScreen") -> None:
    """Asks which view of the instances to open, and offers to save what is shown as one."""
    chosen = screen.around.chosen
    entries = [(name, words(view, chosen.of_configuration(name))) for name, view in chosen.views.items()]
    saving = [(SAVE, "")] if screen.view.kind.id == "instances" else []
    choice = await screen.app.push_screen_wait(Picker("Views", [*sorted(entries), *saving]))
    if choice == (SAVE,):
        await save_view(screen)
    elif choice:
        await show_view(screen, choice[0])


async def show_view(screen: "MainScreen", name: str) -> None:
    """Shows a view of the instances: its query and, where it has them, its columns and its order."""
    chosen = screen.around.chosen
    view = chosen.views.get(name)
    if view is None:
        near = chosen.nearest(name)
        hint = f" Did you mean {near}?" if near else ""
        screen.say(f"There is no view {clean(name, 40)}.{hint}", bad=True)
        return
    page = screen.view if screen.view.kind.id == "instances" else await screen.pages.show_table("instances")
    if view.columns:
        page.show_columns(view.columns)
    if view.sort:
        page.sort(*order_of(view.sort))
    page.set_filter(view.query)
    wrong = [message for field, message, _ in mistakes(view) if field != "query"]
    screen.say(f"View {name}" + (f": {clean(wrong[0], 80)}" if wrong else ""), bad=bool(wrong))


async def save_view(screen: "MainScreen") -> None:
    """Asks for a name and saves the query, columns and order that show."""
    if screen.rows.mistake is not None:
        screen.say("The query has a mistake; a view needs one that works.", bad=True)
        return
    rows = screen.rows
    view = View(rows.query_text, screen.column_ids, sort_text(rows.sort_id, rows.reverse))
    name = await screen.app.push_screen_wait(Prompt("Save the query, columns and order as the view named"))
    if not name or not name.strip():
        return
    name = name.strip()
    replaces = name in screen.around.chosen.views
    failure = await screen.around.chosen.save_view(name, view)
    screen.say(failure or f"{'Replaced' if replaces else 'Saved'} view {name}.", bad=failure is not None)


async def forget_view(screen: "MainScreen") -> None:
    """Asks which saved view to forget."""
    chosen = screen.around.chosen
    own = [
        (name, words(view, False)) for name, view in chosen.views.items() if not chosen.of_configuration(name)
    ]
    if not own:
        screen.say("No view was saved here; those of the configuration are changed there.")
        return
    choice = await screen.app.push_screen_wait(Picker("Forget a view", sorted(own)))
    if choice:
        failure = await chosen.forget_view(choice[0])
        screen.say(failure or f"Forgot view {choice[0]}.", bad=failure is not None)


def words(view: View, configured: bool) -> str:
    """A view in a line: what it asks for and how it shows it."""
    parts = [view.query or "everything"]
    if view.columns:
        parts.append(f"{len(view.columns)} columns")
    if view.sort:
        parts.append(f"by {view.sort}")
    return " · ".join([*parts, *(["configuration"] if configured else [])])
