"""What is in front of the user, gathered for the table of actions and for the header."""

from typing import TYPE_CHECKING

from ec2tui.core.actions.action import Context
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.header import HeaderFacts

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


def context_of(screen: "MainScreen") -> Context:
    """The context that decides which actions apply."""
    marks = len(screen.table.marks)
    return Context(
        page="instances",
        focus="table" if screen.table.has_focus else "detail",
        selected=marks or int(screen.table.cursor_key is not None),
        marks=marks,
        filtered=bool(screen.rows.query_text),
        connected=screen.session.gateway is not None,
        read_only=screen.session.scope.read_only,
    )


def header_facts(screen: "MainScreen") -> HeaderFacts:
    """The facts of the header at this moment."""
    session, watcher, around = screen.session, screen.watcher, screen.around
    inventory = session.store.inventory
    readings = tuple(
        (source.region, kind, inventory.reading(source, kind))
        for source in session.sources()
        for kind in Kind
        if kind is Kind.INSTANCES or (source, kind) in inventory.readings
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
    )
