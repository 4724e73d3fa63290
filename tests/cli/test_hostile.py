"""What AWS sends can be read and nothing else: not run by a terminal, not computed by a spreadsheet."""

import csv
import io
import json
import re

import pytest

from tests.cli.endpoint import instances, item

A = "i-0aaaaaaaaaaaaaaaa"
HOSTILE = (
    "\x9d52;c;aGVsbG8=\x9c\x85\u202egnp.exe\u2066[/][@click=app.quit]x[/]\u200b\ufeff\U000e0041" + "🦊" * 20
)
DANGEROUS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)


@pytest.fixture(autouse=True)
def hostile_account(endpoint):
    endpoint.answer = lambda call: (
        instances(item(A, HOSTILE, evil=HOSTILE, formula="=HYPERLINK(1)", sum="+1", at="@x", minus="-1"))
        if call.operation == "DescribeInstances"
        else (200, f"<{call.operation}Response/>")
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("ls",),
        ("ls", "--columns", "name,tag:evil"),
        ("ls", "-o", "json"),
        ("ls", "-o", "csv", "--columns", "name,tag:evil"),
        ("ls", "-o", "ids"),
        ("show", A),
        ("show", A, "-o", "json"),
    ],
)
def test_nothing_that_drives_a_terminal_leaves_the_program(program, at, arguments):
    done = program(*at, *arguments)
    assert A in done.stdout or "--columns" in arguments
    assert not DANGEROUS.search(done.stdout) and not DANGEROUS.search(done.stderr)


def test_json_keeps_the_exact_string(program, at):
    [listed] = json.loads(program(*at, "ls", "-o", "json").stdout)
    shown = json.loads(program(*at, "show", A, "-o", "json").stdout)
    assert listed["tags"]["evil"] == shown["tags"]["evil"] == listed["name"] == HOSTILE


def test_csv_holds_no_formula(program, at):
    done = program(*at, "ls", "-o", "csv", "--columns", "tag:formula,tag:sum,tag:at,tag:minus,id")
    [_, cells] = csv.reader(io.StringIO(done.stdout))
    assert cells == ["'=HYPERLINK(1)", "'+1", "'@x", "'-1", A]


def test_a_message_of_aws_is_cleaned_too(program, endpoint, at):
    from tests.cli.endpoint import refusal

    endpoint.answer = lambda call: refusal(403, "UnauthorizedOperation", HOSTILE)
    done = program(*at, "ls")
    assert done.returncode == 4 and not DANGEROUS.search(done.stderr)


def test_what_the_user_typed_is_cleaned_when_it_is_repeated(program, at):
    for arguments in (
        ("show", HOSTILE + "z"),
        ("ls", f"{HOSTILE}:x("),
        ("ls", "--columns", HOSTILE),
        (HOSTILE,),
    ):
        done = program(*at, *arguments)
        assert done.returncode in (1, 2) and not DANGEROUS.search(done.stderr)
