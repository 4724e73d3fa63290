"""Each check of `doctor` has a good, a bad and, where facts may be missing, an unknown example."""

import msgspec
import pytest

from ec2tui.cli import health
from ec2tui.cli.health import Grade
from ec2tui.core.model.identity import Identity
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.machine import EndpointAnswer, KeyringState, TerminalFacts

TERMINAL = TerminalFacts(True, 120, 40, "xterm-256color", "truecolor", False, "utf-8")
NOW = 1_000_000.0
IDENTITY = Identity("123456789012", "arn:aws:iam::123456789012:user/ann", "env", "AKIAX")


def terminal(**facts):
    return msgspec.structs.replace(TERMINAL, **facts)


def identity(**facts):
    return msgspec.structs.replace(IDENTITY, **facts)


@pytest.mark.parametrize(
    ("check", "status"),
    [
        (health.python((3, 11, 0)), Grade.OK),
        (health.regions(("eu-west-1",), ("eu-west-1", "us-east-1")), Grade.OK),
        (health.regions(("eu-west-1", "mars-north-1"), ("eu-west-1", "eu-north-1")), Grade.FAIL),
        (health.regions(("eu-west-1",), Problem(Outcome.DENIED, "ec2:DescribeRegions", "no")), Grade.UNKNOWN),
        (health.regions(("eu-west-1",), ()), Grade.UNKNOWN),
        (health.place("cache", "/c", ""), Grade.OK),
        (health.place("cache", "/c", "full"), Grade.WARN),
        (health.place("record", "/r", "full"), Grade.FAIL),
        (health.python((3, 10, 9)), Grade.FAIL),
        (health.colors(TERMINAL), Grade.OK),
        (health.colors(terminal(colorterm="")), Grade.OK),
        (health.colors(terminal(no_color=True)), Grade.OK),
        (health.colors(terminal(colorterm="", term="dumb")), Grade.WARN),
        (health.colors(terminal(colorterm="", term="")), Grade.WARN),
        (health.colors(terminal(tty=False)), Grade.UNKNOWN),
        (health.size(TERMINAL), Grade.OK),
        (health.size(terminal(columns=79)), Grade.WARN),
        (health.size(terminal(tty=False)), Grade.UNKNOWN),
        (health.characters(TERMINAL), Grade.OK),
        (health.characters(terminal(encoding="iso8859-1")), Grade.WARN),
        (health.credentials(IDENTITY, NOW), Grade.WARN),
        (health.credentials(identity(access_key_id="ASIAX"), NOW), Grade.OK),
        (health.credentials(identity(access_key_id="testing"), NOW), Grade.UNKNOWN),
        (health.credentials(identity(access_key_id="ASIAX", expires_at=NOW + 3600), NOW), Grade.OK),
        (health.credentials(identity(expires_at=NOW + 60), NOW), Grade.WARN),
        (health.credentials(identity(expires_at=NOW - 1), NOW), Grade.FAIL),
        (health.identified(IDENTITY), Grade.OK),
        (health.identified(Problem(Outcome.DENIED, "sts:GetCallerIdentity", "no")), Grade.FAIL),
        (health.endpoint("https://ec2.eu-west-1.amazonaws.com", EndpointAnswer(NOW)), Grade.OK),
        (health.endpoint("https://x", EndpointAnswer(error="no route")), Grade.FAIL),
        (health.clock_skew(EndpointAnswer(NOW), NOW + 5), Grade.OK),
        (health.clock_skew(EndpointAnswer(NOW), NOW - 100), Grade.WARN),
        (health.clock_skew(EndpointAnswer(NOW), NOW + 301), Grade.FAIL),
        (health.clock_skew(EndpointAnswer(), NOW), Grade.UNKNOWN),
        (health.tool("ssh", "OpenSSH_9.2", "x", "y"), Grade.OK),
        (health.tool("ssh", None, "x", "y"), Grade.WARN),
        (health.keyring(KeyringState("keyring.backends.macOS.Keyring")), Grade.OK),
        (health.keyring(KeyringState("k", "no")), Grade.WARN),
        (health.configuration("/c", True, ""), Grade.OK),
        (health.configuration("/c", False, ""), Grade.OK),
        (health.configuration("/c", True, "line 2: x"), Grade.FAIL),
    ],
)
def test_what_the_facts_mean(check, status):
    assert check.status is status and check.detail
    assert check.mend or status in (Grade.OK, Grade.UNKNOWN)


def test_the_least_that_is_told_of_credentials_is_not_the_key():
    assert "AKIAX" not in health.credentials(IDENTITY, NOW).detail


def test_a_region_that_the_account_does_not_have_is_named_with_the_nearest():
    check = health.regions(("mars-north-1",), ("eu-west-1", "eu-north-1"))
    assert "mars-north-1" in check.detail and "eu-north-1" in check.mend
