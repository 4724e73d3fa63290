"""A row of the table: a figure of ours beside a rival's from the same run, and how far it should reach."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Measure = Callable[["Options"], Iterator["Figure"]]
"""Yields figures as they are measured."""


@dataclass(frozen=True)
class Options:
    """How much to measure: `runs` repetitions whose median counts, `instances` in the large account."""

    runs: int = 5
    instances: int = 10_000
    rows: int = 100_000
    idle_seconds: int = 60
    install: bool = False


@dataclass(frozen=True)
class Figure:
    """One measurement; `unit` is `s`, `ms`, `MB` or `%`.

    `reach` bounds the ratio to the rival, or ours itself when `absolute`; None only informs. A value that is
    None could not be measured, and `note` says why.
    """

    name: str
    ours: float | None
    rival: str = ""
    theirs: float | None = None
    unit: str = "s"
    reach: float | None = None
    absolute: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours by the rival's."""
        if self.ours is None or not self.theirs:
            return None
        return self.ours / self.theirs

    @property
    def reached(self) -> bool | None:
        """Whether the figure is within its reach; None when that cannot be said."""
        value = self.ours if self.absolute else self.ratio
        if self.reach is None:
            return None
        return None if value is None else value <= self.reach


HEADINGS = ("figure", "ours", "rival", "theirs", "ratio", "reach", "")


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    digits = 2 if unit in ("s", "%") else 1
    return f"{value:.{digits}f} {unit}"


def _cells(figure: Figure) -> tuple[str, ...]:
    ratio = figure.ratio
    if figure.reach is None:
        reach = ""
    else:
        reach = f"≤ {_value(figure.reach, figure.unit)}" if figure.absolute else f"≤ {figure.reach:g} ×"
    verdict = {True: "yes", False: "NO", None: "?" if figure.reach is not None else ""}[figure.reached]
    return (
        figure.name,
        _value(figure.ours, figure.unit),
        figure.rival,
        _value(figure.theirs, figure.unit) if figure.rival else "",
        "" if ratio is None else f"{ratio:.2f} ×",
        reach,
        verdict,
    )


def table(figures: list[Figure]) -> str:
    """The figures as one table in Markdown, with the notes below it."""
    rows = [HEADINGS, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, " | ".join("-" * width for width in widths))
    text = "\n".join(f"| {line} |" for line in lines)
    notes = [f"- {figure.name}: {figure.note}" for figure in figures if figure.note]
    return text + ("\n\n" + "\n".join(notes) if notes else "")
