"""A rule that is open for a time only: how long it still has, and what will close it."""

from ec2tui.core.changes.time_box import schedule_of
from ec2tui.core.grammar.expiry import EXPIRES_AT
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.schedule import ENABLED, LATEST, Schedule
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.views.durations import DAY, HOUR, MINUTE, human, stamp
from ec2tui.core.views.lines import BLANK, heading, labelled, said
from ec2tui.core.views.rule_words import expires
from ec2tui.core.views.tone import Cell, Line, Tone

BY_SECONDS = 10 * MINUTE
"""Under that span seconds are told, and count."""


def span_left(seconds: float) -> str:
    """A span in its two largest units: `2d 3h`, `1h 29m`, `29m`, `4m 05s`, `42s`."""
    left = max(int(seconds), 0)
    if left >= DAY:
        return f"{left // DAY}d {left % DAY // HOUR}h"
    if left >= HOUR:
        return f"{left // HOUR}h {left % HOUR // MINUTE:02}m"
    if left >= BY_SECONDS:
        return f"{left // MINUTE}m"
    return f"{left // MINUTE}m {left % MINUTE:02}s" if left >= MINUTE else f"{left}s"


def left_cell(rule: SecurityGroupRule, now: float) -> Cell:
    """How long it still has; one that is there after its end, or whose end cannot be read, stands out."""
    at = expires(rule)
    if at is None:
        return Cell("unreadable", Tone.BAD) if EXPIRES_AT in dict(rule.tags) else Cell("-", Tone.DIM)
    if at <= now:
        return Cell("past its end", Tone.BAD)
    return Cell(f"{span_left(at - now)} left", Tone.WARN if at - now < BY_SECONDS else Tone.INFO)


def holding_lines(rule: SecurityGroupRule, inventory: Inventory, now: float) -> tuple[Line, ...]:
    """What of the three will close it: the tag that says when, a schedule, and this program's sweep."""
    told = dict(rule.tags).get(EXPIRES_AT)
    if told is None:
        return (labelled("Ends", "never: T gives it an end", tone=Tone.DIM),)
    at = expires(rule)
    if at is None:
        return (
            BLANK,
            heading("Open for a time"),
            labelled("Tag", said(told, Tone.BAD), "is no time: nothing ends it"),
        )
    ended = Cell(f"ended {human(now - at)} ago", Tone.BAD) if at <= now else left_cell(rule, now)
    return (
        BLANK,
        heading("Open for a time"),
        labelled("Tag", f"until {stamp(at)}", ended),
        labelled("Schedule", *_schedule(schedule_of(rule, inventory), at, now)),
        labelled("Sweep", "after its end ec2tui tells it at a start, and `ec2tui sweep` revokes it"),
    )


def _schedule(found: Schedule | Missing, at: int, now: float) -> tuple[Cell, ...]:
    if isinstance(found, Missing):
        if found is not Missing.GONE:
            words = {
                Missing.DENIED: "not known: denied by AWS",
                Missing.FAILED: "not known: could not be read",
            }
            return (Cell(words.get(found, "not read yet"), Tone.WARN if found in words else Tone.DIM),)
        late = (
            "gone, and it revoked nothing" if at <= now else "none: nothing closes it while ec2tui is not run"
        )
        return (Cell(late, Tone.BAD if at <= now else Tone.WARN),)
    if found.state not in ("", ENABLED) or found.at is None:
        return (Cell("does not fire", Tone.BAD), said(found.state, Tone.DIM))
    if found.at > at + LATEST:
        return (Cell(f"fires late, {stamp(found.at)}", Tone.BAD),)
    return (
        Cell("holds", Tone.GOOD),
        Cell(f"revokes it {stamp(found.at)}"),
        said(found.role_arn.rpartition(":")[2]),
    )
