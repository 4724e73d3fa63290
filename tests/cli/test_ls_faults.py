"""`ls` says what could not be read, on the right stream and with the right exit status."""

import json

import pytest

from tests.cli.endpoint import DENIED, instances, item, refusal

A, B = "i-0aaaaaaaaaaaaaaaa", "i-0bbbbbbbbbbbbbbbb"


def test_denied_is_never_an_empty_list(program, endpoint, at):
    endpoint.answer = lambda call: DENIED
    for form in ("json", "csv", "ids", "table"):
        done = program(*at, "ls", "-o", form)
        assert done.returncode == 4 and done.stdout == ""
        [line] = done.stderr.splitlines()
        assert "ec2:DescribeInstances in eu-west-1: denied" in line and "not authorized" in line


def test_a_role_that_iam_does_not_tell_fails_only_who_asks_for_it(program, endpoint, at):
    arn = "arn:aws:iam::123456789012:instance-profile/web"
    with_profile = item(A).replace(
        "<placement>", f"<iamInstanceProfile><arn>{arn}</arn></iamInstanceProfile><placement>"
    )
    endpoint.answer = lambda call: DENIED if call.operation.startswith("List") else instances(with_profile)
    done = program(*at, "ls", "-o", "json")
    [one] = json.loads(done.stdout)
    assert (done.returncode, one["role"], one["profile"]) == (0, None, "web")
    assert "iam:ListInstanceProfiles" in done.stderr and "denied" in done.stderr
    for asking in (("--columns", "role"), ("--sort", "role"), ("role:web",)):
        assert program(*at, "ls", "-o", "json", *asking).returncode == 4, asking


def test_a_later_failure_closes_the_array_names_the_gap_and_exits_4(program, endpoint, at):
    endpoint.answer = lambda call: DENIED if "NextToken" in call.params else instances(item(A), token="more")
    done = program(*at, "ls", "-o", "json")
    assert [one["id"] for one in json.loads(done.stdout)] == [A]
    assert done.returncode == 4 and "not read: instances" in done.stderr


def test_a_server_that_fails_exits_5(program, endpoint, at):
    endpoint.answer = lambda call: refusal(500, "InternalError")
    done = program(*at, "ls", "-o", "json")
    assert (done.returncode, done.stdout) == (5, "") and "InternalError" in done.stderr


def test_one_region_fails_and_the_others_are_listed(program, endpoint):
    endpoint.answer = lambda call: DENIED if call.region == "us-east-1" else instances(item(A))
    done = program(
        "--endpoint-url", endpoint.url, "--region", "eu-west-1,us-east-1,us-west-2", "ls", "-o", "ids"
    )
    assert done.returncode == 4 and A in done.stdout
    assert "us-east-1" in done.stderr and "us-west-2" not in done.stderr


def test_an_empty_region_is_an_empty_list_and_exits_0(program, endpoint, at):
    endpoint.answer = lambda call: instances()
    done = program(*at, "ls", "-o", "json")
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, [], "")
    assert program(*at, "ls", "-o", "ids").stdout == ""
    assert program(*at, "ls", "-o", "csv", "--columns", "name,id").stdout == "name,id\n"


def test_an_unreachable_endpoint_exits_5_and_says_so(program):
    done = program("--endpoint-url", "http://127.0.0.1:1", "--region", "eu-west-1", "ls")
    assert (done.returncode, done.stdout) == (5, "") and "unreachable" in done.stderr


def test_wrong_keys_exit_4(program, endpoint, at):
    endpoint.answer = lambda call: refusal(401, "AuthFailure", "credentials could not be validated")
    done = program(*at, "ls")
    assert done.returncode == 4 and "validated" in done.stderr


def test_expired_credentials_exit_4(program, endpoint, at):
    endpoint.answer = lambda call: refusal(400, "RequestExpired", "Request has expired.")
    assert program(*at, "ls").returncode == 4


def test_no_credentials_exit_2_and_say_what_to_do(program, at):
    keys = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    done = program(*at, "ls", without=keys)
    assert (done.returncode, done.stdout) == (2, "") and "AWS_PROFILE" in done.stderr


def test_no_region_exits_2(program, endpoint):
    done = program("--endpoint-url", endpoint.url, "ls")
    assert done.returncode == 2 and "--region" in done.stderr


def test_a_profile_that_is_not_there_exits_2(program, at):
    done = program(*at, "--profile", "nobody", "ls")
    assert done.returncode == 2 and "nobody" in done.stderr


def test_a_query_that_could_not_be_answered_lists_nothing_in_silence(program, endpoint, at):
    endpoint.answer = lambda call: instances(item(A)) if call.operation == "DescribeInstances" else DENIED
    done = program(*at, "ls", "unprotected", "-o", "ids")
    assert (done.returncode, done.stdout) == (4, "")
    assert "protection" in done.stderr and "1 instances are not listed" in done.stderr


def test_only_what_can_still_match_is_asked_about(program, endpoint, at):
    endpoint.answer = lambda call: (
        instances(item(A, "web"), item(B, "db")) if call.operation == "DescribeInstances" else DENIED
    )
    program(*at, "ls", "name:web unprotected", "-o", "ids")
    asked = {call.params["InstanceId"] for call in endpoint.calls if "Attribute" in call.operation}
    assert asked == {A}


@pytest.mark.parametrize("words", [("state:running",), ("-o", "ids", "state:running"), ("name:web",)])
def test_a_query_filters(program, endpoint, at, words):
    endpoint.answer = lambda call: instances(item(A, "web"))
    assert A in program(*at, "ls", *words).stdout
    assert A not in program(*at, "ls", "name:other").stdout


def test_words_of_a_query_stand_between_options_and_global_options_after_the_verb(program, endpoint):
    endpoint.answer = lambda call: instances(item(A, "web"), item(B, "db"))
    done = program(
        "ls", "state:running", "-o", "ids", "web", "--endpoint-url", endpoint.url, "--region", "eu-west-1"
    )
    assert done.stdout == f"{A}\n"


def test_rows_are_sorted(program, endpoint, at):
    endpoint.answer = lambda call: instances(item(A, "web-10"), item(B, "web-9"))
    assert program(*at, "ls", "-o", "ids", "--sort", "name").stdout.split() == [B, A]
    assert program(*at, "ls", "-o", "ids", "--sort=-name").stdout.split() == [A, B]


def test_a_reader_that_leaves_is_no_error(environment, endpoint, at):
    import subprocess
    import sys

    endpoint.answer = lambda call: instances(*(item(f"i-0{n:016x}", "x" * 200) for n in range(2000)))
    command = [sys.executable, "-m", "ec2tui", *at, "ls", "-o", "json"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None and child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == ""
    assert child.returncode == 0


def test_an_address_that_is_none_is_a_mistake_of_the_configuration(program):
    flag = program("--endpoint-url", "bar", "--region", "eu-west-1", "ls")
    assert (flag.returncode, flag.stdout) == (2, "") and "bar is not an http(s) address" in flag.stderr
    variable = program("--region", "eu-west-1", "ls", AWS_ENDPOINT_URL="foo")
    assert (variable.returncode, variable.stdout) == (2, "") and "AWS_ENDPOINT_URL" in variable.stderr
    [line] = variable.stderr.splitlines()
    assert "foo is not an http(s) address" in line
