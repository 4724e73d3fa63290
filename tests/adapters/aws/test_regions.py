"""A region that does not exist is called so, whatever the endpoint says; one that does not answer is not."""

import socket

import botocore.exceptions as boto
import pytest
from botocore.session import get_session
from urllib3.connection import HTTPConnection
from urllib3.exceptions import NameResolutionError

from ec2tui.adapters.aws.errors import classify
from ec2tui.adapters.aws.place import Place
from ec2tui.adapters.aws.regions import explained, read_regions
from ec2tui.core.model.problem import Outcome, Problem
from tests.adapters.aws.test_errors import reply

KNOWN = read_regions(get_session())


def unresolved(number: int) -> boto.EndpointConnectionError:
    reason = socket.gaierror(number, "no")
    cause = NameResolutionError("ec2.x.amazonaws.com", HTTPConnection("ec2.x.amazonaws.com"), reason)
    cause.__cause__ = reason
    return boto.EndpointConnectionError(endpoint_url="https://ec2.x.amazonaws.com", error=cause)


NO_NAME, NO_ANSWER = unresolved(socket.EAI_NONAME), unresolved(socket.EAI_AGAIN)


def told(error: Exception, region: str) -> Problem:
    return explained(classify(error, "ec2:DescribeInstances", Place(region=region)), error, region, KNOWN)


@pytest.mark.parametrize(
    "error",
    [
        reply("AuthFailure", "AWS was not able to validate the provided access credentials", 401),
        reply("SignatureDoesNotMatch", "Credential should be scoped to a valid region", 403),
        reply("InvalidRegion", "no"),
        NO_NAME,
        NO_ANSWER,
        boto.InvalidRegionError(region_name="mars-north-1"),
        boto.ReadTimeoutError(endpoint_url="x", error="x"),
    ],
)
def test_a_name_that_no_region_can_have_is_no_region(error: Exception) -> None:
    problem = told(error, "mars-north-1")
    assert problem.message == "mars-north-1 is not a region (did you mean eu-north-1?)"
    assert problem.operation == "configuration" and "--region" in problem.hint


@pytest.mark.parametrize(
    ("error", "is_one"),
    [
        (NO_NAME, False),
        (reply("AuthFailure", "not validated", 401), False),
        (reply("SignatureDoesNotMatch", "Credential should be scoped to a valid region", 403), False),
        (NO_ANSWER, True),
        (boto.ReadTimeoutError(endpoint_url="x", error="x"), True),
        (reply("InternalError", status=500), True),
        (reply("UnauthorizedOperation", status=403), True),
    ],
)
def test_a_name_that_a_new_region_may_have_is_given_the_benefit_of_the_doubt(
    error: Exception, is_one: bool
) -> None:
    assert (told(error, "eu-west-9").operation != "configuration") is is_one


@pytest.mark.parametrize("error", [NO_NAME, reply("AuthFailure", "not validated", 401)])
def test_a_region_that_exists_is_never_called_none(error: Exception) -> None:
    assert told(error, "eu-west-1").outcome in (Outcome.UNREACHABLE, Outcome.WRONG_KEYS)


def test_nothing_is_named_when_nothing_is_near() -> None:
    assert told(NO_NAME, "zzzzzzzz-1").message == "zzzzzzzz-1 is not a region"
