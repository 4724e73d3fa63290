"""`ec2tui check`: what is wrong with what there is, in forms for people, scripts and code scanning."""

import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ec2tui import __version__
from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode, exit_code_of
from ec2tui.cli.failure import usage
from ec2tui.cli.problems import gap_lines
from ec2tui.cli.reading import connected
from ec2tui.cli.selection import query_of
from ec2tui.core.config.checks import settings_of
from ec2tui.core.config.mistake import nearest
from ec2tui.core.model.finding import FindingStatus, Severity
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.rules.posture.catalog import BY_ID, CHECKS
from ec2tui.core.rules.posture.check import Check
from ec2tui.core.views.findings_baseline import GONE, Earlier, Looked, compared, earlier_of
from ec2tui.core.views.findings_fields import FINDINGS
from ec2tui.core.views.findings_json import check_json, finding_json
from ec2tui.core.views.findings_lines import TITLES, check_lines, row_cells, summary
from ec2tui.core.views.findings_row import TOLD, Found, finding_id, found, worst_first
from ec2tui.core.views.findings_sarif import sarif
from ec2tui.core.views.query import Query
from ec2tui.core.views.text import Align
from ec2tui.core.views.tone import Cell
from ec2tui.services.listing import Gap
from ec2tui.services.posture.asked import made
from ec2tui.services.posture.gaps import ALL, problems_behind, unlisted
from ec2tui.services.posture.local import note_local
from ec2tui.services.posture.reads import PostureReads
from ec2tui.services.posture.run import Posture
from ec2tui.services.session import ALL_REGIONS, Session

Row = tuple[Found, str]
"""A row with what a baseline says to it."""

MOST = 512 * 1024 * 1024
"""Bytes of a baseline that are read at most: a device has no end."""


class Left(msgspec.Struct, frozen=True):
    """The ids of checks that are switched off, and of those that need what nobody asked for; `deep` asks."""

    off: tuple[str, ...]
    unasked: tuple[str, ...]
    deep: bool


class Result(msgspec.Struct, frozen=True):
    """What was found, and in words what hides something.

    `gaps` are the reads that failed, `problems` those because of which rows are not known.
    """

    rows: list[Found]
    lacks: tuple[str, ...]
    looked: Looked
    gaps: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def run(context: Context) -> ExitCode:
    """Judges what the query asks for; the exit status is that of the contract."""
    options = context.options
    if options.explain:
        return _explain(context, options.explain)
    deep = options.deep or context.settings.checks.deep
    wanted, off = _wanted(options.only, context.settings.checks.off)
    checks, unasked = made(wanted, deep, named=bool(options.only))
    query = query_of(options.query, vocabulary=FINDINGS)
    if not checks:
        raise usage("every check is switched off: see [checks] off in the configuration")
    return asyncio.run(_check(context, checks, query, Left(off, unasked, deep)))


def _wanted(ids: Iterable[str] | None, off: Iterable[str]) -> tuple[tuple[Check, ...], tuple[str, ...]]:
    """The checks that are asked for, and the ids of those that are switched off; who is named is made."""
    if ids:
        return tuple(dict.fromkeys(_named(id) for id in ids)), ()
    unwanted = frozenset(off)
    return tuple(one for one in CHECKS if one.id not in unwanted), tuple(sorted(unwanted))


def _named(id: str) -> Check:
    """The check with this id in any case; a failure that names the nearest one."""
    check = BY_ID.get(id.upper())
    if check is None:
        hint = nearest(id.upper(), list(BY_ID))
        raise usage(f"unknown check {id!r}: " + (f"did you mean {hint}?" if hint else "see `ec2tui check`"))
    return check


def _explain(context: Context, id: str) -> ExitCode:
    check = _named(id)
    if context.options.output == "table":
        for line in check_lines(check):
            context.output.spans(line)
    else:
        context.output.document(check_json(check))
    return ExitCode.DONE


async def _check(context: Context, checks: tuple[Check, ...], query: Query, left: Left) -> ExitCode:
    earlier = await _earlier(context, context.options.baseline)
    policy = context.changing().policy
    async with connected(context) as session:
        session.store.judge_images_by(policy.images)
        settings = context.settings
        measures = settings_of(policy, settings.checks)
        posture = Posture(measures, (check.id for check in checks), settings.accept)
        reads = PostureReads(session, posture.reads | query.kinds, left.deep)
        await reads.read()
        await note_local(session, context.keys())
        if Kind.PRINCIPALS in posture.reads and session.identity is None and session.problem is not None:
            reads.gaps.append(Gap(session.sources()[0], Kind.PRINCIPALS, session.problem))
        now = context.clock.now()
        await asyncio.to_thread(posture.judge_at_once, session.store.inventory, now)
        result = _result(session, posture, checks, query, reads, now, left)
    rows = [(row, "") for row in result.rows]
    if earlier is not None:
        rows = compared(result.rows, earlier, (check.id for check in checks), result.looked)
        others = result.looked.elsewhere(earlier.values())
        if others:
            told = f"{others} findings of the baseline are of accounts or regions that are not looked at"
            result = msgspec.structs.replace(result, lacks=(*result.lacks, told))
    _write(context, checks, rows, result)
    return _exit_code(context.options.fail_on, result)


async def _earlier(context: Context, file: str | None) -> dict[str, Earlier] | None:
    """What failed in the run that the file is of; None when there is no file."""
    if not file:
        return None
    try:
        told = earlier_of(await asyncio.to_thread(_bytes, file))
    except OSError as error:
        told = f"cannot be read: {error.strerror}"
    if isinstance(told, str):
        raise usage(f"--baseline {file}: {told}")
    return told


def _bytes(file: str) -> bytes:
    with Path(file).expanduser().open("rb") as stream:
        return stream.read(MOST)


def _result(
    session: Session,
    posture: Posture,
    checks: tuple[Check, ...],
    query: Query,
    reads: PostureReads,
    now: float,
    left: Left,
) -> Result:
    """Everything that matches, worst first, with what hides something."""
    inventory = session.store.inventory
    unknown = unlisted(inventory, checks, session.sources(), session.account)
    rows = worst_first(found(finding, inventory) for finding in (*posture.findings(), *unknown))
    answers = [(row, query.matches(row, inventory, now)) for row in rows]
    matching = [row for row, answer in answers if answer]
    undecided = sum(answer is None for _, answer in answers)
    problems = problems_behind((row.finding for row in matching), inventory, session.sources())
    lacks = tuple(_lacks(session, reads, undecided, left))
    looked = _looked(session, rows)
    return Result(matching, lacks, looked, tuple(gap.problem for gap in reads.gaps), problems)


def _looked(session: Session, rows: list[Found]) -> Looked:
    """What was looked at, whatever was asked for of it."""
    every = (*session.regions, *(row.finding.region for row in rows))
    unlisted = ((row.finding.check, row.finding.region) for row in rows if row.finding.resource.id == ALL)
    places = frozenset((session.account, region) for region in every)
    return Looked(places, frozenset(finding_id(row.finding) for row in rows), frozenset(unlisted))


def _lacks(session: Session, reads: PostureReads, undecided: int, left: Left) -> Iterator[str]:
    """What hides something, a line each."""
    yield from gap_lines(reads.gaps)
    for one in reads.unread:
        yield (
            f"not read: {one.kind} of {one.items} instances in {one.region}, which costs calls for each; "
            "--deep reads them"
        )
    if left.off:
        yield f"switched off by [checks] off: {', '.join(left.off)}"
    if left.unasked:
        yield f"not made: {', '.join(left.unasked)}, which read user data; --deep makes them"
    if undecided:
        yield f"{undecided} findings are not listed: what decides the query could not be read for them"
    if session.scope.regions != ALL_REGIONS:
        yield f"looked at {', '.join(session.regions)} alone; --region all looks at every enabled region"


def _write(context: Context, checks: tuple[Check, ...], rows: list[Row], result: Result) -> None:
    output, form = context.output, context.options.output
    if form == "json":
        output.array_items(finding_json(row, word) for row, word in rows)
        output.close_array()
    elif form == "sarif":
        now, complete = int(context.clock.now()), not result.gaps
        output.document(sarif(rows, checks, __version__, now, result.lacks, complete))
    else:
        _table(context, rows)
        say(summary(row for row, _ in rows))
    for line in result.lacks:
        say(line)


def _table(context: Context, rows: list[Row]) -> None:
    """What has to be told; with a baseline also what it says to each, and what is gone."""
    worded = any(word for _, word in rows)
    told = [(row, word) for row, word in rows if row.finding.status in TOLD or word == GONE]
    if not told:
        return
    heads = ("Since", *TITLES) if worded else TITLES
    cells = [(*((Cell(word or "-"),) if worded else ()), *row_cells(row)) for row, word in told]
    context.output.table(heads, [Align.LEFT] * len(heads), cells)


def _exit_code(level: str | None, result: Result) -> ExitCode:
    """What a level calls for: 1 for a failure that reaches it, else what kept one from being known."""
    if level is None:
        return exit_code_of(*result.gaps)
    least = Severity(level).rank
    reached = [row.finding for row in result.rows if row.finding.severity.rank >= least]
    if any(finding.status is FindingStatus.FAIL for finding in reached):
        return ExitCode.FINDINGS
    unknown = any(finding.status is FindingStatus.UNKNOWN for finding in reached)
    return exit_code_of(*result.problems) if unknown else ExitCode.DONE
