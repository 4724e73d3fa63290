"""Who may reach an instance as lines: traced, by family, with what is useless and what is not known."""

from ec2tui.core.model.exposure import Exposure
from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.model.instance import GroupRef, InstanceInterface
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.reachability import Reach, Reachability
from ec2tui.core.model.survey import Survey
from ec2tui.core.rules.network.effective import effective_of_instance
from ec2tui.core.views.finding_words import finding_lines, worst_cell, worst_rank
from ec2tui.core.views.survey import survey_lines
from ec2tui.core.views.survey_json import survey_json
from ec2tui.core.views.tone import Tone
from tests.core.changes.worlds import key
from tests.core.rules.network.sample import everything, group, instance, network, prefix_list, rule

RULES = (
    rule("r1"),
    rule("r2", "203.0.113.0/24", group="sg-2"),
    rule("r3", "sg-9", first=443),
    rule("r4", "pl-1", first=443),
    everything("r5", "10.0.0.0/8"),
)
NAMES = (group("sg-1", "web"), group("sg-2", "base"), group("sg-9", "evil\x1b[31m"))


def inner(id_: str, *groups: str) -> InstanceInterface:
    return InstanceInterface(id_, groups=tuple(GroupRef(one, one) for one in groups))


def surveyed(*interfaces: InstanceInterface, unread: tuple[Kind, ...] = (), reach=()):
    lists = () if Kind.PREFIX_LISTS in unread else (prefix_list("pl-1", "10.1.0.0/16"),)
    world = network(*RULES, *NAMES, *lists, instance("i-1", *interfaces), unread=unread)
    return Survey(key("i-1"), effective_of_instance(world, key("i-1")), tuple(reach)), world


def text(survey: Survey, world) -> list[str]:
    return ["".join(cell.text for cell in line).rstrip() for line in survey_lines(survey, world)]


def test_each_opening_is_traced_to_rules_and_their_groups():
    lines = text(*surveyed(inner("eni-1", "sg-1", "sg-2")))
    assert "Groups of eni-1" in lines and "  web (sg-1), base (sg-2)" in lines
    at = lines.index("  tcp/22 ssh")
    assert lines[at + 1 : at + 5] == [
        "    IPv4       anywhere             100 %   r1 web",
        "    IPv4       203.0.113.0/24       <0.01 % r2 base",
        "      ~ r2 is shadowed by r1",
        "    and    whoever may use everything",
    ]
    assert any("IPv4, IPv6 evil␛[31m" in line and "members sg-9 · r3 web" in line for line in lines)
    assert "  nothing: no rule allows anything" in lines


def test_interfaces_in_the_same_groups_are_told_once():
    lines = text(*surveyed(inner("eni-1", "sg-1"), inner("eni-2", "sg-1"), inner("eni-3", "sg-2")))
    assert [line for line in lines if line.startswith("Groups of")] == [
        "Groups of eni-1, eni-2",
        "Groups of eni-3",
    ]


def test_what_is_not_known_is_said_and_never_looks_like_nothing():
    lines = text(*surveyed(inner("eni-1", "sg-2"), unread=(Kind.RULES, Kind.PREFIX_LISTS)))
    assert "  not all is known: The security group rules have not been read." in lines
    assert "  no known rule" in lines and not any(line.startswith("  nothing") for line in lines)
    lines = text(*surveyed(inner("eni-1", "sg-1"), unread=(Kind.PREFIX_LISTS,)))
    assert any("pl-1" in line and "unknown" in line for line in lines)


def test_the_internet_with_the_ids_that_explain_it():
    open_ = Exposure(4, "tcp", 22, 22, "tcp/22", 1.0, ("r1",))
    yes = Reachability(
        key("eni-1"), (Reach(open_, ("192.0.3.1",), "rtb-1 → igw-1", ("acl-1 in 100",)),), ("No IPv6.",)
    )
    survey, world = surveyed(inner("eni-1", "sg-1"), reach=(yes,))
    assert text(survey, world)[:4] == [
        "Reachable from the internet? yes",
        "  open     tcp/22 ssh  to 100 % of IPv4",
        "  by       192.0.3.1 · rtb-1 → igw-1 · acl-1 in 100 · r1",
        "  closed   No IPv6.",
    ]
    shown = survey_json(survey)
    assert shown["internet"]["reachable"] is True
    assert shown["internet"]["interfaces"][0]["reach"][0]["route"] == "rtb-1 → igw-1"
    assert shown["effective_rules"][0]["covered"] == [{"rule": "r4", "how": "shadowed", "by": ["r5"]}]
    assert {rule for grant in shown["effective_rules"][0]["grants"] for rule in grant["rules"]} == {
        "r1", "r3", "r4", "r5",
    }  # fmt: skip
    unknown = Reachability(key("eni-1"), unknown=("The route tables may not be read.",))
    survey, world = surveyed(inner("eni-1", "sg-1"), reach=(unknown,))
    assert text(survey, world)[:2] == [
        "Reachable from the internet? not known",
        "  unknown  The route tables may not be read.",
    ]
    assert survey_json(survey)["internet"]["reachable"] is None


def finding(check: str, status: FindingStatus, severity: Severity = Severity.HIGH) -> Finding:
    return Finding(check, status, severity, Kind.SECURITY_GROUPS, key("sg-1"), "t", "Why.", needs=("ec2:X",))


def test_the_worst_finding_counts_and_an_unknown_is_no_pass():
    fail, unknown, fine = FindingStatus.FAIL, FindingStatus.UNKNOWN, FindingStatus.PASS
    bad = (
        finding("SG-09", fail, Severity.MEDIUM),
        finding("SG-01", fail, Severity.CRITICAL),
        finding("SG-02", unknown),
    )
    assert worst_cell(bad) == ("critical SG-01 +1", Tone.BAD)
    assert worst_cell(bad[2:]) == ("unknown SG-02", Tone.DIM)
    assert worst_cell((finding("SG-02", fine),)) == ("none", Tone.GOOD)
    assert worst_rank(bad) > worst_rank(bad[2:]) > worst_rank(())
    told = ["".join(cell.text for cell in line) for line in finding_lines(bad)]
    assert told == [
        "  critical SG-01 Why.",
        "  medium   SG-09 Why.",
        "  unknown  SG-02 Why. Needs ec2:X.",
    ]
