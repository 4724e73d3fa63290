"""The panes of a page: which of them show at this width, and which has the focus or the page to itself."""

from collections.abc import Callable
from typing import Any, NamedTuple

from textual.widget import Widget

from ec2tui.tui.widgets.detail_pane import DetailPane


class Pane(NamedTuple):
    """One pane: what is hidden while another has the page to itself, and what takes the focus."""

    id: str
    widget: Widget
    focus: Callable[[], object]


class CockpitPane(DetailPane):
    """A pane that stands beside table and details where there is room, and follows the row of the cursor."""

    def follow(self, item: Any) -> None:
        """Shows what belongs to an item (None: to no row); called often, so it only notes what to do."""
        raise NotImplementedError

    def again(self) -> None:
        """Reads again what it shows."""


class Panes:
    """`fixed` are there at every width, the first of them the table; what `make` makes only where it is wide.

    They are made when they first show, so that no start waits for them. `zoomed` is the id of the pane that
    has the page to itself, None when all show.
    """

    def __init__(
        self, page: Widget, fixed: tuple[Pane, ...], make: tuple[Callable[[], CockpitPane], ...]
    ) -> None:
        self._page = page
        self._fixed = fixed
        self._make = make
        self._made: tuple[CockpitPane, ...] = ()
        self._wide = False
        self.zoomed: str | None = None

    @property
    def all(self) -> tuple[Pane, ...]:
        """Those that show at this width, from left to right and from top to bottom."""
        more = self._made if self._wide else ()
        return (*self._fixed, *(Pane(one.id or "", one, one.focus_lines) for one in more))

    @property
    def focused(self) -> Pane:
        """The pane that has the focus, the table while none has it."""
        return next((pane for pane in self.all if pane.widget.has_focus_within), self._fixed[0])

    def fit(self, wide: bool) -> None:
        """The page is wide, or is not: what stands beside the others only then comes or goes."""
        if not self._make or wide == self._wide:
            return
        if wide and not self._made:
            self._made = tuple(make() for make in self._make)
            self._page.mount(*self._made)
            self._page.styles.grid_size_rows = len(self._fixed) - 1 + len(self._made)
            self._fixed[0].widget.styles.row_span = len(self._fixed) - 1 + len(self._made)
        lost = not wide and any(one.has_focus_within for one in self._made)
        gone = not wide and self.zoomed in [one.id for one in self._made]
        self._wide = wide
        self._page.set_class(wide, "cockpit")
        self.zoom(None if gone else self.zoomed, focus=lost or gone)

    def next(self) -> None:
        """Moves the focus to the next pane; one that has the page to itself gives it back."""
        panes = self.all
        after = panes[(panes.index(self.focused) + 1) % len(panes)]
        if self.zoomed:
            self.zoom(None)
        after.focus()

    def zoom(self, pane_id: str | None, focus: bool = True) -> None:
        """Gives the page to one pane, or shows all."""
        self.zoomed = pane_id
        self._page.set_class(pane_id is not None, "zoomed")
        for pane in self.all:
            pane.widget.display = pane_id in (None, pane.id)
        for one in self._made if not self._wide else ():
            one.display = False
        if focus:
            next((pane for pane in self.all if pane.id == pane_id), self._fixed[0]).focus()

    def follow(self, item: Any) -> None:
        """Tells those beside the others which row the cursor is on."""
        for one in self._made if self._wide else ():
            one.follow(item)

    def again(self) -> None:
        """Has those beside the others read again what they show."""
        for one in self._made if self._wide else ():
            one.again()
