"""Findings as documents: the same ids and order in every run, SARIF that readers accept, baselines."""

import random

import pytest

from ec2tui.core.model.acceptance import Acceptance
from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.posture.catalog import BY_ID, CHECKS
from ec2tui.core.views.findings_baseline import GONE, NEW, SAME, Looked, compared, earlier_of
from ec2tui.core.views.findings_json import check_json, finding_json
from ec2tui.core.views.findings_lines import check_lines, row_cells, summary
from ec2tui.core.views.findings_row import Found, finding_id, row_key, worst_first
from ec2tui.core.views.findings_sarif import sarif
from ec2tui.core.views.findings_strip import strip_line
from ec2tui.core.views.findings_tally import counted, tally

FAIL, PASS, UNKNOWN = FindingStatus.FAIL, FindingStatus.PASS, FindingStatus.UNKNOWN


def row(check: str, id: str, status=FAIL, severity=Severity.HIGH, **fields) -> Found:
    key = Key("111122223333", "eu-west-1", id)
    finding = Finding(check, status, severity, Kind.SECURITY_GROUPS, key, "A title", "A reason.", **fields)
    return Found(row_key(finding), finding, f"name of {id}")


LOOKED = Looked(frozenset({("111122223333", "eu-west-1")}), frozenset())
ACCEPTED = Acceptance("moving", "ops", 86_400, "tag")
ROWS = [
    row("SG-01", "sg-1", severity=Severity.CRITICAL, rules=("sgr-1",)),
    row("SG-05", "sg-1"),
    row("SG-09", "sg-2", severity=Severity.LOW),
    row("SG-07", "sg-2", UNKNOWN, Severity.CRITICAL, needs=("ec2:DescribeSecurityGroupRules",)),
    row("SG-03", "sg-3", FindingStatus.ACCEPTED, accepted=ACCEPTED),
    row("SG-02", "sg-3", PASS),
    row("SG-08", "sg-3", FindingStatus.NOT_APPLICABLE),
]


def test_a_finding_has_the_words_of_the_contract() -> None:
    told = finding_json(ROWS[0])
    assert list(told)[1:9] == [
        "check",
        "status",
        "severity",
        "resource",
        "region",
        "title",
        "reason",
        "kind",
    ]
    assert told["id"] == "SG-01/111122223333/eu-west-1/sg-1" == finding_id(ROWS[0].finding)
    assert finding_json(ROWS[4])["accepted"] == {
        "reason": "moving",
        "owner": "ops",
        "until": "1970-01-02T00:00:00Z",
        "where": "tag",
    }


def test_the_order_is_the_same_whatever_it_was_and_the_worst_is_first() -> None:
    for seed in range(5):
        mixed = ROWS.copy()
        random.Random(seed).shuffle(mixed)
        assert worst_first(mixed) == ROWS


def encoded(rows: list[Found]) -> bytes:
    import msgspec

    return msgspec.json.encode([finding_json(one) for one in rows])


def test_a_baseline_tells_what_is_new_what_is_gone_and_what_is_the_same() -> None:
    before = earlier_of(encoded([ROWS[0], ROWS[2], ROWS[3], row("SG-02", "sg-3"), row("SG-01", "sg-9")]))
    assert isinstance(before, dict)
    told = {
        (one.finding.check, one.finding.resource.id): word
        for one, word in compared(ROWS, before, BY_ID, LOOKED)
    }
    assert told == {
        ("SG-01", "sg-1"): SAME,
        ("SG-05", "sg-1"): NEW,
        ("SG-09", "sg-2"): SAME,
        ("SG-07", "sg-2"): "",
        ("SG-03", "sg-3"): NEW,
        ("SG-02", "sg-3"): GONE,
        ("SG-08", "sg-3"): "",
        ("SG-01", "sg-9"): GONE,
    }


def test_what_failed_and_is_not_known_now_is_not_gone() -> None:
    before = earlier_of(encoded([row("SG-07", "sg-2")]))
    assert isinstance(before, dict)
    assert [word for _, word in compared([ROWS[3]], before, BY_ID, LOOKED)] == [""]


def test_what_was_not_looked_for_is_not_gone() -> None:
    before = earlier_of(encoded([row("SG-01", "sg-9"), row("SG-02", "sg-9")]))
    assert isinstance(before, dict)
    here = ("111122223333", "eu-west-1")

    def gone(looked: Looked) -> list[str]:
        return [one.finding.check for one, word in compared([], before, BY_ID, looked) if word == GONE]

    assert gone(Looked(frozenset({here}), frozenset())) == ["SG-01", "SG-02"]
    assert gone(Looked(frozenset({("111122223333", "us-east-1")}), frozenset())) == [], "another region"
    assert gone(Looked(frozenset({("999999999999", "eu-west-1")}), frozenset())) == [], "another account"
    assert Looked(frozenset({here}), frozenset()).elsewhere(before.values()) == 0
    assert Looked(frozenset(), frozenset()).elsewhere(before.values()) == 2
    unlisted = frozenset({("SG-01", "eu-west-1")})
    assert gone(Looked(frozenset({here}), frozenset(), unlisted)) == ["SG-02"], "groups were denied to SG-01"
    still = frozenset({"SG-01/111122223333/eu-west-1/sg-9"})
    assert gone(Looked(frozenset({here}), still)) == ["SG-02"], "it is there, and the query leaves it out"


@pytest.mark.parametrize("text", [b"", b"{}", b"[1]", b'[{"check": "SG-01"}]'])
def test_a_baseline_that_is_none_is_refused(text: bytes) -> None:
    assert isinstance(earlier_of(text), str)


LEVELS = {"none", "note", "warning", "error"}
KINDS = {"notApplicable", "pass", "fail", "review", "open", "informational"}
STATES = {"new", "unchanged", "updated", "absent"}


def test_sarif_keeps_the_rules_of_its_schema() -> None:
    """SARIF 2.1.0, sections 3.13 to 3.35: what the schema requires of what is written here."""
    log = sarif([(one, NEW) for one in ROWS], CHECKS, "1.2.3", 86_400, ["not read: volumes"], False)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "ec2tui"
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids) == len(CHECKS)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"] and rule["fullDescription"]["text"] and rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in LEVELS
        assert len(set(rule["properties"]["tags"])) == len(rule["properties"]["tags"])
        assert 0 <= float(rule["properties"]["security-severity"]) <= 10
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [n["message"]["text"] for n in invocation["toolExecutionNotifications"]] == ["not read: volumes"]
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["kind"] in KINDS and result["level"] in LEVELS and result["message"]["text"]
        assert result["kind"] == "fail" or result["level"] == "none", "3.27.9"
        assert result["baselineState"] in STATES
        (place,) = result["locations"]
        uri = place["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isascii() and " " not in uri and not uri.startswith("/")
        for one in result.get("suppressions", ()):
            assert one["kind"] in {"inSource", "external"} and one["status"] == "accepted"
    assert sum("suppressions" in result for result in run["results"]) == 1
    assert len({r["partialFingerprints"]["finding/v1"] for r in run["results"]}) == len(ROWS)


def test_a_row_says_who_answers_for_it_and_what_an_unknown_needs() -> None:
    assert row_cells(ROWS[4])[-1].text == "A reason. Accepted until 1970-01-01 by ops: moving"
    assert row_cells(ROWS[3])[-1].text == "A reason. Needs ec2:DescribeSecurityGroupRules."
    hostile = row("SG-01", "sg-\x1b]0;x", accepted=Acceptance("\x1b[31m", "o\u202e", 1))
    assert not any("\x1b" in cell.text or "\u202e" in cell.text for cell in row_cells(hostile))
    assert summary(ROWS) == "1 critical, 1 high, 1 low; 1 unknown; 1 accepted; 1 pass"
    assert summary([]) == "nothing that was judged matches", "which is not that nothing fails"


def test_the_score_counts_unknown_as_not_passed_and_leaves_accepted_out() -> None:
    found = tally(counted(one.finding for one in ROWS))
    assert (found.points, found.most) == (10, 10 + 40 + 10 + 1 + 40)
    assert found.score == 9
    assert found.worst is Severity.CRITICAL
    assert tally({}).score is None


def test_the_strip_tells_since_when_and_where_it_goes() -> None:
    found = tally(counted(one.finding for one in ROWS))
    text = "".join(
        cell.text for cell in strip_line(found, 86_400, [(0, 3), (86_400, 2), (172_800, 1)], "judging", 2)
    )
    assert "1 critical since 1970-01-02" in text
    assert "critical 3 → 1 in 2 days" in text
    assert "2 not read" in text and text.startswith(" judging…")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_can_be_explained(check) -> None:
    told = check_json(check)
    assert told["why"] and told["how"] and told["permissions"]
    text = "\n".join("".join(cell.text for cell in line) for line in check_lines(check))
    assert check.id in text and check.remedy.steps in text
