"""What a user has chosen to look at: named views, and the columns and the order last used."""

import re
from collections.abc import Iterator

import msgspec

from ec2tui.core.views.instances import column
from ec2tui.core.views.query import Mistake, parse

NAME = re.compile(r"\w[\w.-]{0,39}")
"""What a view may be called, so that a shell and a palette take it as one word."""


class View(msgspec.Struct, frozen=True):
    """A query with its columns and its order; what is empty leaves that part as it is.

    `sort` is a column's id, with `-` before it for descending.
    """

    query: str = ""
    columns: tuple[str, ...] = ()
    sort: str = ""


class Choices(msgspec.Struct, frozen=True):
    """Views by name, and the columns and order of the instances table (empty: the usual ones)."""

    columns: tuple[str, ...] = ()
    sort: str = ""
    views: dict[str, View] = {}


def order_of(sort: str) -> tuple[str, bool]:
    """The column id that a sort names, and whether it is descending."""
    return sort.removeprefix("-"), sort.startswith("-")


def sort_text(column_id: str, reverse: bool) -> str:
    """The sort that `order_of` reads back."""
    return ("-" if reverse else "") + column_id


def unknown_columns(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of these ids that no column has."""
    return tuple(name for name in names if column(name) is None)


def mistakes(view: View) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a view: the field, why, and what may be offered instead (or empty)."""
    query = parse(view.query)
    if isinstance(query, Mistake):
        yield "query", f"character {query.position + 1}: {query.message}", query.suggestion or ""
    for name in unknown_columns(view.columns):
        yield "columns", f"unknown column '{name}'", name
    if view.sort and unknown_columns((order_of(view.sort)[0],)):
        yield "sort", f"unknown column '{order_of(view.sort)[0]}'", order_of(view.sort)[0]
