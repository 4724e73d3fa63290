"""`show` finds one instance by id, exact Name or address, and never guesses."""

import json

import pytest

from tests.cli.endpoint import DENIED, instances, item

A, B = "i-0aaaaaaaaaaaaaaaa", "i-0bbbbbbbbbbbbbbbb"


def account(*items, denied=()):
    """Answers instances, by id too, and denies the regions in `denied`."""

    def answer(call):
        if call.region in denied:
            return DENIED
        if call.operation != "DescribeInstances":
            return 200, f"<{call.operation}Response/>"
        wanted = {value for name, value in call.params.items() if name.startswith("Filter.1.Value")}
        return instances(*(one for one in items if not wanted or any(id_ in one for id_ in wanted)))

    return answer


@pytest.mark.parametrize("target", [A, "web", "10.0.0.9"])
def test_by_id_name_or_address(program, endpoint, at, target):
    endpoint.answer = account(item(A, "web"))
    done = program(*at, "show", target)
    assert done.returncode == 0 and A in done.stdout and "OVERVIEW" in done.stdout


def test_several_matches_exit_2_and_are_listed(program, endpoint, at):
    endpoint.answer = account(item(A, "web"), item(B, "web"))
    done = program(*at, "show", "web")
    assert (done.returncode, done.stdout) == (2, "") and A in done.stderr and B in done.stderr


def test_a_name_is_matched_exactly(program, endpoint, at):
    endpoint.answer = account(item(A, "web-1"))
    assert program(*at, "show", "web").returncode == 1
    assert program(*at, "show", "WEB-1").returncode == 1


def test_none_exits_1_only_when_every_region_was_read(program, endpoint):
    at = ("--endpoint-url", endpoint.url, "--region", "eu-west-1,us-east-1")
    endpoint.answer = account()
    done = program(*at, "show", "nobody")
    assert done.returncode == 1 and "eu-west-1, us-east-1" in done.stderr
    endpoint.answer = account(denied=("us-east-1",))
    for target in ("nobody", A):
        done = program(*at, "show", target)
        assert done.returncode == 4 and "us-east-1" in done.stderr and "not every region" in done.stderr


def test_a_name_found_once_is_not_trusted_while_a_region_is_unread(program, endpoint):
    endpoint.answer = account(item(A, "web"), denied=("us-east-1",))
    at = ("--endpoint-url", endpoint.url, "--region", "eu-west-1,us-east-1")
    done = program(*at, "show", "web")
    assert (done.returncode, done.stdout) == (4, "") and A in done.stderr
    assert A in program(*at, "show", A).stdout


def test_what_belongs_to_it_and_could_not_be_read_is_named(program, endpoint, at):
    endpoint.answer = lambda call: (
        instances(item(A, "web")) if call.operation == "DescribeInstances" else DENIED
    )
    done = program(*at, "show", A, "-o", "json")
    shown = json.loads(done.stdout)
    assert done.returncode == 4 and "DescribeInstanceStatus" in done.stderr
    assert shown["termination_protected"] is None and shown["status_checks"] is None
    assert "denied by AWS" in program(*at, "show", A).stdout
