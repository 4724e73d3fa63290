"""A preset of a launch as TOML: what differs from a wish without a word, and back."""

import re
import tomllib
from typing import Any

import msgspec

from ec2tui.core.config.mistake import nearest
from ec2tui.core.model.wish import Wish

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
"""What a preset may be called: it is a file's name."""


def preset_text(wish: Wish) -> str:
    """The wish as TOML; only what is not the usual is written."""
    usual = Wish()
    lines = [
        f"{name} = {_value(getattr(wish, name))}"
        for name in wish.__struct_fields__
        if name != "tags" and getattr(wish, name) != getattr(usual, name)
    ]
    if wish.tags:
        lines += ["", "[tags]", *(f"{_string(key)} = {_string(value)}" for key, value in wish.tags.items())]
    return "\n".join(lines).lstrip("\n") + "\n"


def preset_of(text: str) -> Wish:
    """The wish that a text says; ValueError names the line or the key that is wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"not TOML: {error}") from error
    for key in table:
        if key not in Wish.__struct_fields__:
            near = nearest(key, Wish.__struct_fields__)
            raise ValueError(f"unknown key {key}" + (f"; did you mean {near}?" if near else ""))
    try:
        return msgspec.convert(table, Wish)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_string(one) for one in value) + "]"
    return _string(str(value))


def _string(text: str) -> str:
    """A basic string of TOML."""
    out = []
    for char in text:
        if char in '"\\':
            out.append("\\" + char)
        elif ord(char) < 0x20 or ord(char) == 0x7F:
            out.append(f"\\u{ord(char):04x}")
        else:
            out.append(char)
    return '"' + "".join(out) + '"'
