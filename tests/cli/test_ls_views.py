"""`ls --view` and `ls --group-by`: what the screen saves and groups, for scripts."""

import csv
import io
import json

import pytest

from tests.cli.endpoint import DENIED, instances, item

A, B, C = "i-0aaaaaaaaaaaaaaaa", "i-0bbbbbbbbbbbbbbbb", "i-0cccccccccccccccc"
CONFIG = """
[views.prod]
query = "tag:env=prod or tag:env=stage"
columns = ["id", "tag:env"]
sort = "-id"
"""


@pytest.fixture
def listing(program, endpoint, at, tmp_path):
    endpoint.answer = lambda call: instances(
        item(A, "web", env="prod"), item(B, "app", env="Prod"), item(C, "=bare")
    )
    file = tmp_path / "ours.toml"
    file.write_text(CONFIG)
    return lambda *words, **more: program("--config", str(file), *at, "ls", *words, **more)


def test_a_view_of_the_configuration_chooses_query_columns_and_order(listing):
    done = listing("--view", "prod")
    assert [line.split() for line in done.stdout.splitlines()] == [["Id", "env"], [B, "Prod"], [A, "prod"]]


def test_words_narrow_a_view_and_options_win_over_it(listing):
    done = listing("--view", "prod", "name:web", "-o", "ids")
    assert done.stdout.split() == [A]
    done = listing("--view", "prod", "--columns", "id", "--sort", "id")
    assert done.stdout.split() == ["Id", A, B]


def test_a_view_that_was_saved_on_the_screen(listing, tmp_path):
    folder = tmp_path / "state" / "ec2tui"
    folder.mkdir(parents=True)
    kept = {"version": 1, "choices": {"views": {"mine": {"query": "app"}, "old": {"query": "nmae:x"}}}}
    (folder / "choices.json").write_text(json.dumps(kept))
    state = str(tmp_path / "state")
    assert listing("--view", "mine", "-o", "ids", XDG_STATE_HOME=state).stdout.split() == [B]
    done = listing("--view", "old", XDG_STATE_HOME=state)
    assert done.returncode == 2 and "view old: unknown field 'nmae'" in done.stderr
    (folder / "choices.json").write_text("{")
    done = listing("--view", "mine", XDG_STATE_HOME=state)
    assert done.returncode == 2 and "choices.json is damaged" in done.stderr
    assert listing("--view", "prod", "-o", "ids", XDG_STATE_HOME=state).returncode == 0


def test_an_unknown_view_names_the_nearest_before_aws_is_asked(listing, endpoint):
    done = listing("--view", "pord")
    assert (done.returncode, done.stdout) == (2, "") and endpoint.calls == []
    assert "unknown view 'pord': did you mean prod?" in done.stderr


def test_groups_as_table_json_and_csv(listing):
    assert [line.split() for line in listing("--group-by", "tag:env").stdout.splitlines()] == [
        ["Count", "tag:env"],
        ["2", "prod"],
        ["1", "(none)"],
    ]
    done = listing("--group-by", "tag:env", "-o", "json")
    assert json.loads(done.stdout) == [{"value": "prod", "count": 2}, {"value": None, "count": 1}]
    done = listing("--group-by", "name", "-o", "csv")
    assert list(csv.reader(io.StringIO(done.stdout))) == [
        ["name", "count"],
        ["'=bare", "1"],
        ["app", "1"],
        ["web", "1"],
    ]


def test_groups_of_what_matches(listing):
    done = listing("--group-by", "tag:env", "-o", "json", "app")
    assert json.loads(done.stdout) == [{"value": "Prod", "count": 1}]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--group-by", "stat"), "did you mean state?"),
        (("--group-by", "zzzz"), "tag:KEY"),
        (("--group-by", "state", "-o", "ids"), "no ids"),
        (("--group-by", "state", "--sort", "id"), "--sort"),
        (("--group-by", "state", "--watch"), "--watch"),
        (("--watch", "-o", "csv"), "-o json"),
    ],
)
def test_what_does_not_go_together_is_said_before_aws_is_asked(listing, endpoint, words, said):
    done = listing(*words)
    assert (done.returncode, done.stdout) == (2, "") and endpoint.calls == [] and said in done.stderr


def test_what_cannot_be_grouped_is_counted_and_exits_4(listing, endpoint):
    answer = endpoint.answer
    endpoint.answer = lambda call: DENIED if call.operation == "DescribeInstanceStatus" else answer(call)
    done = listing("--group-by", "checks", "-o", "json")
    assert done.returncode == 4 and json.loads(done.stdout) == []
    assert "3 instances are not grouped" in done.stderr and "denied" in done.stderr
