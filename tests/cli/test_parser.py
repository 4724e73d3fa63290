"""The surface of the command line: what is taken, and how a mistake is told in one line."""

import pytest

from ec2tui.cli.failure import Failure
from ec2tui.cli.parser import make_parser, parse, subparsers


def test_no_verb_is_the_screen():
    assert parse([]).verb is None


def test_global_options_stand_before_or_after_the_verb():
    before = parse(["--profile", "p", "--region", "eu-west-1", "--read-only", "ls", "-o", "json"])
    after = parse(["ls", "-o", "json", "--profile", "p", "--region", "eu-west-1", "--read-only"])
    assert vars(before) == vars(after)
    assert (before.profile, before.region, before.read_only) == ("p", ("eu-west-1",), True)


def test_only_the_verbs_that_a_line_names_are_made(monkeypatch):
    made = []
    monkeypatch.setattr(
        "ec2tui.cli.parser.make_parser",
        lambda words=None: made.append(parser := make_parser(words)) or parser,
    )
    assert parse(["--profile", "stop", "ls", "web"]).verb == "ls"
    assert [set(subparsers(parser)) for parser in made] == [{"ls", "stop"}]
    with pytest.raises(Failure, match="'lss'"):
        parse(["lss"])
    assert len(subparsers(made[-1])) > 30


def test_the_option_after_the_verb_wins():
    assert parse(["--profile", "a", "ls", "--profile", "b"]).profile == "b"


def test_what_is_not_said_is_none():
    options = parse(["ls"])
    assert (options.profile, options.region, options.endpoint_url, options.config) == (None,) * 4
    assert options.read_only is None and options.query == [] and options.output == "table"


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("eu-west-1", ("eu-west-1",)),
        ("eu-west-1,us-east-1, eu-west-1", ("eu-west-1", "us-east-1")),
        ("all", ("all",)),
        ("us-gov-west-1,ap-southeast-4", ("us-gov-west-1", "ap-southeast-4")),
    ],
)
def test_regions(text, regions):
    assert parse(["--region", text]).region == regions


def test_a_query_may_stand_around_options_and_begin_with_a_dash_after_two():
    assert parse(["ls", "a", "-o", "ids", "b", "--sort", "name", "c"]).query == ["a", "b", "c"]
    assert parse(["ls", "--sort", "-age", "a"]).sort == "-age"
    assert parse(["ls", "--", "-windows"]).query == ["-windows"]


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["lss"], ["unknown verb 'lss'", "'ls'"]),
        (["ls", "--colums", "x"], ["'--colums'", "'--columns'"]),
        (["ls", "-windows"], ["'-windows'", "after `--`"]),
        (["ls", "-o", "jsn"], ["--output", "'json'"]),
        (["show"], ["TARGET"]),
        (["show", "a", "b"], ["'b'"]),
        (["--region", "mars"], ["mars", "eu-west-1"]),
        (["--region", "all,eu-west-1"], ["all"]),
        (["--region", ","], ["--region"]),
        (["--prof", "x"], ["--profile"]),
        (["demo", "--instances", "0"], ["20000"]),
        (["demo", "--instances", "many"], ["many"]),
        (["demo", "--port", "70000"], ["65535"]),
        (["completion", "tcsh"], ["'tcsh'", "zsh"]),
    ],
)
def test_a_mistake_is_one_line_that_exits_2(argv, words):
    with pytest.raises(Failure) as caught:
        parse(argv)
    assert caught.value.code == 2 and "\n" not in caught.value.message
    for word in words:
        assert word in caught.value.message
