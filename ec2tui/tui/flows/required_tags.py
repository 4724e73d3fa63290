"""The tags that policy requires of new things, asked for before the review of what makes them."""

import shlex
from typing import TYPE_CHECKING

from ec2tui.core.changes.creation_tags import pairs_of
from ec2tui.core.model.instance import Tags
from ec2tui.tui.screens.prompt import Prompt

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

MAKES = frozenset({"instance.address", "instance.image"})
"""Requests that make something which carries no tags of its own."""


async def required_tags(screen: "MainScreen", what: str) -> Tags | None:
    """The tags as they are typed, none where policy requires none; None when it was left."""
    changing = screen.around.changing
    names = changing.policy.required_tags if changing else ()
    if not names:
        return ()

    async def check(text: str) -> str:
        found = _read(text)
        if isinstance(found, str):
            return found
        missing = [name for name in names if not dict(found).get(name, "").strip()]
        return f"Policy requires {', '.join(missing)}." if missing else ""

    question = f"Tags, KEY=VALUE with spaces between; policy requires {', '.join(names)}"
    begun = " ".join(f"{name}=" for name in names)
    text = await screen.app.push_screen_wait(Prompt(question, check=check, title=what, value=begun))
    found = None if text is None else _read(text)
    return found if isinstance(found, tuple) else None


def _read(text: str) -> Tags | str:
    """The tags of a line, or what is wrong with it."""
    try:
        found = pairs_of(shlex.split(text))
    except ValueError:
        return "A quotation mark is not closed."
    return f"{found!r} is not KEY=VALUE." if isinstance(found, str) else found
