"""What is wrong is told by cause: trouble of many regions and kinds is one line, and nothing is lost."""

import msgspec
import pytest

from ec2tui.core.model.identity import Identity
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.reading import Reading
from ec2tui.core.views.header import HeaderFacts, identity_line, problems_told
from ec2tui.core.views.nothing import nothing_to_show
from ec2tui.core.views.problems import causes, problem_lines
from ec2tui.core.views.text import cell_width
from ec2tui.core.views.tone import Line

REGIONS = ("eu-west-1", "us-east-1", "ap-south-1", "sa-east-1")


def refused(region: str, operation: str = "ec2:DescribeInstances") -> Problem:
    return Problem(
        Outcome.UNREACHABLE,
        operation,
        f"no way to {region}",
        hint=f"no way to {region}: check the network",
    )


def denied(operation: str) -> Problem:
    return Problem(
        Outcome.DENIED, operation, f"not authorized: {operation}", "UnauthorizedOperation", "ask", "req-1"
    )


WRONG = Problem(Outcome.WRONG_KEYS, "ec2:DescribeInstances", "not validated", "AuthFailure", "check the keys")


def facts(*met: tuple[str, Kind, Problem | None], **more: object) -> HeaderFacts:
    readings = tuple((region, kind, Reading(problem=problem)) for region, kind, problem in met)
    return HeaderFacts(now=0.0, profile="default", readings=readings, **more)  # type: ignore[arg-type]


def everywhere(kinds: tuple[Kind, ...] = (Kind.INSTANCES, Kind.STATUSES)) -> HeaderFacts:
    return facts(*((region, kind, refused(region)) for region in REGIONS for kind in kinds))


def text(line: Line) -> str:
    return "".join(cell.text for cell in line)


def test_one_cause_in_many_regions_and_kinds_is_one_line() -> None:
    [line] = problems_told(everywhere(), most=3)
    assert "unreachable: no way to 4 regions: check the network" in text(line)
    assert text(line).count("unreachable") == 1 and "+" not in text(line)


def test_calls_that_are_denied_are_one_line_that_names_them() -> None:
    def needs(operation: str) -> Problem:
        return msgspec.structs.replace(denied(operation), hint=f"the principal needs {operation}")

    kinds = ((Kind.VOLUMES, "ec2:DescribeVolumes"), (Kind.IMAGES, "ec2:DescribeImages"))
    it = facts(*((region, kind, needs(call)) for region in REGIONS[:2] for kind, call in kinds))
    [line] = problems_told(it, most=3)
    assert (
        "denied: eu-west-1, us-east-1: the principal needs ec2:DescribeVolumes, ec2:DescribeImages"
        in text(line)
    )


def test_lost_credentials_are_one_cause_whichever_call_met_them() -> None:
    sts = Problem(Outcome.WRONG_KEYS, "sts:GetCallerIdentity", "no", "InvalidClientTokenId", "check the keys")
    it = facts(*((region, Kind.INSTANCES, WRONG) for region in REGIONS), problem=sts)
    [line] = problems_told(it, most=3)
    assert text(line).strip() == "wrong keys: check the keys; then ctrl+l  ! tells all"


@pytest.mark.parametrize(
    ("outcome", "hint", "renews"),
    [
        (Outcome.EXPIRED, "aws sso login --profile work", True),
        (Outcome.NO_CREDENTIALS, "complete the keys", True),
        (Outcome.EXPIRED, "export new ones and start again", False),
        (Outcome.EXPIRED, "this machine's clock is wrong: set it", False),
        (Outcome.WRONG_KEYS, "AWS does not accept those of the environment: check them", False),
    ],
)
def test_signing_in_again_is_offered_where_it_may_help(outcome: Outcome, hint: str, renews: bool) -> None:
    [line] = problems_told(facts(problem=Problem(outcome, "sts:GetCallerIdentity", "no", hint=hint)))
    assert hint in text(line) and ("ctrl+l signs in again" in text(line)) is renews


def test_that_nobody_answers_is_not_called_signed_out() -> None:
    lost = Problem(Outcome.UNREACHABLE, "sts:GetCallerIdentity", "no")
    assert "identity not known: unreachable" in text(identity_line(facts(problem=lost)))
    assert "not signed in: wrong keys" in text(identity_line(facts(problem=WRONG)))


def test_what_the_session_took_over_from_a_region_is_not_told_twice() -> None:
    told = "\n".join(
        map(text, problem_lines(facts(("eu-west-1", Kind.INSTANCES, WRONG), problem=WRONG).causes))
    )
    assert told.count("ec2:DescribeInstances") == 1


def test_different_causes_are_different_lines_the_gravest_first_and_the_rest_is_counted() -> None:
    it = facts(
        ("eu-west-1", Kind.VOLUMES, denied("ec2:DescribeVolumes")),
        ("eu-west-1", Kind.IMAGES, Problem(Outcome.THROTTLED, "ec2:DescribeImages", "slow")),
        ("us-east-1", Kind.INSTANCES, refused("us-east-1")),
    )
    lines = [text(line) for line in problems_told(it, most=3)]
    assert len(lines) == 3 and "unreachable" in lines[0] and "! tells all" in lines[2]
    [only] = problems_told(it, most=1)
    assert "+2 · ! tells all" in text(only)


def test_a_narrow_header_cuts_the_words_and_never_the_way_to_read_them() -> None:
    for width in (40, 80, 200):
        [line] = problems_told(everywhere(), width, 1)
        assert cell_width(text(line)) <= width
        assert text(line).startswith(" unreachable: ") and text(line).endswith("! tells all")


def test_the_whole_list_has_every_call_region_word_and_request() -> None:
    it = facts(
        *((region, Kind.INSTANCES, refused(region)) for region in REGIONS),
        ("eu-west-1", Kind.VOLUMES, denied("ec2:DescribeVolumes")),
        ("us-east-1", Kind.VOLUMES, denied("ec2:DescribeVolumes")),
    )
    told = "\n".join(map(text, problem_lines(it.causes)))
    assert all(f"no way to {region}" in told for region in REGIONS)
    assert "ec2:DescribeVolumes eu-west-1, ec2:DescribeVolumes us-east-1" in told
    assert told.count("UnauthorizedOperation: not authorized") == 1 and "req-1" in told


def test_hostile_words_of_aws_are_drawn_harmlessly() -> None:
    evil = Problem(Outcome.UNKNOWN, "ec2:X\x1b[2J", "a\x1b]52;c;x\x07b\nc", hint="\u202ehint")
    lines = (
        *problem_lines(causes([("r\x1b", evil)])),
        *problems_told(facts(("r\x1b", Kind.INSTANCES, evil))),
    )
    assert not any(char in text(line) for line in lines for char in "\x1b\x07\n\u202e")


def test_of_a_demo_that_has_ended_nothing_else_is_news() -> None:
    it = facts(*((region, Kind.INSTANCES, refused(region)) for region in REGIONS), demo_ended=True, demo=True)
    [line] = problems_told(it, 80, 3)
    assert "The demo's endpoint has ended. ctrl+r starts it again" in text(line)
    assert "network" not in text(line)


def test_a_region_that_does_not_exist_is_named_without_a_call() -> None:
    none = Problem(
        Outcome.INVALID, "configuration", "mars-1 is not a region (did you mean x?)", hint="name another"
    )
    [line] = problems_told(facts(("mars-1", Kind.INSTANCES, none), ("mars-1", Kind.STATUSES, none)))
    assert text(line).startswith(" invalid: mars-1 is not a region (did you mean x?). name another")


def test_rows_of_an_earlier_run_say_whose_they_are_while_nobody_knows_who_we_are() -> None:
    unknown = facts(("eu-west-1", Kind.INSTANCES, None), saved_of=("123456789012",))
    assert "saved rows of 123456789012" in text(identity_line(unknown))
    known = facts(identity=Identity("123456789012", "arn:aws:iam::123456789012:user/ann"))
    assert "saved rows" not in text(identity_line(known))


def test_a_region_that_is_empty_is_not_called_unread_because_another_is() -> None:
    readings = (
        ("eu-west-1", Kind.INSTANCES, Reading(complete_at=0.0)),
        ("us-east-1", Kind.INSTANCES, Reading(problem=denied("ec2:DescribeInstances"))),
    )
    told = nothing_to_show(HeaderFacts(now=0.0, profile="d", readings=readings), 0, 0).text
    assert told.startswith("None in eu-west-1; not read: denied in us-east-1.")
