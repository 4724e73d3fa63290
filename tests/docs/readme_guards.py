"""The README's table of the guards of security groups, made from their code; run as a module to write it."""

from ec2tui.core.rules.guardrails import GROUP_GUARDS, STEP_GUARDRAILS
from ec2tui.core.rules.policy import Policy
from tests.core.rules.group_cases import GROUP_EXAMPLES
from tests.docs.readme_keys import README

START = "<!-- guards: generated from the guardrails and from the edits that test them -->\n"
END = "<!-- end of guards -->"

READ_AGAIN = "Only what was reviewed is sent: what the judgement read is read again first."
"""What the guard does that is no rule: it is in the way in which plans are applied."""


def table() -> str:
    """Each guard with its help, its strictest level when no policy says otherwise, and its id."""
    helps = {rule.__name__: " ".join((rule.__doc__ or "").split()) for rule in STEP_GUARDRAILS}
    rows = ["| guard | says | level | id |", "|---|---|---|---|"]
    for guard, rule in GROUP_GUARDS.items():
        rows.append(f"| {guard} | {helps[rule]} | {strictest(rule)} | `{rule}` |")
    rows.append(f"| G18 | {READ_AGAIN} | back to the review | |")
    return "\n".join(rows) + "\n"


def strictest(rule: str) -> str:
    """The worst level that a guard gives an example which is known and judged without a policy."""
    levels = [
        level
        for example in GROUP_EXAMPLES
        if example.rule == rule and not example.unknown and _plain(example.policy)
        for level in example.expected
    ]
    return max(levels, key=lambda level: level.rank).value.upper()


def _plain(policy: Policy) -> bool:
    return not policy.levels and policy.network.public_share is None


def with_guards(text: str) -> str:
    """The README with its table of guards up to date."""
    before, rest = text.split(START)
    return before + START + "\n" + table() + "\n" + END + rest.split(END, 1)[1]


if __name__ == "__main__":
    README.write_text(with_guards(README.read_text(encoding="utf-8")), encoding="utf-8")
