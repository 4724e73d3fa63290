"""What is in front of the user, gathered for the table of actions and for the header."""

from typing import TYPE_CHECKING

from ec2tui.core.actions.action import Context
from ec2tui.core.actions.catalog import action, key_label
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.header import HeaderFacts
from ec2tui.core.views.nothing import nothing_to_show
from ec2tui.core.views.tone import Tone
from ec2tui.tui.bindings import keys_of
from ec2tui.tui.pages.registry import PAGES
from ec2tui.tui.pages.rows import Rows
from ec2tui.tui.pages.tabs import Tab

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


def context_of(screen: "MainScreen") -> Context:
    """The context that decides which actions apply."""
    marks = len(screen.table.marks)
    return Context(
        page=screen.view.kind.like or screen.view.kind.id,
        focus="table" if screen.table.has_focus else "detail",
        selected=marks or int(screen.table.cursor_key is not None),
        marks=marks,
        filtered=bool(screen.rows.query_text),
        connected=screen.session.gateway is not None,
        read_only=screen.session.scope.read_only,
        windows=_on_windows(screen),
    )


def _on_windows(screen: "MainScreen") -> bool:
    """Whether the cursor is on a Windows instance."""
    key = screen.table.cursor_key
    return key is not None and bool(getattr(screen.rows.item(key), "windows", False))


def header_facts(screen: "MainScreen") -> HeaderFacts:
    """The facts of the header at this moment."""
    session, watcher, around = screen.session, screen.watcher, screen.around
    inventory = session.store.inventory
    readings = tuple(
        (source.region, kind, inventory.reading(source, kind))
        for source in session.sources()
        for kind in Kind
        if kind in (Kind.INSTANCES, screen.rows.resource.kind) or (source, kind) in inventory.readings
    )
    return HeaderFacts(
        now=session.clock.now(),
        profile=session.profile,
        identity=session.identity,
        problem=session.problem,
        connecting=session.connecting,
        read_only=session.scope.read_only,
        production=around.is_production(session.profile),
        demo=around.demo,
        pace=watcher.pace.words if session.gateway else "",
        readings=readings,
        shown=len(screen.rows),
        total=screen.rows.total,
        marked=len(screen.table.marks),
        kind=screen.rows.resource.kind,
        plural=screen.rows.resource.noun if screen.rows.total == 1 else screen.rows.resource.plural,
        saved_of=session.saved_accounts,
        demo_ended=around.demo_ended(),
    )


def emptiness(screen: "MainScreen", rows: Rows) -> tuple[str, Tone]:
    """What a table without rows says, and its tone."""
    said = rows.nothing() or nothing_to_show(screen.header_facts(), rows.total, rows.unknown)
    return said.text, said.tone


def tabs(screen: "MainScreen") -> tuple[Tab, ...]:
    """The pages with their keys, and what is open on the one that shows."""
    made = []
    for page in PAGES:
        goes = action(f"page.{page.id}")
        keys = keys_of(goes, screen.around.keymap)
        active = page is screen.pages.page
        views = screen.pages.stack if active else ()
        own = len(page.tables) > 1
        path = tuple(view.rows.title or view.kind.title for at, view in enumerate(views) if at or own)
        if active and own and len(views) == 1:
            ids = [table.id for table in page.tables]
            after = page.tables[(ids.index(screen.view.kind.id) + 1) % len(ids)]
            path = (f"{path[0]} ({key_label(keys[0])}: {after.title})",) if keys else path
        path += tuple(view.rows.gap for view in views if view.rows.gap)
        made.append(Tab(page.title, key_label(keys[0]) if keys else "", goes.id, active, path))
    return tuple(made)
