"""What is typed into a field of a launch: understood, or told what is wrong with it, and as it stands now."""

import shlex
from typing import Any

import msgspec

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.launch_volumes import root_words, volume_of, with_root
from ec2tui.core.model.wish import Wish
from ec2tui.core.views.launch.fields import Field

LARGEST = {"count": 100, "hop_limit": 64}
"""The numbers that are typed, and the largest of each."""


def filled(field: Field, wish: Wish, text: str) -> Wish | str:
    """The wish with what was typed into a field, or what is wrong with it."""
    value: Any = text.strip()
    if field.name == "size":
        found = with_root(wish, value)
        return found.reason if isinstance(found, Unready) else found
    if field.name in LARGEST:
        if not value.isdigit() or not 1 <= int(value) <= LARGEST[field.name]:
            return f"A whole number from 1 to {LARGEST[field.name]} is needed."
        value = int(value)
    elif field.name == "volumes":
        value = tuple(part.strip() for part in value.split(",") if part.strip())
        wrong = [found.reason for found in map(volume_of, value) if isinstance(found, Unready)]
        if wrong:
            return wrong[0]
    elif field.name == "tags":
        tags = _tags(value)
        if isinstance(tags, str):
            return tags
        value = tags
    return msgspec.structs.replace(wish, **{field.name: value})


def typed(field: Field, wish: Wish) -> str:
    """What would be typed to say what the wish says."""
    value = getattr(wish, field.name)
    if field.name == "size":
        return root_words(wish)
    if isinstance(value, dict):
        return " ".join(shlex.quote(f"{key}={told}") for key, told in value.items())
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


def _tags(text: str) -> dict[str, str] | str:
    try:
        pairs = [word.partition("=") for word in shlex.split(text)]
    except ValueError:
        return "A quotation mark is not closed."
    if any(not key or not equals for key, equals, _ in pairs):
        return "Tags are KEY=VALUE with spaces between."
    return {key: told for key, _, told in pairs}
