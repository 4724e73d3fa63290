"""Security groups and their rules as rows of a table."""

from collections.abc import Iterable

from ec2tui.cli.output import Output
from ec2tui.core.grammar.peers import format_peer
from ec2tui.core.grammar.services import service_name
from ec2tui.core.grammar.spec import PeerKind, RuleSpec, spec_of
from ec2tui.core.grammar.traffic import format_traffic
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.views.durations import human, stamp
from ec2tui.core.views.group_json import Census, counts_of
from ec2tui.core.views.text import Align, clean
from ec2tui.core.views.tone import Cell, Tone

NOT_KNOWN = Cell("?", Tone.DIM)


def group_cells(group: SecurityGroup, inventory: Inventory, counted: Census) -> list[Cell]:
    """A group in a row: id, name, VPC, region, rules in and out, interfaces, description."""
    numbers = counts_of(group, inventory, counted)
    return [
        Cell(clean(group.key.id), Tone.KEY),
        Cell(clean(group.name), Tone.ACCENT),
        Cell(clean(group.vpc_id or "-")),
        Cell(group.key.region),
        *(NOT_KNOWN if number is None else Cell(str(number)) for number in numbers),
        Cell(clean(group.description), Tone.DIM),
    ]


def rule_rows(rules: Iterable[SecurityGroupRule]) -> list[SecurityGroupRule]:
    """Rules in the order of the text file: inbound first, then by protocol, ports, peer and id."""
    from ec2tui.core.grammar.group_text import order

    return sorted(rules, key=order)


def write_rules(output: Output, rules: Iterable[SecurityGroupRule], inventory: Inventory, now: float) -> None:
    """Writes the rules of a group, inbound and outbound under a heading each."""
    ordered = rule_rows(rules)
    for egress, title in ((False, "INBOUND"), (True, "OUTBOUND")):
        output.line("")
        output.spans([Cell(title, Tone.HEADING)])
        rows = [_cells(rule, inventory, now) for rule in ordered if rule.egress is egress]
        if rows:
            titles = ["Rule", "Traffic", "Service", "To" if egress else "From", "Description", "Ends"]
            output.table(titles, [Align.LEFT] * len(titles), rows)
        else:
            output.spans([Cell("no rule", Tone.DIM)])


def _cells(rule: SecurityGroupRule, inventory: Inventory, now: float) -> list[Cell]:
    spec = spec_of(rule)
    return [
        Cell(clean(rule.key.id), Tone.KEY),
        Cell(format_traffic(spec.protocol, spec.first, spec.last)),
        Cell(service_name(spec.protocol, spec.first, spec.last) or "", Tone.DIM),
        Cell(clean(_peer(rule, spec, inventory)), Tone.ACCENT),
        Cell(clean(rule.description or ""), Tone.DIM),
        _end(spec.until, now),
    ]


def _peer(rule: SecurityGroupRule, spec: RuleSpec, inventory: Inventory) -> str:
    """The peer, with the name of the group or prefix list that it is."""
    kind = Kind.PREFIX_LISTS if spec.peer.kind is PeerKind.PREFIX_LIST else Kind.SECURITY_GROUPS
    named = inventory.table(kind).get(rule.key._replace(id=spec.peer.value))
    return (
        f"{format_peer(spec.peer)} ({named.name})"
        if named is not None and named.name
        else format_peer(spec.peer)
    )


def _end(until: int | None, now: float) -> Cell:
    if until is None:
        return Cell("")
    if until <= now:
        return Cell(f"overdue since {stamp(until)}", Tone.BAD)
    return Cell(f"{stamp(until)}, in {human(until - now)}", Tone.WARN)
