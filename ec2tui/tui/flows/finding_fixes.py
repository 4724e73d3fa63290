"""Fixes and exceptions: findings become a plan, and the review decides as for any other change."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from ec2tui.core.changes.change import Change, Unready
from ec2tui.core.changes.finding_fixes import Fix, fix_of, idle
from ec2tui.core.changes.plan import Step, shifted
from ec2tui.core.changes.tags import MAX_VALUE, TAGGED, SetTag
from ec2tui.core.model.finding import FindingStatus
from ec2tui.core.rules.accepting import TAG, tag_acceptance
from ec2tui.core.rules.posture.catalog import BY_ID
from ec2tui.core.views.findings_row import Found
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.request_facts import read_facts
from ec2tui.services.review import review
from ec2tui.tui.flows.answering import with_problems
from ec2tui.tui.flows.changing import show_review
from ec2tui.tui.screens.document import Document
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.prompt import Prompt
from ec2tui.tui.screens.review import Offer

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

FAILING = (FindingStatus.FAIL, FindingStatus.ACCEPTED)


async def fix(screen: "MainScreen") -> None:
    """Plans what mends the marked findings, else the one under the cursor; else shows the steps."""
    rows = _rows(screen)
    failing = [row for row in rows if row.finding.status in FAILING]
    if not failing:
        screen.say("It does not fail: there is nothing to fix." if rows else "The finding is gone.")
        return
    fixes = list({one.id: one for row in failing for one in _fixes(screen, row)}.values())
    if not fixes:
        _steps(screen, failing[0])
        return
    chosen = fixes[0] if len(fixes) == 1 else await _choose(screen, fixes, failing)
    if chosen is None:
        return
    fitting = [row for row in failing if chosen.id in [one.id for one in _fixes(screen, row)]]
    text = ""
    if chosen.question:
        asked = Prompt(chosen.question, title=f"{chosen.words}: {_about(fitting)}")
        typed = await screen.app.push_screen_wait(asked)
        if typed is None:
            return
        text = typed
    await _review(screen, chosen, fitting, text, len(rows) - len(fitting))


def _rows(screen: "MainScreen") -> list[Found]:
    items = (cast("Found | None", screen.rows.item(key)) for key in screen.selected_keys())
    return [item for item in items if item is not None]


def _fixes(screen: "MainScreen", row: Found) -> list[Fix]:
    """The fixes that change something about a finding, the usual one first."""
    inventory = screen.session.store.inventory
    remedy = BY_ID[row.finding.check].fix(row.finding)
    found = (fix_of(builder) for builder in remedy.builders)
    return [one for one in found if one is not None and not idle(one, row.finding, inventory)]


async def _choose(screen: "MainScreen", fixes: Sequence[Fix], rows: Sequence[Found]) -> Fix | None:
    """Which of several fixes; None when it was left."""
    labels = {one.id: one.words for one in fixes}
    choices = [(one.id, "") for one in fixes]
    picked = await screen.app.push_screen_wait(Picker(f"Fix {_about(rows)}", choices, labels=labels))
    return next((one for one in fixes if picked and one.id == picked[0]), None)


def _about(rows: Sequence[Found]) -> str:
    if len(rows) != 1:
        return f"{len(rows)} findings"
    finding = rows[0].finding
    return f"{finding.check} of {rows[0].name or finding.resource.id}"


def _steps(screen: "MainScreen", row: Found) -> None:
    """What to do where no change of this program does it."""
    finding = row.finding
    lines: list[Line] = [
        (Cell(finding.title, Tone.HEADING),),
        (),
        (Cell("No change of this program mends it. What to do:", Tone.DIM),),
        (),
        (Cell(BY_ID[finding.check].remedy.steps),),
    ]
    screen.app.push_screen(Document(f"Fix {_about([row])}", tuple(lines), screen.around.clipboard.copy))


async def _review(screen: "MainScreen", chosen: Fix, rows: Sequence[Found], text: str, others: int) -> None:
    findings = [row.finding for row in rows]

    async def make(context: ChangeContext) -> Offer | str:
        keys = tuple(dict.fromkeys(finding.resource for finding in findings))
        problems = await read_facts(context, chosen.asks, keys) if chosen.asks else ()
        wanted: list[Change | Step] = []
        unready: list[str] = []
        inventory = context.store.inventory
        for finding in findings:
            part = chosen.build(finding, inventory, text)
            if isinstance(part, Unready):
                unready.append(part.reason)
                continue
            new = [shifted(one, len(wanted)) if isinstance(one, Step) else one for one in part]
            wanted += [one for one in new if one not in wanted]
        if unready and not wanted:
            return with_problems(unready[0], problems)
        left = [f"{others} more are mended otherwise, or do not fail."] if others else []
        return Offer(await review(context, wanted), " ".join((*left, *dict.fromkeys(unready))))

    await show_review(screen, f"{chosen.words}: {_about(rows)}", make)


async def accept(screen: "MainScreen") -> None:
    """Accepts the marked findings until a day by a tag on their resources, after a review."""
    rows = [row for row in _rows(screen) if row.finding.status in FAILING]
    if not rows:
        screen.say("Only what fails can be accepted.")
        return
    untagged = [row for row in rows if row.finding.kind not in TAGGED]
    if untagged:
        kind = untagged[0].finding.kind
        screen.say(f"The {kind} carry no tag that can say so: accept it by [[accept]] in the configuration.")
        return

    async def check(text: str) -> str:
        said = tag_acceptance(text)
        if said is None:
            return "It takes a day, who answers for it, and why: 2027-01-31 ops@example.com until it moves"
        if said.until <= screen.session.clock.now():
            return "That day is over."
        return "" if len(text.strip()) <= MAX_VALUE else f"AWS takes at most {MAX_VALUE} characters."

    year = datetime.fromtimestamp(screen.session.clock.now(), UTC).year + 1
    question = f"Last day, who answers for it, and why: {year}-01-31 ops@example.com until it moves"
    typed = await screen.app.push_screen_wait(Prompt(question, check=check, title=f"Accept {_about(rows)}"))
    if typed is None:
        return
    tags = [SetTag(r.finding.resource, TAG + r.finding.check, typed.strip(), r.finding.kind) for r in rows]

    async def make(context: ChangeContext) -> Offer | str:
        return Offer(await review(context, tags), "")

    await show_review(screen, f"Accept {_about(rows)}", make)
