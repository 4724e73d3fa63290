"""Rules that are still there after their end: told at the start, and revoked by a review."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ec2tui.core.actions.catalog import action, key_label
from ec2tui.core.changes.time_box import end_of
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.views import rule_words
from ec2tui.core.views.durations import human
from ec2tui.core.views.text import clean
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.review import review
from ec2tui.services.sweeping import LATENESS, Overdue, find_overdue, sweep_steps
from ec2tui.tui.bindings import keys_of
from ec2tui.tui.screens.review import Offer, ReviewScreen

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

AGAIN = 900.0
"""Seconds after which is looked again for rules whose end has passed meanwhile."""

LONG = 12.0
"""Seconds that a message stays which the user did not ask for."""


async def at_start(screen: "MainScreen") -> None:
    """Tells of rules past their end, now and from time to time, each rule once."""
    told: set[Key] = set()
    while True:
        found = await find_overdue(screen.session, LATENESS)
        new = [rule for rule in found.rules if rule.key not in told]
        told.update(rule.key for rule in new)
        if new:
            _tell(screen, new)
        await screen.session.clock.sleep(AGAIN)


def _tell(screen: "MainScreen", rules: Sequence[SecurityGroupRule]) -> None:
    keys = keys_of(action("settle"), screen.around.keymap)
    how = key_label(keys[0]) if keys else "the palette"
    words = overdue_words(rules, screen.session.clock.now(), how, screen.session.scope.read_only)
    screen.notify(clean(words, 400), severity="warning", markup=False, timeout=LONG)


async def offer(screen: "MainScreen") -> str:
    """Reviews revoking what is past its end; a sentence when there is nothing to review."""
    found = await find_overdue(screen.session)
    if not found.rules:
        return _nothing(found)
    many = f"{len(found.rules)} rules past their end" if len(found.rules) > 1 else "1 rule past its end"

    async def make(context: ChangeContext) -> Offer | str:
        steps = sweep_steps(found.rules, context.store.inventory)
        return Offer(await review(context, steps), _gaps(found))

    changing = screen.around.changing
    if changing is None:
        return "Nothing can be changed here."
    title = f"Sweep: revoke {many}"
    sent = await screen.app.push_screen_wait(
        ReviewScreen(title, screen.session, changing, screen.around.clipboard, make)
    )
    if sent:
        screen.watcher.nudge()
    return ""


def overdue_words(rules: Sequence[SecurityGroupRule], now: float, keys: str, read_only: bool) -> str:
    """How many rules are past their end, which is the first, and what can be done."""
    first = min(rules, key=lambda rule: end_of(rule) or 0)
    since = human(now - (end_of(first) or 0))
    many = "1 rule that was opened for a time is" if len(rules) == 1 else f"{len(rules)} time-boxed rules are"
    named = f"{rule_words.traffic(first)} of {first.group_id}, ended {since} ago"
    does = "read-only: nothing is revoked" if read_only else f"{keys} reviews revoking"
    return f"{many} still open: {named}. {does}."


def _nothing(found: Overdue) -> str:
    return _gaps(found) or "No plan was interrupted, and no rule is past its end."


def _gaps(found: Overdue) -> str:
    """Where could not be looked, as a sentence; empty when everywhere was."""
    regions = sorted({gap.source.region for gap in found.gaps if gap.kind is Kind.RULES})
    return f"Rules could not be read in {', '.join(regions)}." if regions else ""
