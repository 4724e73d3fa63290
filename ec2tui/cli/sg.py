"""`ec2tui sg ls`, `sg show` and `sg export`: looking at security groups."""

import asyncio
from typing import Any

from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import usage
from ec2tui.cli.reading import connected, report
from ec2tui.cli.sg_groups import the_group
from ec2tui.cli.sg_options import CHANGE_VERBS, LOOK_VERBS
from ec2tui.cli.sg_rows import group_cells, rule_rows, write_rules
from ec2tui.core.changes.security_group_rules import rules_in
from ec2tui.core.config.mistake import nearest
from ec2tui.core.grammar.group_text import format_group
from ec2tui.core.model.finding import Finding
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.rules.posture.assess import findings_of_group
from ec2tui.core.views.finding_words import finding_lines, told_of, worst_cell
from ec2tui.core.views.findings_json import finding_json
from ec2tui.core.views.findings_row import Found
from ec2tui.core.views.group_facts import kinds_of, referring, unread, users_of, users_word
from ec2tui.core.views.group_json import census, group_json, rule_json
from ec2tui.core.views.text import Align, clean
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.services.groups import read_group, read_kinds
from ec2tui.services.session import Session

COUNTED = (Kind.RULES, Kind.INTERFACES)
"""The kinds that tell the numbers of `sg ls`."""


def run(context: Context) -> ExitCode:
    """Runs the verb; the exit status says whether everything was found and read."""
    verb = context.options.verb
    if verb == "sg":
        raise _which(context.options.word)
    return asyncio.run({"sg ls": _list, "sg show": _show, "sg export": _export}[verb](context))


def _which(words: list[str]) -> Exception:
    known = [name.partition(" ")[2] for name, _ in (*LOOK_VERBS, *CHANGE_VERBS) if " " in name]
    near = nearest(words[0], known) if words else ""
    said = f"unknown word {words[0]!r} after sg" if words else "sg: a word is missing"
    return usage(f"{said}: " + (f"did you mean {near!r}?" if near else f"one of {', '.join(known)}"))


async def _list(context: Context) -> ExitCode:
    form, output = context.options.output, context.output
    async with connected(context) as session:
        await session.identify()
        kinds = (Kind.SECURITY_GROUPS, *(() if form == "ids" else COUNTED))
        gaps = await read_kinds(session, session.sources(), kinds)
        inventory = session.store.inventory
        readings = (inventory.reading(source, Kind.SECURITY_GROUPS) for source in session.sources())
        if not any(reading.complete_at is not None for reading in readings):
            return report(gaps)
        groups = sorted(inventory.table(Kind.SECURITY_GROUPS).values(), key=_by_name)
        if form == "ids":
            output.plain_lines(group.key.id for group in groups)
        elif form == "json":
            counted = census(inventory)
            output.array_items(group_json(group, inventory, counted) for group in groups)
            output.close_array()
        else:
            _write(context, groups, inventory)
        return report(gaps)


def _by_name(group: SecurityGroup) -> tuple[str, str, str]:
    return (group.key.region, group.name.casefold(), group.key.id)


def _write(context: Context, groups: list[SecurityGroup], inventory: Inventory) -> None:
    counted = census(inventory)
    titles = ["Id", "Name", "VPC", "Region", "In", "Out", "Interfaces", "Description"]
    rows = [group_cells(group, inventory, counted) for group in groups]
    if context.options.output == "csv":
        head = ["id", "name", "vpc_id", "region", "inbound", "outbound", "interfaces", "description"]
        context.output.csv_rows([head, *([cell.text for cell in row] for row in rows)])
        return
    right = {"In", "Out", "Interfaces"}
    aligns = [Align.RIGHT if title in right else Align.LEFT for title in titles]
    context.output.table(titles, aligns, rows)


async def _show(context: Context) -> ExitCode:
    async with connected(context) as session:
        group = await the_group(session, context.options.group)
        gaps = await read_group(session, group.key)
        gaps += await read_kinds(session, [session.source(group.key.region)], _NAMED)
        code = report(gaps)
        inventory = session.store.inventory
        if context.options.output == "json":
            context.output.document(_document(context, group, inventory))
        else:
            _overview(context, group, inventory)
        return code


_NAMED = (Kind.SECURITY_GROUPS, Kind.RULES, Kind.PREFIX_LISTS, Kind.INTERFACES)


def _findings(context: Context, group: SecurityGroup, inventory: Inventory) -> tuple[Finding, ...]:
    """What the checks say of it under the policy's limits, the worst first."""
    limits = context.changing().policy.network
    return told_of(findings_of_group(inventory, group.key, limits, context.clock.now()))


def _document(context: Context, group: SecurityGroup, inventory: Inventory) -> dict[str, Any]:
    rules = rule_rows(rules_in(inventory, group.key))
    told = group_json(group, inventory, census(inventory))
    numbers = {
        "inbound_rules": sum(not rule.egress for rule in rules),
        "outbound_rules": sum(rule.egress for rule in rules),
    }
    used = unread(Kind.INTERFACES, group.key, inventory) is None
    named = unread(Kind.RULES, group.key, inventory) is None
    more = {
        "used_by": dict(kinds_of(users_of(group.key, inventory))) if used else None,
        "referenced_by": list(referring(group.key, inventory)) if named else None,
        "findings": [
            finding_json(Found(group.key, one, group.name)) for one in _findings(context, group, inventory)
        ],
    }
    return {**told, **numbers, **more, "rules": [rule_json(rule, inventory) for rule in rules]}


def _overview(context: Context, group: SecurityGroup, inventory: Inventory) -> None:
    output = context.output
    users = users_of(group.key, inventory)
    used = unread(Kind.INTERFACES, group.key, inventory) is None
    others = ", ".join(referring(group.key, inventory))
    named = (
        others if unread(Kind.RULES, group.key, inventory) is None else f"{others or '-'} (not all is known)"
    )
    for label, value in (
        ("group", group.key.id),
        ("name", group.name),
        ("description", group.description),
        ("VPC", group.vpc_id or "-"),
        ("region", group.key.region),
        ("used by", (users_word(users) or "nobody") if used else "not known"),
        ("named by", named or "-"),
        ("tags", ", ".join(f"{name}={value}" for name, value in group.tags) or "-"),
    ):
        output.spans([Cell(f"{label:<13}", Tone.DIM), Cell(clean(value))])
    findings = _findings(context, group, inventory)
    worst = worst_cell(findings)
    output.spans([Cell(f"{'findings':<13}", Tone.DIM), worst])
    for line in finding_lines(findings):
        output.spans(list(line))
    write_rules(output, rules_in(inventory, group.key), inventory, context.clock.now())


async def _export(context: Context) -> ExitCode:
    async with connected(context) as session:
        group = await the_group(session, context.options.group)
        await _whole(session, group)
        rules = rules_in(session.store.inventory, group.key)
        context.output.line(format_group(group, rules).rstrip("\n"))
        return ExitCode.DONE


async def _whole(session: Session, group: SecurityGroup) -> None:
    """A file that lacks rules would revoke them when it is applied, so all must be read."""
    from ec2tui.cli.sg_groups import must_be_read

    must_be_read(await read_group(session, group.key))
