"""One form for a launch: a line a field, a picker or a line to type into behind each, and the review."""

from collections.abc import Callable
from typing import ClassVar

import msgspec
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ec2tui.core.model.key import Key
from ec2tui.core.model.wish import Wish
from ec2tui.core.views.launch.detail import detail
from ec2tui.core.views.launch.fields import FIELDS, Field, needed, shown, usual
from ec2tui.core.views.launch.place import Place
from ec2tui.core.views.text import clean, fit
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.services.launch_place import keys_here, read_chosen, read_place
from ec2tui.services.listing import Gap
from ec2tui.services.session import Session
from ec2tui.tui.flows.launch_asking import asked
from ec2tui.tui.flows.launch_presets import presets_menu
from ec2tui.tui.screens.popup import Popup
from ec2tui.tui.surroundings import Surroundings
from ec2tui.tui.widgets.line_content import line_content

LABEL, VALUE = 24, 44
"""Cells of the two columns before the note, where there is room."""

AROUND = 5
"""Lines of the form beside its fields and what is told: border, title and keys."""

KEYS = "enter change · space yes/no · p presets · ctrl+s review · esc leave"


class Draft(msgspec.Struct, frozen=True):
    """A launch as it is filled in; `typed` is user data that was written in the editor and is in no file."""

    wish: Wish = Wish()
    typed: bytes | None = None


class LaunchForm(Popup[Draft | None]):
    """Dismisses with what is wished, None when it was left; nothing is launched by it."""

    DEFAULT_CSS = """
    LaunchForm { align: center middle; background: $background 60%; }
    LaunchForm OptionList { height: auto; max-height: 22; border: none; background: $surface; padding: 0; }
    LaunchForm #form-about { height: 1fr; min-height: 1; }
    LaunchForm #form-told { height: auto; max-height: 3; color: $text-warning; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("ctrl+s", "review", "Review", priority=True),
        Binding("space", "change", "Toggle", priority=True),
        Binding("p", "presets", "Presets"),
    ]

    def __init__(
        self, title: str, session: Session, region: str, draft: Draft, around: Surroundings, note: str = ""
    ) -> None:
        """`note` is said at the beginning."""
        super().__init__()
        self._title = title
        self._note = note
        self.session = session
        self.aws_region = region
        self.draft = draft
        self.around = around
        self._keys: dict[str, str] | None = None
        self.made: dict[str, str] = {}
        self._unsubscribe: Callable[[], None] = lambda: None
        self._stale = False

    @property
    def wish(self) -> Wish:
        """What is wished so far."""
        return self.draft.wish

    def compose(self) -> ComposeResult:
        """The title, the fields, what is told of one of them, what is missing, and the keys."""
        with Vertical(classes="popup large"):
            yield Static(Content(clean(self._title, 120)), classes="popup-title")
            yield OptionList(id="fields")
            yield Static(id="form-about")
            yield Static(id="form-told")
            yield Static(Content(KEYS), classes="popup-keys")

    def on_mount(self) -> None:
        """Shows what is known, and reads the region."""
        options = self.query_one(OptionList)
        options.add_options([Option("") for _ in FIELDS])
        options.highlighted = 0
        options.focus()
        self._show()
        self._unsubscribe = self.session.store.subscribe(self._changed)
        self.run_worker(self._read(), group="place")

    def on_resize(self) -> None:
        """The fields leave room for what is told and the keys below them."""
        room = self.size.height * 9 // 10 - AROUND
        self.query_one(OptionList).styles.max_height = max(3, min(len(FIELDS), room - max(2, room // 5)))
        self._show()

    def on_unmount(self) -> None:
        """The store is listened to no more."""
        self._unsubscribe()

    def on_option_list_option_highlighted(self) -> None:
        """What is told is of the field under the cursor."""
        self._about()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click changes the field."""
        self.run_worker(self._change(FIELDS[event.option_index]), group="field", exclusive=True)

    def action_change(self) -> None:
        """Turns a yes into a no; other fields are opened."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.run_worker(self._change(FIELDS[at]), group="field", exclusive=True)

    def action_presets(self) -> None:
        """What can be done with presets: kept, taken, edited, imported."""
        self.run_worker(self._presets(), group="field", exclusive=True)

    def action_review(self) -> None:
        """Goes on to the review, when nothing that is needed is missing."""
        missing = needed(self.wish, self.place)
        if missing:
            self.tell(f"Needed before the review: {', '.join(missing)}.")
            self.app.bell()
        else:
            self.dismiss(self.draft)

    def action_leave(self) -> None:
        """Leaves without launching."""
        self.dismiss(None)

    @property
    def place(self) -> Place:
        """What is known where it is launched; the account may become known while the form shows."""
        store, changing = self.session.store, self.around.changing
        return Place(
            Key(self.session.account or "", self.aws_region, ""),
            store.inventory,
            self.session.clock.now(),
            changing.policy.required_tags if changing else (),
            self.around.limits,
            self._keys,
        )

    async def _read(self) -> None:
        """What is chosen from is read; what could not be is said."""
        self.tell(f"Reading what there is in {self.aws_region}…")
        gaps = await read_place(self.session, self.aws_region)
        self._keys = await self._keys_here()
        self.draft = msgspec.structs.replace(self.draft, wish=usual(self.wish, self.place))
        self.tell(self._note)
        self._say_unread([*gaps, *await read_chosen(self.session, self.aws_region, self.wish)])
        self._show()

    async def _keys_here(self) -> dict[str, str]:
        """The private halves in the usual folders, and those that were made here, wherever they were put."""
        return {**await keys_here(self.session, self.aws_region, self.around.keys()), **self.made}

    def _say_unread(self, gaps: list[Gap]) -> None:
        told = "; ".join(f"{gap.kind}: {gap.problem.hint or gap.problem.message}" for gap in gaps)
        if told:
            self.tell(f"Not read: {told}")

    def _changed(self) -> None:
        if not self._stale:
            self._stale = True
            self.call_later(self._show)

    async def _change(self, field: Field) -> None:
        self.tell("")
        await self._take(await asked(self, field))

    async def _presets(self) -> None:
        self.tell("")
        await self._take(await presets_menu(self))

    async def _take(self, new: Draft | None) -> None:
        """Shows what was filled in, and reads what decides about it."""
        if new is None:
            return
        self.draft = new
        self._show()
        self._say_unread(await read_chosen(self.session, self.aws_region, self.wish))
        self._keys = await self._keys_here()
        self._show()

    def _show(self) -> None:
        self._stale = False
        if not self.is_attached:
            return
        options, place = self.query_one(OptionList), self.place
        width = self.size.width * 95 // 100 - 6
        value_width = min(VALUE, max(10, (width - LABEL) * 9 // 20))
        for at, field in enumerate(FIELDS if options.option_count else ()):
            value, note = self._cells(field, place)
            line = (
                Cell(fit(field.label, LABEL), Tone.DIM),
                Cell(fit(clean(value.text, VALUE), value_width)),
                Cell("  " + clean(note.text, 160), note.tone),
            )
            options.replace_option_prompt_at_index(at, line_content(line).truncate(width, ellipsis=True))
        self._about()

    def _cells(self, field: Field, place: Place) -> tuple[Cell, Cell]:
        if field.name == "user_data" and self.draft.typed is not None:
            return Cell("written here"), Cell(f"{len(self.draft.typed)} bytes, in no preset", Tone.DIM)
        return shown(field, self.wish, place)

    def _about(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None and self.is_attached:
            lines = [line_content(line) for line in detail(FIELDS[at].name, self.wish, self.place)]
            self.query_one("#form-about", Static).update(Content("\n").join(lines))

    def tell(self, words: str) -> None:
        """Says something below the fields."""
        self.query_one("#form-told", Static).update(Content(clean(words, 300)))
