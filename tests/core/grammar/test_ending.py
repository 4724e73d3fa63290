"""When a rule shall end, said alone."""

import pytest

from ec2tui.core.grammar.ending import Ending, NoEnding, complete_ending, ending

NOW = 1_700_000_000
"""2023-11-14T22:13:20Z"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1h", NOW + 3600),
        (" for  90m ", NOW + 5400),
        ("until 2023-11-15T00:00Z", 1_700_006_400),
        ("2023-11-15T00:00Z", 1_700_006_400),
        ("now", Ending.NOW),
        ("Never ", Ending.NEVER),
    ],
)
def test_an_end_is_a_span_a_time_or_a_word(text: str, found: int | Ending) -> None:
    assert ending(text, NOW) == found


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "How long is missing"),
        ("soon", "no span"),
        ("5s", "at least 1m"),
        ("until 2023-11-14T00:00Z", "past already"),
        ("until tomorrow", "a time with its zone"),
        ("for", "for how long is missing"),
    ],
)
def test_what_says_no_end_says_why(text: str, reason: str) -> None:
    found = ending(text, NOW)
    assert isinstance(found, NoEnding) and reason in found.reason


def test_candidates_follow_what_is_typed() -> None:
    assert [one.text for one in complete_ending("n", 1)] == ["now", "never"]
    assert complete_ending("now", 3) == ()
