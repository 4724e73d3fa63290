"""What an action is: one thing a user can do, with its keys, its words and when it applies."""

from collections.abc import Callable

import msgspec

Reason = str
"""Why an action does not apply now, as a sentence for the user."""


class Context(msgspec.Struct, frozen=True):
    """What is in front of the user, as far as actions depend on it.

    `page` is the id of the table that shows; `focus` is `table`, `detail`, `filter` or `popup`; `selected`
    counts the rows an action would take (the marked ones, else the one under the cursor).
    """

    page: str = "instances"
    focus: str = "table"
    selected: int = 0
    marks: int = 0
    filtered: bool = False
    loading: bool = False
    windows: bool = False
    running: bool = True
    read_only: bool = False
    connected: bool = True


Applies = Callable[[Context], Reason | None]


def always(_: Context) -> Reason | None:
    """Applies everywhere."""
    return None


def needs_row(context: Context) -> Reason | None:
    """Applies when there is a row to act on."""
    return None if context.selected else "No row is selected."


def needs_windows(context: Context) -> Reason | None:
    """Applies to a Windows instance, when AWS can be asked."""
    if not context.selected:
        return needs_row(context)
    return needs_connection(context) if context.windows else "Only Windows instances have a password."


def needs_marks(context: Context) -> Reason | None:
    """Applies when rows are marked."""
    return None if context.marks else "No row is marked; space marks one."


def needs_connection(context: Context) -> Reason | None:
    """Applies when AWS can be asked."""
    return None if context.connected else "Not connected to AWS; see the header for why."


def may_change(context: Context) -> Reason | None:
    """Applies when changes are allowed and AWS can be reached."""
    if context.read_only:
        return "Read-only mode: nothing is changed."
    return needs_connection(context)


def may_change_row(context: Context) -> Reason | None:
    """Applies when there is a row and changes are allowed."""
    return may_change(context) or needs_row(context)


class Action(msgspec.Struct, frozen=True):
    """One row of the table of actions.

    `id` names it in the configuration; `keys` are Textual key names; `label` is the footer's word, `help` a
    sentence. `group` orders the help; `footer` tells whether the footer shows it; `applies` gives the reason
    why it does not, or None. `page` limits it to the table with this id (empty: everywhere).
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    page: str = ""
    footer: bool = False
    applies: Applies = always

    def here(self, context: Context) -> bool:
        """Whether it belongs to the page in front of the user."""
        return self.page in ("", context.page)

    def why_not(self, context: Context) -> Reason | None:
        """Why it does not apply now, None when it does."""
        if not self.here(context):
            return f"{self.label} is for {_words(self.page)}, not for {_words(context.page)}."
        return self.applies(context)


def _words(page: str) -> str:
    return page.replace("_", " ")
