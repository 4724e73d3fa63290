"""When a rule shall end, said alone: `1h`, `for 1h`, `until 2026-01-31T18:00Z`, `now` or `never`."""

from enum import StrEnum
from typing import NamedTuple

from ec2tui.core.grammar.completion import Completion
from ec2tui.core.grammar.line import parse
from ec2tui.core.grammar.mistake import Mistake


class Ending(StrEnum):
    """The ends that are no time to come."""

    NOW = "now"
    NEVER = "never"


class NoEnding(NamedTuple):
    """Why a text says no end, as a sentence."""

    reason: str


_OFFERS = (
    ("30m", ""),
    ("1h", ""),
    ("4h", ""),
    ("8h", ""),
    ("1d", ""),
    ("until", "a time: until 2026-01-31T18:00Z"),
    (Ending.NOW.value, "revoke it, and its schedule with it"),
    (Ending.NEVER.value, "take the end away: the rule stays"),
)
"""What completion offers."""


def ending(text: str, now: int) -> int | Ending | NoEnding:
    """The time (epoch seconds) counted from `now`, or a word; or why the text says neither."""
    said = " ".join(text.split())
    if said.lower() in tuple(Ending):
        return Ending(said.lower())
    if not said:
        return NoEnding("How long is missing: 1h, until 2026-01-31T18:00Z, now or never.")
    first = said.split()[0].lower()
    if first not in ("for", "until"):
        said = f"until {said}" if "T" in said.upper() and ":" in said else f"for {said}"
    # The grammar of lines knows what an end may be; the rest of the line is only there to carry it.
    read = parse(f"all from 0.0.0.0/0 {said}")
    if isinstance(read, Mistake):
        return NoEnding(str(read))
    until = read.spec.until if read.spec.lasts is None else now + read.spec.lasts
    if until is None:
        return NoEnding("That says no end.")
    return until if until > now else NoEnding("That is past already; now revokes the rule.")


def complete_ending(text: str, position: int) -> tuple[Completion, ...]:
    """What the text before the position can become."""
    typed = text[:position].lower()
    offers = (offer for offer in _OFFERS if offer[0].startswith(typed) and offer[0] != typed)
    return tuple(Completion(0, position, word, note) for word, note in offers)
