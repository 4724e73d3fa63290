"""`T`: gives rules an end, moves it, takes it away, or ends them now; after a review."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.plan import Step, shifted
from ec2tui.core.changes.time_box import Boxing, end_of, ended, retimed
from ec2tui.core.grammar.ending import Ending, NoEnding, ending
from ec2tui.core.grammar.line import format_rule
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.views.durations import stamp
from ec2tui.tui.flows.group_review import review_groups
from ec2tui.tui.flows.rule_editing import groups_of, rule_at
from ec2tui.tui.screens.how_long import HowLong

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


async def time_box(screen: "MainScreen") -> None:
    """Asks until when the marked rules, else the one under the cursor, shall stay."""
    keys = screen.selected_keys()
    inventory, clock = screen.session.store.inventory, screen.session.clock.now
    one = rule_at(inventory, keys[0]) if len(keys) == 1 else None
    what = keys[0].id if len(keys) == 1 else f"{len(keys)} rules"
    state = ["A span counts from the review."]
    if one is not None:
        end = end_of(one)
        state = [format_rule(one), f"It ends {stamp(end)}." if end else "It has no end.", *state]
    text = await screen.app.push_screen_wait(HowLong(f"How long shall {what} stay?", state, clock))
    if text is None:
        return

    def build(inventory: Inventory, boxing: Boxing) -> Sequence[Step] | Unready:
        until = ending(text, int(clock()))
        if isinstance(until, NoEnding):
            return Unready(until.reason)
        steps: list[Step] = []
        for key in keys:
            rule = rule_at(inventory, key)
            if rule is None:
                return Unready(f"{key.id} is gone.")
            if until is Ending.NOW:
                part = ended(rule, inventory)
            else:
                part = retimed(rule, None if until is Ending.NEVER else until, inventory, boxing)
            steps += [shifted(step, len(steps)) for step in part]
        return steps

    ends = text.strip().lower() not in tuple(Ending)
    await review_groups(screen, f"Time-box {what}", groups_of(inventory, keys), build, ends=ends)
