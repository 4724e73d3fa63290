"""What `ls` was asked for: the query, the columns and the order, checked before AWS is asked."""

from typing import Any

import msgspec

from ec2tui.cli.context import Context
from ec2tui.cli.failure import usage
from ec2tui.core.config.mistake import nearest
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.choices import View
from ec2tui.core.views.column import Column
from ec2tui.core.views.instances import COLUMNS, DEFAULT_COLUMNS, column
from ec2tui.core.views.query import Mistake, Query, parse
from ec2tui.core.views.query_fields import INSTANCES
from ec2tui.core.views.text import clean
from ec2tui.core.views.vocabulary import Vocabulary

InstanceColumn = Column[Instance]


OF_IAM = frozenset({Kind.INSTANCE_PROFILES})
"""What another service than EC2 tells of instances, which AWS's read-only policies for EC2 leave out."""


class Order(msgspec.Struct, frozen=True):
    """A column to sort by."""

    column: InstanceColumn
    reverse: bool = False


class Asked(msgspec.Struct, frozen=True):
    """What to list: `named` are the columns that were chosen (none: the usual ones).

    `explicit` says whether they were chosen for this listing, by an option or a view.
    """

    query: Query
    named: tuple[InstanceColumn, ...]
    order: Order | None
    explicit: bool = False

    @property
    def shown(self) -> tuple[InstanceColumn, ...]:
        """The columns of a table."""
        return self.named or default_columns()

    def kinds(self, form: str) -> set[Kind]:
        """The kinds that must be read for an output form."""
        usual = self.shown if form in ("table", "csv") else ()
        told = OF_IAM if form == "json" else frozenset()
        return {kind for one in usual for kind in one.kinds} | self._asked_for | told

    @property
    def aside(self) -> frozenset[Kind]:
        """What is shown where it may be read: nobody asked for it, its denial is said and fails nothing."""
        return OF_IAM - self._asked_for - self.query.kinds

    @property
    def _asked_for(self) -> frozenset[Kind]:
        ordering = (self.order.column,) if self.order else ()
        return frozenset(
            kind for one in (*(self.named if self.explicit else ()), *ordering) for kind in one.kinds
        )


def asked(context: Context) -> Asked:
    """What the options say, over the view that they name, over the configuration."""
    options, ui = context.options, context.settings.ui
    view = view_of(context, options.view) if options.view else View()
    usual = ui.sort if options.output == "table" else ""
    return Asked(
        query_of([view.query], f"view {options.view}") & query_of(options.query),
        columns_of(options.columns or view.columns or ui.columns),
        order_of(options.sort or view.sort or usual),
        bool(options.columns or view.columns),
    )


def view_of(context: Context, name: str) -> View:
    """The view of this name; a failure that names the nearest one, or says why views are not known."""
    chosen = context.chosen()
    view = chosen.views.get(name)
    if view is not None:
        return view
    if chosen.problem:
        raise usage(f"view {name!r}: {chosen.problem}")
    near, names = chosen.nearest(name), ", ".join(sorted(chosen.views))
    advice = f"did you mean {near}?" if near else f"one of {names}" if names else "there is none yet"
    raise usage(f"unknown view {name!r}: {advice}")


def query_of(words: list[str], subject: str = "query", vocabulary: Vocabulary[Any] = INSTANCES) -> Query:
    """The query that the words mean; a failure that points at its first mistake."""
    text = " ".join(words)
    query = parse(text, vocabulary)
    if not isinstance(query, Mistake):
        return query
    # Cleaning may change the length of what stands before the mistake, so the caret counts cleaned text.
    shown, before = clean(text, 4 * len(text) + 8), clean(text[: query.position], 4 * len(text) + 8)
    marker = " " * len(before) + "^" * max(1, min(query.length, max(1, len(text) - query.position)))
    hint = f" (try {query.suggestion})" if query.suggestion and query.suggestion not in query.message else ""
    raise usage(f"{subject}: {query.message}{hint}\n  {shown}\n  {marker}")


def columns_of(names: tuple[str, ...]) -> tuple[InstanceColumn, ...]:
    """The columns with these ids; a failure that names the nearest valid one."""
    return tuple(_column(name, "column") for name in names)


def default_columns() -> tuple[InstanceColumn, ...]:
    """The usual columns but those that cost a call per instance; naming such a column reads it."""
    usual = (column(name) for name in DEFAULT_COLUMNS)
    return tuple(one for one in usual if one is not None and Kind.PROTECTION not in one.kinds)


def order_of(field: str | None) -> Order | None:
    """The order that `--sort` means: a column's id, with `-` before it for descending."""
    if not field:
        return None
    return Order(_column(field.removeprefix("-"), "sort field"), field.startswith("-"))


def _column(name: str, word: str) -> InstanceColumn:
    found = column(name)
    if found is not None:
        return found
    ids = [known.id for known in COLUMNS]
    hint = nearest(name, ids)
    advice = f"did you mean {hint}?" if hint else f"one of {', '.join(ids)}, tag:KEY"
    raise usage(f"unknown {word} {name!r}: {advice}")
