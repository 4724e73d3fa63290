"""Findings by check and by resource as tables, the worst first."""

from collections.abc import Callable
from typing import Any

from ec2tui.core.model.finding import Severity
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.posture.catalog import BY_ID
from ec2tui.core.views.column import ABSENT, Column, SortKey
from ec2tui.core.views.finding_words import TONES
from ec2tui.core.views.findings_lines import check_lines
from ec2tui.core.views.findings_tally import WEIGHTS, CheckTally, ResourceTally, Tally
from ec2tui.core.views.instance_cells import text_cell
from ec2tui.core.views.resource import Resource
from ec2tui.core.views.sorting import by_id, by_number, by_text
from ec2tui.core.views.text import Align
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.core.views.vocabulary import FlagField, NumberField, TextField, Vocabulary

NONE: frozenset[Kind] = frozenset()


def _text(id: str, title: str, read: Callable[[Any], str], width: tuple[int, int]) -> Column[Any]:
    key = by_id if id in ("check", "id") else by_text
    tone = Tone.KEY if id == "check" else Tone.PLAIN
    return Column(
        id,
        title,
        "the checks",
        lambda item, _i, _n: text_cell(read(item), tone),
        lambda item, _i, _n: key(read(item)),
        *width,
        kinds=NONE,
    )


def _count(id: str, title: str, tone: Tone) -> Column[Any]:
    def cell(item: Any, _inventory: Inventory, _now: float) -> Cell:
        number = getattr(item.tally, id)
        return Cell(f"{number:,}", tone) if number else ABSENT

    def key(item: Any, _inventory: Inventory, _now: float) -> SortKey:
        return by_number(getattr(item.tally, id))

    return Column(id, title, "the checks", cell, key, len(title), 9, Align.RIGHT, NONE)


def _worst(item: Any, _inventory: Inventory, _now: float) -> Cell:
    """The worst severity that fails; else that something is not known, is accepted, or that all is well."""
    found: Tally = item.tally
    if found.worst is not None:
        return Cell(found.worst.value, TONES[found.worst])
    if found.unknown:
        return Cell("unknown", Tone.WARN)
    if found.accepted:
        return Cell("accepted", Tone.DIM)
    return Cell("pass", Tone.GOOD) if found.passing else ABSENT


WORST: Column[Any] = Column(
    "worst", "Worst", "the checks", _worst, lambda i, _v, _n: (False, i.tally.rank), 8, 8, kinds=NONE
)
_BY_SEVERITY = tuple(_count(one.value, one.value.title(), TONES[one]) for one in reversed(Severity))
FAILING = _count("failing", "Fail", Tone.PLAIN)
_OTHERS = (_count("unknown", "Unknown", Tone.WARN), _count("accepted", "Accepted", Tone.DIM))
PASSING = _count("passing", "Pass", Tone.GOOD)
LOST = _count("lost", "Points lost", Tone.PLAIN)

CHECK_COLUMNS: tuple[Column[Any], ...] = (
    WORST,
    _text("check", "Check", lambda c: c.key.id, (6, 6)),
    _text("title", "What it says", lambda c: c.title, (24, 70)),
    FAILING,
    *_OTHERS,
    PASSING,
    LOST,
    _text("severity", "Severity", lambda c: c.severity.value, (8, 8)),
    _text("kind", "About", lambda c: c.kind.value, (9, 24)),
)
"""Every column of the table of checks."""

RESOURCE_COLUMNS: tuple[Column[Any], ...] = (
    WORST,
    _text("name", "Name", lambda r: r.name, (12, 36)),
    _text("id", "Resource", lambda r: r.key.id, (12, 24)),
    _text("kind", "Kind", lambda r: r.kind.value, (9, 20)),
    *_BY_SEVERITY,
    *_OTHERS,
    PASSING,
    LOST,
    _text("region", "Region", lambda r: r.key.region, (9, 14)),
    _text("account", "Account", lambda r: r.key.account, (12, 12)),
)
"""Every column of the table of resources."""


def score_lines(found: Tally) -> tuple[Line, ...]:
    """How the score of something comes about."""
    if found.score is None:
        return ((Cell("Nothing was judged that counts.", Tone.DIM),),)
    points = f"{found.points:,} of {found.most:,} points: each pass of a check brings its weight."
    lines: list[Line] = [
        (Cell("Score ", Tone.DIM), Cell(f"{found.score} of 100", Tone.HEADING)),
        (Cell(points, Tone.DIM),),
        (),
    ]
    for one in reversed(Severity):
        number = getattr(found, one.value)
        if number:
            lost = f"{number:>5,} × {WEIGHTS[one]:>2} = {number * WEIGHTS[one]:>6,} points lost"
            lines.append((Cell(f"{one.value:<9}", TONES[one]), Cell(lost)))
    if found.unknown:
        lines.append((Cell(f"{'unknown':<9}", Tone.WARN), Cell(f"{found.unknown:>5,} count as not passed")))
    if found.accepted:
        lines.append((Cell(f"{'accepted':<9}", Tone.DIM), Cell(f"{found.accepted:>5,} are left out")))
    return tuple(lines)


def _check_detail(item: CheckTally, _inventory: Inventory, _now: float) -> tuple[Line, ...]:
    return check_lines(BY_ID[item.key.id])


def _score_detail(item: Any, _inventory: Inventory, _now: float) -> tuple[Line, ...]:
    return score_lines(item.tally)


def _number(name: str) -> Callable[[Any, Inventory, float], float]:
    return lambda item, _inventory, _now: getattr(item.tally, name)


def _open(found: Tally) -> bool:
    return bool(found.failing or found.unknown)


def _worst_words(found: Tally) -> tuple[str, ...]:
    return (found.worst.value,) if found.worst else ()


_COUNTS: tuple[NumberField[Any], ...] = tuple(
    NumberField(name, f"how many {words}: {name}>3", _number(name), {})
    for name, words in (
        ("failing", "fail"),
        ("critical", "fail as critical"),
        ("high", "fail as high"),
        ("medium", "fail as medium"),
        ("low", "fail as low"),
        ("unknown", "are not known"),
        ("accepted", "are accepted"),
        ("passing", "pass"),
        ("lost", "points are lost"),
    )
)

_FAILS: tuple[FlagField[Any], ...] = (
    FlagField("fails", "something fails", lambda i, _: bool(i.tally.failing)),
    FlagField("clean", "nothing fails, and everything is known", lambda i, _: not _open(i.tally)),
)

CHECK_WORDS: Vocabulary[CheckTally] = Vocabulary(
    "check",
    (
        TextField("check", "the check's id", lambda c, _: (c.key.id,)),
        TextField("title", "what it says", lambda c, _: (c.title,)),
        TextField("severity", "its usual severity", lambda c, _: (c.severity.value,)),
        TextField("worst", "the worst severity that fails", lambda c, _: _worst_words(c.tally)),
        TextField("kind", "what it is about", lambda c, _: (c.kind.value,)),
    ),
    _COUNTS,
    _FAILS,
    lambda c: f"{c.key.id}\n{c.title}\n{c.kind.value}".casefold(),
    None,
)
"""The words of queries about checks."""

RESOURCE_WORDS: Vocabulary[ResourceTally] = Vocabulary(
    "resource",
    (
        TextField("id", "the resource's id", lambda r, _: (r.key.id,)),
        TextField("name", "its name", lambda r, _: (r.name,) if r.name else ()),
        TextField("worst", "the worst severity that fails", lambda r, _: _worst_words(r.tally)),
        TextField("kind", "instances, security groups, …", lambda r, _: (r.kind.value,)),
        TextField("region", "the region", lambda r, _: (r.key.region,)),
        TextField("account", "the account's number", lambda r, _: (r.key.account,)),
    ),
    _COUNTS,
    _FAILS,
    lambda r: f"{r.key.id}\n{r.name}".casefold(),
    None,
)
"""The words of queries about resources with findings."""


def _column_of(columns: tuple[Column[Any], ...]) -> Callable[[str], Column[Any] | None]:
    by_name = {column.id: column for column in columns}
    return lambda id: by_name.get(id)


CHECKS: Resource[CheckTally] = Resource(
    noun="check",
    plural="checks",
    kind=Kind.INSTANCES,
    columns=CHECK_COLUMNS,
    shown=("worst", "check", "failing", "title", "unknown", "accepted", "passing", "lost", "kind"),
    sort=WORST.id,
    column=_column_of(CHECK_COLUMNS),
    words=CHECK_WORDS,
    sections=(("check", "Why and how", _check_detail), ("score", "Score", _score_detail)),
    keyed=frozenset({Kind.FINDINGS}),
    title=lambda c: f"{c.key.id} {c.title}",
)

RESOURCES: Resource[ResourceTally] = Resource(
    noun="resource",
    plural="resources",
    kind=Kind.INSTANCES,
    columns=RESOURCE_COLUMNS,
    shown=(
        "worst",
        "name",
        "id",
        "kind",
        "critical",
        "high",
        "medium",
        "low",
        "unknown",
        "accepted",
        "passing",
        "region",
    ),
    sort=WORST.id,
    column=_column_of(RESOURCE_COLUMNS),
    words=RESOURCE_WORDS,
    sections=(("score", "Score", _score_detail),),
    keyed=frozenset({Kind.FINDINGS}),
    title=lambda r: r.name or r.key.id,
)
