"""Alarms in words, what is missing about them, and how instances stand by theirs."""

from typing import Any

import msgspec
import pytest

from ec2tui.core.model.alarm import Alarm, AlarmEvent, AlarmHistory, AlarmSpec
from ec2tui.core.model.alarm_action import action, ec2_action_arn, topic_arn
from ec2tui.core.model.alarm_gaps import NONE, gaps
from ec2tui.core.model.alarm_policy import AlarmPolicy
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.alarms.detail import alarm_history, alarm_overview
from ec2tui.core.views.alarms.facts import alarm as cell
from ec2tui.core.views.alarms.facts import alarms_of, rows_of, subject_words
from ec2tui.core.views.alarms.words import actions_word, condition
from ec2tui.core.views.column import missing_cell
from ec2tui.core.views.tone import Cell, Tone
from tests.core.changes.worlds import SPECS, build, key
from tests.core.views.world import instance

NOW = 1_800_000_000.0
ON = (("InstanceId", "i-1"),)
STATUS = AlarmSpec("AWS/EC2", "StatusCheckFailed", ON, "Maximum", 60, 2, None, "GreaterThanThreshold", 0.0)
WEB = msgspec.structs.replace(instance("i-1", name="web"), key=key("i-1"), tags=(("Env", "PROD"),))


def inventory(*alarms: Alarm, read: bool = True, web: Any = WEB) -> Inventory:
    kinds = tuple(kind for kind in Kind if read or kind is not Kind.ALARMS)
    return build((Kind.INSTANCES, web), *((Kind.ALARMS, one) for one in alarms), read=kinds)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (SPECS[0], "CPU > 80.5 %, 2 of 3 × 5m"),
        (STATUS, "any status check failed, 2 × 1m"),
        (SPECS[3], "M p99.9 < -1, 1 × 10s"),
        (SPECS[4], 'rule: ALARM("cpu")'),
        (SPECS[2], "an expression < 0, 1 periods"),
    ],
)
def test_when_an_alarm_is_raised_is_said_in_words(spec: AlarmSpec, words: str) -> None:
    assert condition(spec) == words


@pytest.mark.parametrize(
    ("arn", "words"),
    [
        (ec2_action_arn("cn-north-1", "recover"), "recover the instance"),
        ("arn:aws:swf:us-east-1:1:action/actions/AWS_EC2.InstanceId.Reboot/1.0", "reboot the instance"),
        (topic_arn("eu-west-1", "1", "ops"), "SNS topic ops"),
        (
            "arn:aws:autoscaling:r:1:scalingPolicy:u:autoScalingGroupName/g:policyName/up",
            "Auto Scaling policy up",
        ),
        ("arn:aws:lambda:r:1:function:mend", "Lambda function mend"),
        ("odd", "unknown odd"),
    ],
)
def test_actions_are_explained(arn: str, words: str) -> None:
    assert action(arn).words == words


def test_actions_that_are_off_say_so() -> None:
    assert actions_word(STATUS) == "none"
    assert actions_word(SPECS[1]).startswith("off: recover, ops")


@pytest.mark.parametrize(
    ("alarm", "found"),
    [
        (Alarm(key("a"), STATUS, "OK"), ("no action",)),
        (Alarm(key("a"), SPECS[1], "OK"), ("instance gone", "actions off")),
        (Alarm(key("a"), STATUS, "INSUFFICIENT_DATA", int(NOW) - 86_400), ("no action", "no data for a day")),
        (Alarm(key("a"), STATUS, "INSUFFICIENT_DATA", int(NOW) - 86_000), ("no action",)),
    ],
)
def test_what_is_missing_is_found(alarm: Alarm, found: tuple[str, ...]) -> None:
    assert gaps(alarm, inventory(), NOW) == found


def test_production_without_an_alarm_has_a_row_only_when_that_is_known() -> None:
    assert [(one.key.id, one.state) for one in rows_of(inventory()).values()] == [("i-1", NONE)]
    assert not rows_of(inventory(read=False))
    assert not rows_of(inventory(web=msgspec.structs.replace(WEB, tags=(("Env", "test"),))))
    assert not rows_of(inventory(web=msgspec.structs.replace(WEB, state="terminated")))
    watched = Alarm(key("a"), STATUS, "OK")
    assert list(rows_of(inventory(watched))) == [watched.key]
    assert AlarmPolicy(production=("*",)).is_production(WEB) and not AlarmPolicy(production=()).is_production(
        WEB
    )


def test_an_instance_shows_its_most_pressing_alarm() -> None:
    both = inventory(Alarm(key("a"), STATUS, "OK"), Alarm(key("b"), STATUS, "ALARM"))
    assert cell(WEB, both, NOW) == Cell("A ALARM 1/2", Tone.BAD)
    assert cell(WEB, inventory(), NOW) == Cell("- none", Tone.WARN)
    assert cell(WEB, inventory(read=False), NOW) == missing_cell(Missing.NOT_READ)
    assert alarms_of(WEB.key, inventory(read=False)) is Missing.NOT_READ
    assert subject_words(Alarm(key("a"), STATUS), both) == "web"
    assert subject_words(Alarm(key("a"), AlarmSpec(dimensions=(("Q", "x"),))), both) == "Q=x"


def test_details_are_cleaned_and_history_is_told() -> None:
    alarm = Alarm(key("a\u202e"), SPECS[1], "ALARM", 1, "be\x1bcause")
    text = "\n".join(one.text for line in alarm_overview(alarm, inventory(), NOW) for one in line)
    assert "\u202e" not in text and "\x1b" not in text and "recover the instance" in text
    assert "not there any more" in text, "its instance"
    told = build((Kind.ALARM_HISTORY, AlarmHistory(alarm.key, (AlarmEvent(1, "Action", "did\x1b"),))))
    (line,) = alarm_history(alarm, told, NOW)
    assert line[2] == Cell("did␛", Tone.ACCENT)
    assert "not read" in alarm_history(alarm, Inventory(), NOW)[0][1].text
