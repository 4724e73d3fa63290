"""Every error has one outcome: by AWS's code, by the code's shape, by status, or by the library's class."""

import botocore.exceptions as boto
import pytest
from botocore.parsers import ResponseParserError
from hypothesis import given
from hypothesis import strategies as st

from ec2tui.adapters.aws.error_codes import BY_CODE, CODES
from ec2tui.adapters.aws.errors import (
    CLASSES,
    GatewayClosedError,
    Place,
    UnknownOperationError,
    classify,
    may_have_happened,
    outcome_of,
    retriable,
)
from ec2tui.adapters.aws.parse.xml_text import DamagedReplyError
from ec2tui.core.model.problem import Outcome

PLACE = Place("work", "sso", "eu-west-1")


def reply(code: str, message: str = "no", status: int = 400) -> boto.ClientError:
    return boto.ClientError(
        {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {"HTTPStatusCode": status, "RequestId": "req-1"},
        },
        "DescribeInstances",
    )


def outcome(error: Exception) -> Outcome:
    return classify(error, "ec2:DescribeInstances", PLACE).outcome


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        ("UnauthorizedOperation", 403, Outcome.DENIED),
        ("AccessDenied", 403, Outcome.DENIED),
        ("AccessDeniedException", 400, Outcome.DENIED),
        ("OptInRequired", 401, Outcome.DENIED),
        ("403", 403, Outcome.DENIED),
        ("RequestLimitExceeded", 503, Outcome.THROTTLED),
        ("Throttling", 400, Outcome.THROTTLED),
        ("ThrottlingException", 400, Outcome.THROTTLED),
        ("TooManyRequestsException", 429, Outcome.THROTTLED),
        ("AnyThrottledException", 400, Outcome.THROTTLED),
        ("429", 429, Outcome.THROTTLED),
        ("ExpiredToken", 400, Outcome.EXPIRED),
        ("ExpiredTokenException", 400, Outcome.EXPIRED),
        ("RequestExpired", 400, Outcome.EXPIRED),
        ("InvalidClientTokenId", 403, Outcome.WRONG_KEYS),
        ("UnrecognizedClientException", 400, Outcome.WRONG_KEYS),
        ("AuthFailure", 401, Outcome.WRONG_KEYS),
        ("SignatureDoesNotMatch", 403, Outcome.WRONG_KEYS),
        ("401", 401, Outcome.WRONG_KEYS),
        ("RequestTimeTooSkewed", 403, Outcome.EXPIRED),
        ("InvalidInstanceID.NotFound", 400, Outcome.NOT_FOUND),
        ("InvalidSecurityGroupRuleId.NotFound", 400, Outcome.NOT_FOUND),
        ("InvalidAMIID.Unavailable", 400, Outcome.NOT_FOUND),
        ("NoSuchEntity", 404, Outcome.NOT_FOUND),
        ("404", 404, Outcome.NOT_FOUND),
        ("DependencyViolation", 400, Outcome.IN_USE),
        ("InvalidGroup.InUse", 400, Outcome.IN_USE),
        ("VolumeInUse", 400, Outcome.IN_USE),
        ("IncorrectInstanceState", 400, Outcome.IN_USE),
        ("OperationNotPermitted", 400, Outcome.IN_USE),
        ("InvalidParameterValue", 400, Outcome.INVALID),
        ("InvalidInstanceID.Malformed", 400, Outcome.INVALID),
        ("InvalidPermission.Duplicate", 400, Outcome.INVALID),
        ("MissingParameter", 400, Outcome.INVALID),
        ("UnsupportedOperation", 400, Outcome.INVALID),
        ("VcpuLimitExceeded", 400, Outcome.INVALID),
        ("InsufficientInstanceCapacity", 500, Outcome.INVALID),
        ("InternalError", 500, Outcome.UNREACHABLE),
        ("Unavailable", 503, Outcome.UNREACHABLE),
        ("503", 503, Outcome.UNREACHABLE),
        ("SomethingElse", 400, Outcome.UNKNOWN),
        ("", 400, Outcome.UNKNOWN),
    ],
)
def test_codes(code, status, expected):
    assert outcome(reply(code, status=status)) is expected
    assert outcome(reply(f"Client.{code}", status=status)) is expected or not code


def test_a_code_stands_under_one_outcome_only():
    assert sum(len(codes) for codes in CODES.values()) == len(BY_CODE)


def test_auth_failure_may_mean_denied():
    assert outcome(reply("AuthFailure", "Not authorized for images: [ami-1]", 400)) is Outcome.DENIED


def test_a_problem_carries_what_aws_said():
    problem = classify(reply("UnauthorizedOperation", "words", 403), "ec2:StopInstances", PLACE)
    assert (problem.code, problem.message, problem.request_id) == ("UnauthorizedOperation", "words", "req-1")
    assert "ec2:StopInstances" in problem.hint


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (reply("ExpiredToken"), "aws sso login --profile work"),
        (reply("RequestTimeTooSkewed"), "clock"),
        (reply("SignatureDoesNotMatch", "Signature expired: 2020 is now earlier than 2026"), "clock"),
        (reply("AuthFailure"), "the SSO sign-in of profile work"),
        (reply("OptInRequired"), "eu-west-1 is not enabled"),
        (reply("OperationNotPermitted"), "protected"),
        (reply("OptInRequired", "In order to use this AWS Marketplace product you need to accept"), "terms"),
        (reply("InsufficientFreeAddressesInSubnet"), "the subnet is full"),
        (reply("VcpuLimitExceeded"), "quota"),
        (boto.UnauthorizedSSOTokenError(), "aws sso login --profile work"),
        (boto.ProfileNotFound(profile="work"), "aws configure --profile work"),
        (boto.ReadTimeoutError(endpoint_url="x", error="x"), "eu-west-1"),
    ],
)
def test_hints_say_what_to_do(error, words):
    assert words in classify(error, "ec2:DescribeInstances", PLACE).hint


def test_credentials_that_are_no_sso_name_their_profile():
    hint = classify(reply("ExpiredToken"), "ec2:DescribeInstances", Place("work", "assume-role")).hint
    assert "work" in hint and "sso" not in hint


REFUSED = boto.EndpointConnectionError(endpoint_url="x", error=OSError(111, "refused"))
LIBRARY = [
    (DamagedReplyError("cut"), Outcome.UNREACHABLE, True, True),
    (ResponseParserError("invalid XML: <secret/>"), Outcome.UNREACHABLE, True, True),
    (boto.ReadTimeoutError(endpoint_url="x", error="x"), Outcome.UNREACHABLE, False, True),
    (boto.ConnectTimeoutError(endpoint_url="x", error="x"), Outcome.UNREACHABLE, False, False),
    (boto.ProxyConnectionError(proxy_url="x", error="x"), Outcome.UNREACHABLE, False, False),
    (boto.SSLError(endpoint_url="x", error="x"), Outcome.UNREACHABLE, False, False),
    (boto.ConnectionClosedError(endpoint_url="x", error="x"), Outcome.UNREACHABLE, True, True),
    (boto.HTTPClientError(error="x"), Outcome.UNREACHABLE, False, True),
    (boto.IncompleteReadError(actual_bytes=1, expected_bytes=2), Outcome.UNREACHABLE, True, True),
    (REFUSED, Outcome.UNREACHABLE, False, False),
    (boto.UnauthorizedSSOTokenError(), Outcome.EXPIRED, False, False),
    (boto.SSOTokenLoadError(error_msg="gone"), Outcome.EXPIRED, False, False),
    (boto.TokenRetrievalError(provider="sso", error_msg="x"), Outcome.EXPIRED, False, False),
    (boto.RefreshWithMFAUnsupportedError(), Outcome.EXPIRED, False, False),
    (boto.LoginRefreshRequired(), Outcome.EXPIRED, False, False),
    (boto.LoginInsufficientPermissions(), Outcome.DENIED, False, False),
    (boto.ProfileNotFound(profile="x"), Outcome.NO_CREDENTIALS, False, False),
    (boto.NoCredentialsError(), Outcome.NO_CREDENTIALS, False, False),
    (boto.PartialCredentialsError(provider="x", cred_var="y"), Outcome.NO_CREDENTIALS, False, False),
    (boto.ConfigParseError(path="x"), Outcome.NO_CREDENTIALS, False, False),
    (boto.CredentialRetrievalError(provider="x", error_msg="y"), Outcome.NO_CREDENTIALS, False, False),
    (boto.MetadataRetrievalError(error_msg="y"), Outcome.NO_CREDENTIALS, False, False),
    (boto.NoRegionError(), Outcome.INVALID, False, False),
    (boto.InvalidRegionError(region_name="x y"), Outcome.INVALID, False, False),
    (boto.UnknownServiceError(service_name="x", known_service_names="y"), Outcome.INVALID, False, False),
    (boto.ParamValidationError(report="x"), Outcome.INVALID, False, False),
    (UnknownOperationError("x"), Outcome.INVALID, False, False),
    (GatewayClosedError("x"), Outcome.UNREACHABLE, False, False),
    (boto.BotoCoreError(), Outcome.UNKNOWN, False, False),
]


@pytest.mark.parametrize(("error", "expected", "again", "happened"), LIBRARY)
def test_classes(error, expected, again, happened):
    assert outcome(error) is expected
    assert retriable(error) is again
    assert may_have_happened(error) is happened


def test_a_class_is_not_hidden_by_one_before_it():
    kinds = [kind for kind, _, _ in CLASSES]
    for index, kind in enumerate(kinds):
        assert not any(issubclass(kind, earlier) for earlier in kinds[:index]), kind


def test_a_parser_error_does_not_quote_the_reply():
    problem = classify(
        ResponseParserError("invalid XML received:\n<secret/>"), "ec2:DescribeInstances", PLACE
    )
    assert "secret" not in problem.message


@given(st.text(), st.text(), st.integers(0, 999))
def test_any_reply_has_an_outcome_that_is_not_ok(code, message, status):
    problem = classify(reply(code, message, status), "ec2:DescribeInstances", PLACE)
    assert problem.outcome is outcome_of(problem.code, status, message)
    assert problem.outcome not in (Outcome.OK, Outcome.REFUSED, Outcome.NO_CREDENTIALS)
    assert problem.message
