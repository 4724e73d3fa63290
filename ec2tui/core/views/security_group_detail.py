"""The detail pane of a security group: its rules, who uses it, its tags."""

from collections.abc import Iterable

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.views import rule_words as words
from ec2tui.core.views.finding_words import judged_lines
from ec2tui.core.views.group_facts import referring, rules_of, unread, user_kind, users_of, users_word
from ec2tui.core.views.lines import BLANK, heading, labelled, said, unknown
from ec2tui.core.views.network_interfaces import user
from ec2tui.core.views.tag_lines import tag_lines
from ec2tui.core.views.text import clean, fit
from ec2tui.core.views.time_box import left_cell
from ec2tui.core.views.tone import Cell, Line, Tone

TRAFFIC = 16
PEER = 24
"""Cells that traffic and peer take, so that the lines of rules align."""


def overview(group: SecurityGroup, inventory: Inventory, now: float) -> tuple[Line, ...]:
    """What the group is, what is wrong with it, and its rules one a line, inbound first."""
    lines: list[Line] = [
        labelled("Name", said(group.name, Tone.KEY), group.key.id),
        labelled("Description", group.description),
        labelled("VPC, region", group.vpc_id, group.key.region),
        labelled("Account", group.key.account),
    ]
    found = inventory.findings(group.key)
    judged = found if isinstance(found, Missing) else found.findings
    lines += [BLANK, heading("Findings"), *judged_lines(judged)]
    missing = unread(Kind.RULES, group.key, inventory)
    rules = sorted(rules_of(group.key, inventory).values(), key=_order)
    for egress, title in ((False, "Inbound"), (True, "Outbound")):
        some = [rule for rule in rules if rule.egress is egress]
        lines += [BLANK, heading(f"{title} ({len(some)})"), *_rule_lines(some, inventory, now)]
        if missing is not None:
            lines.append((Cell("  not all is known: ", Tone.WARN), unknown(missing)))
        elif not some:
            lines.append((Cell("  no rule", Tone.DIM),))
    return tuple(lines)


def _order(rule: SecurityGroupRule) -> tuple[str, int, int, str, str]:
    return (rule.protocol, rule.from_port or 0, rule.to_port or 0, words.peer(rule), rule.key.id)


def _rule_lines(rules: Iterable[SecurityGroupRule], inventory: Inventory, now: float) -> Iterable[Line]:
    """`tcp/22 ssh  203.0.113.7/32  office  sgr-…`, with when it ends where it does."""
    for rule in rules:
        name = words.peer_name(rule, inventory)
        service = words.service(rule)
        traffic = words.traffic(rule) + (f" {service}" if service else "")
        yield (
            Cell("  " + fit(clean(traffic, 60), TRAFFIC) + " ", Tone.KEY),
            Cell(fit(clean(words.peer(rule), 60), PEER) + " ", words.peer_tone(rule)),
            *((Cell(clean(name, 60) + " "),) if name else ()),
            *((Cell(clean(rule.description, 255) + " ", Tone.DIM),) if rule.description else ()),
            *((left_cell(rule, now), Cell(" ")) if words.expires(rule) else ()),
            Cell(clean(rule.key.id, 40), Tone.DIM),
        )


def used_by(group: SecurityGroup, inventory: Inventory, _now: float) -> tuple[Line, ...]:
    """The interfaces that are in it, and the groups that name it in a rule."""
    users = users_of(group.key, inventory)
    lines: list[Line] = [heading(f"Interfaces ({len(users)})")]
    missing = unread(Kind.INTERFACES, group.key, inventory)
    if missing is not None:
        lines.append((Cell("  not all is known: ", Tone.WARN), unknown(missing)))
    elif not users:
        lines.append((Cell("  nobody uses it", Tone.DIM),))
    if users:
        lines.append((Cell(f"  {users_word(users)}"),))
    for one in sorted(users.values(), key=lambda n: (user_kind(n), user(n, inventory).casefold())):
        lines.append(
            (
                Cell(f"  {fit(user_kind(one), TRAFFIC)} ", Tone.DIM),
                Cell(clean(user(one, inventory), 80), Tone.KEY),
                Cell(f"  {clean(', '.join(one.private_ips), 80)}  {clean(one.key.id, 40)}", Tone.DIM),
            )
        )
    lines += [BLANK, heading("Named in rules of")]
    missing = unread(Kind.RULES, group.key, inventory)
    if missing is not None:
        lines.append((Cell("  not all is known: ", Tone.WARN), unknown(missing)))
    for id_ in referring(group.key, inventory):
        other = inventory.table(Kind.SECURITY_GROUPS).get(group.key._replace(id=id_))
        own = "  itself" if id_ == group.key.id else ""
        name = other.name if other is not None else ""
        lines.append((Cell(f"  {clean(name, 80)} ", Tone.KEY), Cell(f"{clean(id_, 40)}{own}", Tone.DIM)))
    if missing is None and not referring(group.key, inventory):
        lines.append((Cell("  none", Tone.DIM),))
    return tuple(lines)


def tags(group: SecurityGroup, _inventory: Inventory, _now: float) -> tuple[Line, ...]:
    """The group's tags."""
    return tag_lines(group.tags)
