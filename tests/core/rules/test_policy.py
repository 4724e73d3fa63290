"""A machine-wide policy is only tightened, windows are weekly hours, and mistakes are named."""

import pytest

from ec2tui.core.model.judgement import Level
from ec2tui.core.rules.policy import Policy, tighten
from ec2tui.core.rules.policy_file import PolicyDocument, policy_of
from ec2tui.core.rules.window import parse_window

FILE = "/etc/ec2tui/policy.toml"
TUESDAY_3AM = 1_699_931_400.0
HOUR = 3600


def test_a_stricter_level_of_the_user_counts() -> None:
    machine, user = Policy(levels={"forced_stop": Level.CONFIRM}), Policy(levels={"forced_stop": Level.BLOCK})
    merged, refused = tighten(machine, user, FILE)
    assert merged.level("forced_stop", Level.CONFIRM) is Level.BLOCK
    assert not refused
    assert merged.setting("levels.forced_stop") == "guardrails.levels.forced_stop"


def test_a_looser_level_is_refused_and_names_the_file() -> None:
    machine, user = Policy(levels={"forced_stop": Level.BLOCK}), Policy(levels={"forced_stop": Level.OK})
    merged, (refusal,) = tighten(machine, user, FILE)
    assert merged.level("forced_stop", Level.CONFIRM) is Level.BLOCK
    assert FILE in refusal.sentence and "levels.forced_stop = ok" in refusal.sentence
    assert FILE in merged.setting("levels.forced_stop")


@pytest.mark.parametrize(
    ("machine", "rule"),
    [
        (Policy(protect_tags=("env=prod",)), "protected_tag"),
        (Policy(required_tags=("owner",)), "required_tag"),
        (Policy(windows=(parse_window("mon 09:00-10:00"),)), "change_window"),
        (Policy(blast_radius=3), "blast_radius"),
        (Policy(production=True), "production"),
    ],
)
def test_the_rule_behind_a_setting_of_the_machine_cannot_be_switched_off(machine: Policy, rule: str) -> None:
    merged, refused = tighten(machine, Policy(levels={rule: Level.INFO}), FILE)
    assert [refusal.setting for refusal in refused] == [f"levels.{rule}"]
    assert merged.level(rule, Level.CONFIRM).rank >= Level.CONFIRM.rank


def test_tags_add_up_and_both_windows_hold() -> None:
    day, night = parse_window("09:00-17:00"), parse_window("22:00-06:00")
    machine = Policy(protect_tags=("env=prod",), required_tags=("owner",), windows=(day,), production=True)
    user = Policy(protect_tags=("team",), required_tags=("owner", "cost"), windows=(night,))
    merged, refused = tighten(machine, user, FILE)
    assert merged.protect_tags == ("env=prod", "team")
    assert merged.required_tags == ("owner", "cost")
    assert (merged.windows, merged.machine_windows) == ((night,), (day,))
    assert merged.production
    assert not refused


@pytest.mark.parametrize(
    ("machine", "user", "merged", "refusals"),
    [(5, None, 5, 0), (5, 3, 3, 0), (5, 9, 5, 1), (None, 9, 9, 0), (5, 5, 5, 0)],
)
def test_the_smaller_radius_counts(machine: int | None, user: int | None, merged: int, refusals: int) -> None:
    found, refused = tighten(Policy(blast_radius=machine), Policy(blast_radius=user), FILE)
    assert found.largest_unconfirmed == merged
    assert len(refused) == refusals


@pytest.mark.parametrize(
    ("text", "offset", "inside"),
    [
        ("tue 03:00-04:00", 0, True),
        ("tue 03:00-03:10", 0, False),
        ("mon-fri 09:00-17:00", 0, False),
        ("mon-fri 09:00-17:00", 6 * HOUR, True),
        ("sat-mon 00:00-24:00", 0, False),
        ("sat-tue 00:00-24:00", 0, True),
        ("mon 22:00-06:00", 0, True),
        ("mon 22:00-06:00", 24 * HOUR, False),
        ("22:00-06:00", 0, True),
    ],
)
def test_windows(text: str, offset: int, inside: bool) -> None:
    assert parse_window(text).contains(TUESDAY_3AM + offset) is inside


@pytest.mark.parametrize("text", ["", "mon", "nine to five", "xyz 09:00-17:00", "25:00-26:00", "09:00-09:00"])
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"window|day|hour|span"):
        parse_window(text)


def test_a_document_becomes_a_policy() -> None:
    document = PolicyDocument(
        {"forced_stop": Level.BLOCK}, ("env=prod",), ("owner",), ("mon-fri 09:00-17:00",), 3, True
    )
    policy, mistakes = policy_of(document)
    assert not mistakes
    assert (policy.blast_radius, policy.production, len(policy.windows)) == (3, True, 1)


def test_mistakes_are_named_with_their_place() -> None:
    document = PolicyDocument({"forced_stpo": Level.BLOCK}, ("=x",), (), ("later",), -1)
    _, mistakes = policy_of(document)
    paths = [mistake.path for mistake in mistakes]
    assert paths == ["levels.forced_stpo", "change_windows[0]", "protect_tags[0]", "blast_radius"]
    assert "forced_stop" in mistakes[0].message
