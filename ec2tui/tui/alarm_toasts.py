"""That alarms changed their state while one watches, as short messages."""

from typing import TYPE_CHECKING, Literal

from ec2tui.core.model.alarm import ALARM, INSUFFICIENT, OK
from ec2tui.core.views.text import clean
from ec2tui.services.alarm_news import News

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

NAMED = 4
"""How many alarms are named in one piece of news."""

LONG = 12.0
"""Seconds for which news of alarms that were raised show."""

_WENT = {ALARM: "went to ALARM", OK: "are OK", INSUFFICIENT: "lost their data"}
_ONE = {ALARM: "went to ALARM", OK: "is OK", INSUFFICIENT: "lost its data"}


def announce(screen: "MainScreen", news: tuple[News, ...]) -> None:
    """One short message for each state that alarms went to."""
    for one in news:
        raised = one.state == ALARM
        severity: Literal["error", "warning", "information"] = (
            "error" if raised else "warning" if one.state == INSUFFICIENT else "information"
        )
        screen.notify(
            clean(words(one), 400), severity=severity, markup=False, timeout=LONG if raised else LONG / 2
        )


def words(news: News) -> str:
    """`3 alarms went to ALARM: a, b, c` (untrusted)."""
    count = len(news.alarms)
    went = (_ONE if count == 1 else _WENT).get(news.state, f"went to {news.state}")
    names = ", ".join(alarm.name for alarm in news.alarms[:NAMED])
    more = f" and {count - NAMED} more" if count > NAMED else ""
    return f"{count} alarm{'s' if count > 1 else ''} {went}: {names}{more}"
