"""`ec2tui ls --watch`: the list again and again, at the pace of the screen, until ctrl+c."""

import asyncio
from collections.abc import Iterable

import msgspec

from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import usage
from ec2tui.cli.instance_rows import fitting, in_order, table
from ec2tui.cli.live import live_of
from ec2tui.cli.problems import failure_of, gap_lines
from ec2tui.cli.reading import connected, judge_images
from ec2tui.cli.selection import Asked, asked
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import SIGNED_OUT, Outcome, Problem
from ec2tui.core.model.reading import Reading
from ec2tui.core.views.durations import iso
from ec2tui.core.views.header import STALE_AFTER
from ec2tui.core.views.instance_json import as_json
from ec2tui.services.catalogue import catalogue
from ec2tui.services.listing import Gap, keys_of
from ec2tui.services.session import BY_ID_KINDS, Session
from ec2tui.services.watch import Watcher

REDRAW = 0.5
"""Seconds between two drawings on a terminal at least, while rows stream in."""

USUAL_ROWS = 24
"""Lines of a terminal that does not tell its size."""


class _Look(msgspec.Struct):
    """What there is to show at one moment; equal to another that would look the same."""

    rows: tuple[Instance, ...]
    undecided: int
    readings: tuple[tuple[Kind, float | None, object], ...]
    tables: tuple[object, ...]


def run(context: Context) -> ExitCode:
    """Watches until it is interrupted; a failure when the credentials are lost."""
    if context.options.output not in ("table", "json"):
        raise usage("--watch shows tables or JSON arrays; choose -o table or -o json")
    return asyncio.run(_watch(context, asked(context)))


async def _watch(context: Context, wanted: Asked) -> ExitCode:
    kinds = wanted.kinds(context.options.output) | wanted.query.kinds | {Kind.INSTANCES}
    async with connected(context) as session:
        judge_images(context, session, kinds)
        watcher = Watcher(session, context.settings.ui.refresh)
        watcher.want(kinds - BY_ID_KINDS)
        news = asyncio.Event()
        defects: list[BaseException] = []

        def broken(error: BaseException) -> None:
            defects.append(error)
            news.set()

        watcher.on_defect = broken
        session.store.subscribe(news.set)
        identity = asyncio.create_task(session.identify())
        watcher.start()
        page = _Page(context, session, watcher, wanted, kinds)
        try:
            while True:
                await news.wait()
                news.clear()
                if defects:
                    raise defects[0]
                if await page.turn():
                    await context.clock.sleep(REDRAW)
        finally:
            identity.cancel()
            page.close()
            await watcher.stop()


class _Page:
    """Shows what is known when it has changed: in place on a terminal, else one document a pass."""

    def __init__(
        self, context: Context, session: Session, watcher: Watcher, wanted: Asked, kinds: set[Kind]
    ) -> None:
        self._context = context
        self._session = session
        self._watcher = watcher
        self._wanted = wanted
        self._kinds = sorted(kinds)
        self._live = context.output.live and context.options.output == "table"
        self._metrics = live_of(context, session, wanted)
        self._refused: Problem | None = None
        self._shown: _Look | None = None
        self._said: list[str] = []

    async def turn(self) -> bool:
        """Shows what is new; whether it was drawn on a terminal, which need not be done all the time."""
        problem = self._session.problem
        if problem is not None and problem.outcome in SIGNED_OUT:
            raise failure_of(problem)
        if not self._ready():
            return False
        await self._read_by_id()
        look = self._look()
        if look == self._shown:
            return False
        again = self._shown is not None
        self._shown = look
        lines = self._lacks(look)
        if self._live:
            self._draw(look, lines)
            return True
        self._append(look, again)
        if lines != self._said:
            self._said = lines
            for line in lines:
                say(line)
        return False

    def close(self) -> None:
        """Gives the terminal back as it was."""
        if self._live and self._shown is not None:
            self._context.output.leave_frame()

    def _readings(self) -> Iterable[tuple[Kind, Reading]]:
        inventory = self._session.store.inventory
        whole = [kind for kind in self._kinds if kind not in BY_ID_KINDS]
        return ((kind, inventory.reading(s, kind)) for s in self._session.sources() for kind in whole)

    def _ready(self) -> bool:
        """Whether a pass is over everywhere; a terminal shows what has come from anywhere."""
        done = [not r.loading and (r.known or r.problem is not None) for _, r in self._readings()]
        return any(done) if self._live else all(done)

    async def _read_by_id(self) -> None:
        """Reads the facts that cost a call of their own, of what may be listed, unless they are fresh."""
        if Kind.PUBLIC_PARAMETERS in self._kinds:
            for kind, keys in catalogue(self._session):
                self._watcher.look_at(kind, keys)
                await self._watcher.looked()
        for kind in self._kinds:
            if kind in BY_ID_KINDS:
                may_match = [one for one, answer in self._answers() if answer is not False]
                if kind is Kind.METRICS:
                    await self._read_metrics(tuple(may_match))
                    continue
                self._watcher.look_at(kind, keys_of(kind, may_match))
                await self._watcher.looked()

    async def _read_metrics(self, rows: tuple[Instance, ...]) -> None:
        """Reads metrics within the budget; what is over it is told where problems are."""
        problem = await self._metrics(rows) if self._metrics else None
        if problem is not None and problem.outcome is Outcome.REFUSED and self._refused is None:
            self._refused = problem
            for source in self._session.sources():
                self._session.store.fail(source, Kind.METRICS, problem)

    def _answers(self) -> list[tuple[Instance, bool | None]]:
        inventory, now = self._session.store.inventory, self._context.clock.now()
        matches = self._wanted.query.matches
        return [
            (one, matches(one, inventory, now)) for one in tuple(inventory.table(Kind.INSTANCES).values())
        ]

    def _look(self) -> _Look:
        inventory, now = self._session.store.inventory, self._context.clock.now()
        answers = self._answers()
        found = (one for one, answer in answers if answer)
        return _Look(
            rows=tuple(in_order(found, self._wanted.order, inventory, now)),
            undecided=sum(answer is None for _, answer in answers),
            readings=tuple((kind, r.complete_at, r.problem) for kind, r in self._readings()),
            tables=tuple(inventory.table(kind) for kind in self._kinds),
        )

    def _lacks(self, look: _Look) -> list[str]:
        inventory = self._session.store.inventory
        gaps = [
            Gap(source, kind, problem)
            for source in self._session.sources()
            for kind in self._kinds
            if (problem := inventory.reading(source, kind).problem) is not None
        ]
        lines = gap_lines(gaps)
        if look.undecided:
            lines.append(f"{look.undecided} instances are not listed: what decides the query is not known")
        return lines

    def _append(self, look: _Look, again: bool) -> None:
        output, inventory = self._context.output, self._session.store.inventory
        if self._context.options.output == "json":
            output.array_items(as_json(one, inventory) for one in look.rows)
            output.close_array()
            return
        if again:
            output.line("")
        table(output, look.rows, self._wanted.shown, inventory, self._context.clock.now())

    def _draw(self, look: _Look, lines: list[str]) -> None:
        output, inventory = self._context.output, self._session.store.inventory
        now = self._context.clock.now()
        terminal = self._context.machine.terminal()
        room = max(1, (terminal.rows or USUAL_ROWS) - len(lines) - 3)
        rows = look.rows[:room]
        width = 0 if self._wanted.named else terminal.columns
        columns = fitting(self._wanted.shown, rows, inventory, now, width)
        with output.frame([self._status(look, now, len(rows)), *lines]):
            table(output, rows, columns, inventory, now, cut=bool(width))

    def _status(self, look: _Look, now: float, drawn: int) -> str:
        inventory = self._session.store.inventory
        count = f"{len(look.rows):,} instances" + (f", {drawn:,} fit" if drawn < len(look.rows) else "")
        parts = [count]
        for source in self._session.sources():
            reading = inventory.reading(source, Kind.INSTANCES)
            read = f" {iso(int(reading.complete_at))}" if reading.complete_at is not None else ""
            parts.append(f"{source.region} {reading.status(now, STALE_AFTER)}{read}")
        return " · ".join([*parts, self._watcher.pace.words, "ctrl+c ends"])
