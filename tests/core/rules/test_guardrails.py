"""Each guardrail stops what it must, lets the rest pass, and says so when it cannot know."""

import inspect

import pytest

from ec2tui.core.changes.plan import Plan, Step
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.rules.engine import judge
from ec2tui.core.rules.guardrails import PLAN_GUARDRAILS, RULE_IDS, STEP_GUARDRAILS
from ec2tui.core.rules.policy import ALWAYS_ASKED, AWS_REFUSES, FIXED, LEVELS_OF_SETTINGS, Policy
from tests.core.rules.alarm_cases import ALARM_EXAMPLES
from tests.core.rules.cases import EXAMPLES as OTHER_EXAMPLES
from tests.core.rules.cases import TUESDAY_3AM, Example
from tests.core.rules.group_cases import GROUP_EXAMPLES
from tests.core.rules.image_cases import IMAGE_EXAMPLES
from tests.core.rules.launch_cases import LAUNCH_EXAMPLES
from tests.core.rules.peer_cases import PEER_EXAMPLES
from tests.core.rules.time_box_cases import TIME_BOX_EXAMPLES

EXAMPLES = (
    *OTHER_EXAMPLES,
    *ALARM_EXAMPLES,
    *GROUP_EXAMPLES,
    *IMAGE_EXAMPLES,
    *LAUNCH_EXAMPLES,
    *PEER_EXAMPLES,
    *TIME_BOX_EXAMPLES,
)


def judged(example: Example, policy: Policy | None = None) -> tuple[Judgement, ...]:
    plan = Plan("p", tuple(Step(change) for change in example.changes))
    after = plan.after(example.world)
    return judge(plan, example.world, after, policy or example.policy, TUESDAY_3AM, example.origin)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.rule}-{'-'.join(e.expected) or 'pass'}")
def test_a_rule_says_what_the_table_says(example: Example) -> None:
    found = [judgement for judgement in judged(example) if judgement.rule == example.rule]
    assert sorted(j.level for j in found) == sorted(example.expected), found
    assert any(j.unknown for j in found) is example.unknown
    for judgement in found:
        assert judgement.reason.endswith(".")
        assert judgement.setting


def test_every_rule_has_one_example_that_it_stops_and_one_that_passes() -> None:
    assert {e.rule for e in EXAMPLES} == set(RULE_IDS)
    assert {e.rule for e in EXAMPLES if e.expected} == set(RULE_IDS)
    assert {e.rule for e in EXAMPLES if not e.expected} == set(RULE_IDS)


def test_every_rule_that_can_miss_a_fact_has_an_example_without_it() -> None:
    can_miss = {rule.__name__ for rule in STEP_GUARDRAILS if "unknown=" in inspect.getsource(rule)}
    assert {e.rule for e in EXAMPLES if e.unknown} == can_miss


def test_a_missing_fact_never_passes() -> None:
    """Of an account of which nothing was read, every plan needs a confirmation and says why."""
    for example in EXAMPLES:
        known_subjects = [c for c in example.changes if not c.key.id.startswith("(")]
        found = judged(example._replace(world=Inventory()), Policy())
        if known_subjects:
            assert found[0].level.rank >= Level.CONFIRM.rank
            assert any(judgement.unknown for judgement in found)


def test_every_rule_has_a_help_text() -> None:
    for rule in (*STEP_GUARDRAILS, *PLAN_GUARDRAILS):
        assert (rule.__doc__ or "").rstrip().endswith(".")
    assert len(set(RULE_IDS)) == len(RULE_IDS)


def test_the_fixed_rules_exist() -> None:
    assert set(RULE_IDS) >= AWS_REFUSES | ALWAYS_ASKED | set(LEVELS_OF_SETTINGS)


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.rule in AWS_REFUSES | ALWAYS_ASKED])
def test_no_policy_lowers_what_is_fixed(example: Example) -> None:
    lax = Policy(levels={example.rule: Level.OK})
    found = [j for j in judged(example, lax) if j.rule == example.rule and j.level is not Level.INFO]
    assert [j.level for j in found] == [
        level for level in sorted(example.expected, key=lambda level: -level.rank) if level is not Level.INFO
    ]
    assert all(judgement.setting == FIXED for judgement in found)


@pytest.mark.parametrize(
    ("level", "found"), [(Level.OK, 0), (Level.INFO, 1), (Level.BLOCK, 1)], ids=lambda x: str(x)
)
def test_a_policy_changes_a_level(level: Level, found: int) -> None:
    example = next(e for e in EXAMPLES if e.rule == "forced_stop" and e.expected)
    said = [j for j in judged(example, Policy(levels={"forced_stop": level})) if j.rule == "forced_stop"]
    assert [j.level for j in said] == [level] * found


def test_the_worst_comes_first() -> None:
    for example in EXAMPLES:
        ranks = [judgement.level.rank for judgement in judged(example)]
        assert ranks == sorted(ranks, reverse=True)
