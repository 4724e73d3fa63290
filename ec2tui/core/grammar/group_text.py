"""A security group as a text file: a header, and one rule per line with its id behind it as a remark."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ec2tui.core.grammar.line import Parsed, format_rule, parse_words
from ec2tui.core.grammar.mistake import Mistake, Wrong
from ec2tui.core.grammar.spec import RuleSpec, spec_of
from ec2tui.core.grammar.words import quoted, split, unquoted
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule

RULE_ID = re.compile(r"sgr-[0-9A-Za-z]+", re.ASCII)
_HEADER = re.compile(r"#\s*(group|name|vpc|region|account):\s*(.*)")
WIDEST = 100
"""Up to this column the ids stand under each other."""

HOW_TO = """\
# One rule per line: PROTOCOL[/PORTS] from|to PEER ["description"] [for 1h | until TIME]
#   tcp/22 from 203.0.113.7/32 "office"     https from anywhere     postgres from group app
# A line that keeps its id changes that rule, one without an id is new, and a rule without a line is revoked.
"""


class TextLine(NamedTuple):
    """A rule of the file: its line (from 1), the id that it keeps (empty: new), what it says, and notes."""

    number: int
    rule_id: str
    spec: RuleSpec
    notes: tuple[str, ...] = ()


class WrongLine(NamedTuple):
    """A line (from 1) that says no rule, as it stands, and why."""

    number: int
    text: str
    mistake: Mistake


class Header(NamedTuple):
    """The group that a file is about; each part is empty when the header lacks it."""

    group_id: str
    region: str
    account: str
    name: str


class GroupText(NamedTuple):
    """The rules that a file says, and its bad lines."""

    lines: tuple[TextLine, ...]
    wrong: tuple[WrongLine, ...]


def format_group(group: SecurityGroup, rules: Iterable[SecurityGroupRule]) -> str:
    """The file of a group; reading it back says just these rules."""
    said = sorted(((order(rule), format_rule(rule), rule.key.id) for rule in rules), key=lambda each: each[0])
    width = min(WIDEST, max((len(line) for _, line, _ in said), default=0))
    header = [
        f"# group: {group.key.id}",
        f"# name: {quoted(group.name)}",
        f"# vpc: {group.vpc_id or '-'}",
        f"# region: {group.key.region}",
        f"# account: {group.key.account}",
    ]
    body = [f"{line:<{width}}  # {rule_id}" for _, line, rule_id in said]
    return "\n".join((*header, "", HOW_TO, *body, ""))


def parse_group(text: str, rules: Mapping[str, SecurityGroupRule]) -> GroupText:
    """What a file says; `rules` are those of the group by id, so that an unchanged line is what it was.

    A line that stands as it was exported is that rule, even where AWS tells what no line may say.
    """
    lines: list[TextLine] = []
    wrong: list[WrongLine] = []
    owners: dict[str, int] = {}
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw.strip() or raw.lstrip().startswith("#"):
            continue
        try:
            line = _line(number, raw, rules)
            if line.rule_id and line.rule_id in owners:
                at = raw.rindex(line.rule_id)
                message = f"{line.rule_id} stands behind line {owners[line.rule_id]} already"
                raise Wrong(at, len(line.rule_id), message)
            owners[line.rule_id] = number
            lines.append(line)
        except Wrong as error:
            wrong.append(WrongLine(number, raw, error.mistake))
    return GroupText(tuple(lines), tuple(wrong))


def header_of(text: str) -> Header:
    """What the header of a file says."""
    found: dict[str, str] = {}
    for raw in text.split("\n"):
        told = _HEADER.match(raw)
        if told is not None:
            value = told[2].strip()
            found.setdefault(told[1], unquoted(value) if value.startswith('"') else value)
    return Header(*(found.get(name, "") for name in ("group", "region", "account", "name")))


def _line(number: int, raw: str, rules: Mapping[str, SecurityGroupRule]) -> TextLine:
    same = _unchanged(raw, rules)
    if same is not None:
        return TextLine(number, same.key.id, spec_of(same))
    words, remark = split(raw)
    found = RULE_ID.match(remark)
    rule_id = found[0] if found else ""
    if rule_id and rule_id not in rules:
        at = raw.rindex(rule_id)
        message = f"{rule_id} is no rule of this group; without an id the line is a new rule"
        raise Wrong(at, len(rule_id), message)
    end = max((word.end for word in words), default=0)
    parsed: Parsed = parse_words(words, end)
    return TextLine(number, rule_id, parsed.spec, parsed.notes)


def _unchanged(raw: str, rules: Mapping[str, SecurityGroupRule]) -> SecurityGroupRule | None:
    """The rule whose line this is, just as it was written."""
    line, hash_, remark = raw.rpartition("#")
    rule = rules.get(remark.strip()) if hash_ else None
    return rule if rule is not None and line.strip() == format_rule(rule) else None


def order(rule: SecurityGroupRule) -> tuple[object, ...]:
    """Inbound before outbound, then by protocol, ports, peer, and id: a rule keeps its place."""
    spec = spec_of(rule)
    first, last = (-2 if port is None else port for port in (spec.first, spec.last))
    return (spec.egress, spec.protocol, first, last, spec.peer.kind.value, spec.peer.value, rule.key.id)
