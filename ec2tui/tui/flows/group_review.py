"""Reviews of changes of groups and their rules: read anew, built with how ends are held, and shown."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from ec2tui.core.changes.change import Change, Unready
from ec2tui.core.changes.plan import Step
from ec2tui.core.changes.time_box import Boxing
from ec2tui.core.grammar.spec import RuleSpec
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.services.boxing import Held, boxing_of
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.groups import read_group
from ec2tui.services.listing import Gap
from ec2tui.services.review import review
from ec2tui.services.rule_lines import read_names
from ec2tui.tui.flows.changing import show_review
from ec2tui.tui.screens.review import Offer

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

Build = Callable[[Inventory, Boxing], Sequence[Change | Step] | Unready]
"""The steps from what was just read, with how ends are held."""


async def review_groups(
    screen: "MainScreen",
    title: str,
    groups: Sequence[Key],
    build: Build,
    specs: Iterable[RuleSpec] = (),
    ends: bool = False,
    note: str = "",
) -> bool:
    """Reviews what `build` makes of these groups; `specs` are those whose names must be read for it.

    How ends are held is looked up only when some rule `ends`. What could not be read is said, and nothing is
    planned then. True when the last that was shown could not be applied: what was asked for must be another.
    """
    stuck = False

    async def make(context: ChangeContext) -> Offer | str:
        nonlocal stuck
        made = await plan(context)
        stuck = isinstance(made, str) or made.review.level is Level.BLOCK
        return made

    async def plan(context: ChangeContext) -> Offer | str:
        gaps = [gap for group in groups for gap in await read_group(screen.session, group)]
        gaps += [gap for group in groups[:1] for gap in await read_names(screen.session, group, specs)]
        if unread := grave(gaps):
            return unread
        held = await _held(screen, context, groups[0].region) if ends else Held(Boxing())
        wanted = build(context.store.inventory, held.boxing)
        if isinstance(wanted, Unready):
            return wanted.reason
        notes = (told for told in (_weaker(held), note) if told)
        return Offer(await review(context, wanted), " · ".join(notes))

    await show_review(screen, title, make)
    return stuck


async def _held(screen: "MainScreen", context: ChangeContext, region: str) -> Held:
    own = screen.around.security_groups
    return await boxing_of(context, region, "", own.scheduler_role, own.dead_letter_queue)


def grave(gaps: Iterable[Gap]) -> str:
    """Why nothing can be planned after these reads, empty when it can; a schedule not known is no reason."""
    for gap in gaps:
        if gap.kind is not Kind.SCHEDULES:
            problem = gap.problem
            return f"Nothing was planned: {gap.kind} could not be read: {problem.hint or problem.message}"
    return ""


def open_group(screen: "MainScreen") -> Key:
    """The group whose rules or users show, else the one under the cursor."""
    return screen.view.whose or screen.selected_keys(cursor_only=True)[0]


def _weaker(held: Held) -> str:
    if not held.weaker:
        return ""
    return (
        f"WEAKER: no schedule holds the end, since {held.weaker}. After its time the rule stays open until"
        " this program is started or `ec2tui sweep` runs; R on page 2, or `ec2tui sg scheduler-role`, sets"
        " the role up."
    )
