"""Exceptions hold for their resource until their day, are never hidden, and come back when they expire."""

from datetime import date

import pytest

from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.rules.accepting import Accept, Exceptions, end_of, mistakes, tag_acceptance, tag_value

KEY = Key("111122223333", "eu-west-1", "sg-1")
GROUP = SecurityGroup(KEY, "web")
LAST = date(2026, 11, 24)
NOW = end_of(LAST) - 1


def failing(status=FindingStatus.FAIL) -> Finding:
    return Finding("SG-01", status, Severity.CRITICAL, Kind.SECURITY_GROUPS, KEY, "t", "r")


def accept(**fields) -> Accept:
    said = {"check": "SG-01", "resource": "web", "reason": "moving", "owner": "ops", "until": LAST}
    return Accept(**(said | fields))


@pytest.mark.parametrize(
    ("said", "accepted"),
    [
        ({}, True),
        ({"resource": "sg-1"}, True),
        ({"resource": "w*"}, True),
        ({"resource": "we"}, False),
        ({"check": "SG-02"}, False),
        ({"region": "eu-west-1", "account": "111122223333"}, True),
        ({"region": "us-east-1"}, False),
        ({"account": "444455556666"}, False),
    ],
)
def test_it_holds_for_what_it_names(said, accepted):
    found = Exceptions([accept(**said)]).applied(failing(), GROUP, NOW)
    assert (found.status is FindingStatus.ACCEPTED) == accepted
    assert (found.accepted is not None) == accepted


def test_after_its_day_the_failure_is_back_and_says_who_answered_for_it():
    found = Exceptions([accept()]).applied(failing(), GROUP, NOW + 1)
    assert found.status is FindingStatus.FAIL
    assert found.accepted is not None
    assert found.accepted.owner == "ops"


def test_a_tag_accepts_too_and_the_longer_exception_counts():
    tags = (("ec2tui:accept:SG-01", tag_value(date(2026, 12, 1), "dba@example.com", "vendor: later")),)
    found = Exceptions([accept()]).applied(failing(), SecurityGroup(KEY, "web", tags=tags), NOW + 1)
    assert found.status is FindingStatus.ACCEPTED
    assert found.accepted is not None
    assert (found.accepted.owner, found.accepted.reason, found.accepted.where) == (
        "dba@example.com",
        "vendor: later",
        "tag",
    )


@pytest.mark.parametrize("value", ["", "yes", "2026-13-01 ops why", "2026-12-01 ops", "tomorrow ops why"])
def test_a_tag_without_day_owner_and_reason_accepts_nothing(value):
    assert tag_acceptance(value) is None


@pytest.mark.parametrize("status", [FindingStatus.UNKNOWN, FindingStatus.PASS, FindingStatus.NOT_APPLICABLE])
def test_only_failures_are_accepted(status):
    finding = failing(status)
    assert Exceptions([accept()]).applied(finding, GROUP, NOW) is finding


def test_exceptions_that_can_accept_nothing_are_mistakes():
    wrong = [accept(), accept(check="SG-99"), accept(reason=" ")]
    assert mistakes(wrong, ["SG-01"]) == [
        (1, "check", "there is no check 'SG-99'"),
        (2, "reason", "must say something"),
    ]
