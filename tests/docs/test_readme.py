"""What the README says is what the code does."""

import re
import tomllib

from ec2tui.core.actions.catalog import ACTIONS
from ec2tui.core.config.guardrails import policy_in_force
from ec2tui.core.config.mistake import Mistakes
from ec2tui.core.config.parse import parse
from ec2tui.core.grammar.line import Parsed, format_line
from ec2tui.core.grammar.line import parse as parse_line
from ec2tui.core.views import query
from ec2tui.services.pace import BASE, IDLE_MAX, SETTLING, idle_calls_per_hour
from tests.docs.readme_guards import with_guards
from tests.docs.readme_keys import README, with_keys

TEXT = README.read_text(encoding="utf-8")


def test_the_key_table_is_the_table_of_actions() -> None:
    assert with_keys(TEXT) == TEXT, "run: python -m tests.docs.readme_keys"


def test_the_example_configuration_is_valid() -> None:
    example = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert example is not None
    assert tomllib.loads(example[1])
    parsed = parse(example[1], ACTIONS)
    assert not isinstance(parsed, Mistakes), parsed
    assert policy_in_force(parsed.document.guardrails, None).mistakes == ()


def test_the_calls_per_hour_are_the_paces() -> None:
    assert f"{idle_calls_per_hour(1)} Describe calls an hour" in TEXT
    assert f"every {BASE:.0f} seconds" in TEXT
    assert f"every {SETTLING:.0f} seconds" in TEXT
    assert IDLE_MAX == 120


def test_the_example_queries_are_queries() -> None:
    section = TEXT.split("### Filter")[1].split("###")[0]
    examples = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
    assert len(examples) == 5
    for example in examples:
        assert isinstance(query.parse(example), query.Query), example


def test_the_table_of_guards_is_what_they_say() -> None:
    assert with_guards(TEXT) == TEXT, "run: python -m tests.docs.readme_guards"


def test_the_example_rules_are_rules() -> None:
    section = TEXT.split("### Security groups")[1].split("**Time boxes.**")[0]
    examples = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
    assert len(examples) == 10
    for example in examples:
        found = parse_line(example)
        assert isinstance(found, Parsed), example
        again = parse_line(format_line(found.spec))
        assert isinstance(again, Parsed) and again.spec == found.spec
