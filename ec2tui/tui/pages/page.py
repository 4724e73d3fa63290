"""What a page is: a title, and one or more tables that are made when they are first looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from ec2tui.core.model.key import Key
from ec2tui.services.session import Session
from ec2tui.tui.pages.rows import Rows
from ec2tui.tui.surroundings import Surroundings

if TYPE_CHECKING:
    from ec2tui.services.judging import GroupJudge
    from ec2tui.services.posture.watch import PostureWatch
    from ec2tui.services.surveying import Surveyor
    from ec2tui.tui.pages.panes import CockpitPane

Make = Callable[["Setting"], Rows]
"""Makes the rows of a table; it imports what they need, so that no start waits for it."""


class Setting(msgspec.Struct, frozen=True):
    """What rows are made from: the session, the screen's surroundings and, of a part, whose part it is.

    `whose` is the key of the row that was opened (the rules of a group), None for a whole table. `judge`
    gives what judges groups, `surveyor` what tells who reaches an instance, `posture` what keeps all
    findings; each is made when first wanted.
    """

    session: Session
    around: Surroundings
    whose: Key | None = None
    judge: "Callable[[], GroupJudge] | None" = None
    surveyor: "Callable[[], Surveyor] | None" = None
    posture: "Callable[[], PostureWatch] | None" = None

    @property
    def of(self) -> Key:
        """Whose part it is; only parts ask."""
        assert self.whose is not None
        return self.whose


@dataclass(frozen=True)
class Table:
    """One table: `id` is what actions are limited to (`Action.page`), `word` asks for it in the palette.

    `part` is the id of the table that opening a row shows, empty: its details. `cockpit` makes the panes that
    stand below the details where there is room for all at once. `like` is the table whose actions it has,
    when those are not its own.
    """

    id: str
    title: str
    word: str
    make: Make
    part: str = ""
    cockpit: "tuple[Callable[[Setting], CockpitPane], ...]" = ()
    like: str = ""


class Page(msgspec.Struct, frozen=True):
    """One page; the action `page.ID` goes to it. Its first table shows first.

    `parts` are the tables that show what belongs to one row of another: they open above it.
    """

    id: str
    title: str
    tables: tuple[Table, ...]
    parts: tuple[Table, ...] = ()
