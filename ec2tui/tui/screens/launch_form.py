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

from ec2tui.core.model.image import Image
from ec2tui.core.model.key import Key
from ec2tui.core.model.wish import Wish
from ec2tui.core.views.launch_fields import FIELDS, Field, Sort, filled, shown, usual
from ec2tui.core.views.text import cell_width, clean, fit
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.core.views.type_choice import Choice, choice_for_image
from ec2tui.services.launching import read_place
from ec2tui.services.session import Session
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.popup import Popup
from ec2tui.tui.screens.prompt import Prompt
from ec2tui.tui.screens.type_picker import TypePicker
from ec2tui.tui.widgets.line_content import line_content

LABEL, VALUE = 24, 44
"""Cells of the two columns before the note, where there is room."""

AROUND = 7
"""Lines of the form beside its fields: border, title, two of what is told, and the keys."""


class LaunchForm(Popup[Wish | None]):
    """Dismisses with what is wished, None when it was left; nothing is launched by it."""

    DEFAULT_CSS = """
    LaunchForm { align: center middle; background: $background 60%; }
    LaunchForm OptionList { height: 1fr; max-height: 22; border: none; background: $surface; padding: 0; }
    LaunchForm #form-told { height: auto; color: $text-warning; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("ctrl+s", "review", "Review", priority=True),
        Binding("space", "change", "Toggle", priority=True),
    ]

    def __init__(self, title: str, session: Session, region: str, wish: Wish) -> None:
        super().__init__()
        self._title = title
        self._session = session
        self._region = region
        self._wish = wish
        self._unsubscribe: Callable[[], None] = lambda: None
        self._stale = False

    def compose(self) -> ComposeResult:
        """The title, the fields, what is missing, and the keys."""
        with Vertical(classes="popup large"):
            yield Static(Content(clean(self._title, 120)), classes="popup-title")
            yield OptionList(id="fields")
            yield Static(id="form-told")
            yield Static(
                Content("enter change · space yes/no · ctrl+s review · esc leave"), classes="popup-keys"
            )

    def on_mount(self) -> None:
        """Shows what is known, and reads the region."""
        options = self.query_one(OptionList)
        options.add_options([Option("") for _ in FIELDS])
        options.highlighted = 0
        options.focus()
        self._show()
        self._unsubscribe = self._session.store.subscribe(self._changed)
        self.run_worker(self._read(), group="place")

    def on_resize(self) -> None:
        """The fields leave room for what is told and the keys below them."""
        most = max(3, min(len(FIELDS), self.size.height * 8 // 10 - AROUND + 1))
        self.query_one(OptionList).styles.max_height = most
        self._show()

    def on_unmount(self) -> None:
        """The store is listened to no more."""
        self._unsubscribe()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click changes the field."""
        self.run_worker(self._change(FIELDS[event.option_index]), group="field", exclusive=True)

    def action_change(self) -> None:
        """Turns a yes into a no; other fields are opened."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.run_worker(self._change(FIELDS[at]), group="field", exclusive=True)

    def action_review(self) -> None:
        """Goes on to the review, when nothing that is needed is missing."""
        missing = self._missing()
        if missing:
            self._tell(f"Needed before the review: {', '.join(missing)}.")
            self.app.bell()
        else:
            self.dismiss(self._wish)

    def action_leave(self) -> None:
        """Leaves without launching."""
        self.dismiss(None)

    @property
    def _at(self) -> Key:
        """A key of the place; the account may become known while the form shows."""
        return Key(self._session.account or "", self._region, "")

    async def _read(self) -> None:
        """What is chosen from is read; what could not be is said."""
        self._tell(f"Reading what there is in {self._region}…")
        gaps = await read_place(self._session, self._region)
        told = "; ".join(f"{gap.kind}: {gap.problem.hint or gap.problem.message}" for gap in gaps)
        self._tell(f"Not read: {told}" if told else "")
        session = self._session
        self._wish = usual(self._wish, self._at, session.store.inventory, session.clock.now())
        self._show()

    def _changed(self) -> None:
        if not self._stale:
            self._stale = True
            self.call_later(self._show)

    async def _change(self, field: Field) -> None:
        new = await self._asked(field)
        if new is not None:
            self._wish = new
            self._tell("")
            self._show()

    async def _asked(self, field: Field) -> Wish | None:
        wish, app = self._wish, self.app
        replace = msgspec.structs.replace
        if field.sort is Sort.FLAG:
            return replace(wish, **{field.name: not getattr(wish, field.name)})
        if field.sort is Sort.TYPE:
            chosen = await app.push_screen_wait(TypePicker("Instance type", self._session, self._fitting()))
            return replace(wish, type=chosen) if chosen else None
        if field.choices is not None:
            store = self._session.store
            found = field.choices(wish, self._at, store.inventory, self._session.clock.now())
            wide = max((cell_width(clean(label, VALUE)) for _, label, _ in found), default=0)
            labels = {value: fit(clean(label, VALUE), wide) for value, label, _ in found}
            now = getattr(wish, field.name)
            many = field.sort is Sort.MANY
            picker = Picker(
                field.label,
                [(value, said) for value, _, said in found],
                now if many else (now,),
                many,
                labels=labels,
            )
            taken = await app.push_screen_wait(picker)
            if taken is None:
                return None
            return replace(wish, **{field.name: taken if many else taken[0]})
        return await self._typed(field)

    async def _typed(self, field: Field) -> Wish | None:
        async def check(text: str) -> str:
            found = filled(field, self._wish, text)
            return found if isinstance(found, str) else ""

        text = await self.app.push_screen_wait(
            Prompt(field.question or field.label, check=check, title=field.label, value=self._text(field))
        )
        found = None if text is None else filled(field, self._wish, text)
        return found if isinstance(found, Wish) else None

    def _text(self, field: Field) -> str:
        value = getattr(self._wish, field.name)
        if isinstance(value, dict):
            return " ".join(f"{key}={told}" for key, told in value.items())
        return "" if value is None else str(value)

    def _fitting(self) -> Choice:
        inventory = self._session.store.inventory
        image = inventory.image(self._at._replace(id=self._wish.image))
        now = (self._wish.type,) if self._wish.type else ()
        if isinstance(image, Image):
            return msgspec.structs.replace(choice_for_image(image), now=now)
        return Choice(self._at, (), now)

    def _missing(self) -> list[str]:
        notes = ((field.label.lower(), self._cells(field)[1]) for field in FIELDS)
        return [label for label, note in notes if note.text.startswith("needed")]

    def _cells(self, field: Field) -> tuple[Cell, Cell]:
        store = self._session.store
        return shown(field, self._wish, self._at, store.inventory, self._session.clock.now())

    def _show(self) -> None:
        self._stale = False
        if not self.is_attached:
            return
        options = self.query_one(OptionList)
        width = self.size.width * 95 // 100 - 6
        value_width = min(VALUE, max(10, (width - LABEL) * 6 // 10))
        for place, field in enumerate(FIELDS if options.option_count else ()):
            value, note = self._cells(field)
            line = (
                Cell(fit(field.label, LABEL), Tone.DIM),
                Cell(fit(clean(value.text, VALUE), value_width)),
                Cell("  " + clean(note.text, 120), note.tone),
            )
            content = line_content(line).truncate(width, ellipsis=True)
            options.replace_option_prompt_at_index(place, content)

    def _tell(self, words: str) -> None:
        self.query_one("#form-told", Static).update(Content(clean(words, 300)))
