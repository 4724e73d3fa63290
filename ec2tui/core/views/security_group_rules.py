"""The rules of a security group as a table, one row per rule id."""

from collections.abc import Callable

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.finding import Finding
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.views import rule_words as words
from ec2tui.core.views.column import UNKNOWN, Column, SortKey, missing_cell
from ec2tui.core.views.finding_words import judged_lines, said_words, worst_cell, worst_rank
from ec2tui.core.views.instance_cells import text_cell
from ec2tui.core.views.lines import BLANK, heading, labelled, said
from ec2tui.core.views.prefix_list_lines import prefix_list_lines
from ec2tui.core.views.resource import Describe, Resource
from ec2tui.core.views.sorting import by_address, by_id, by_number, by_text
from ec2tui.core.views.storage_cells import tag_column, text_column
from ec2tui.core.views.tag_lines import tag_lines
from ec2tui.core.views.time_box import holding_lines, left_cell
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.core.views.vocabulary import FlagField, TextField, Vocabulary

Rule = SecurityGroupRule
_DESCRIBE = "ec2:DescribeSecurityGroupRules "
_R = frozenset({Kind.RULES})
_NAMED = frozenset({Kind.RULES, Kind.SECURITY_GROUPS, Kind.PREFIX_LISTS})
_JUDGED = frozenset({Kind.RULES, Kind.FINDINGS})


def _told(rule: Rule, inventory: Inventory) -> tuple[Finding, ...] | Missing:
    """The findings that are about a rule, or why its group has not been judged."""
    found = inventory.findings(rule.key._replace(id=rule.group_id))
    return found if isinstance(found, Missing) else found.of_rule(rule.key.id)


def _findings(rule: Rule, inventory: Inventory, _now: float) -> Cell:
    told = _told(rule, inventory)
    return missing_cell(told) if isinstance(told, Missing) else worst_cell(told)


def _findings_key(rule: Rule, inventory: Inventory, _now: float) -> SortKey:
    told = _told(rule, inventory)
    return UNKNOWN if isinstance(told, Missing) else (False, worst_rank(told))


def _finding_words(rule: Rule, inventory: Inventory) -> tuple[str, ...] | Missing:
    told = _told(rule, inventory)
    return told if isinstance(told, Missing) else said_words(told)


def _traffic_key(rule: Rule) -> SortKey:
    """Inbound before outbound, then by protocol and port."""
    return (False, (rule.egress, rule.protocol, rule.from_port or 0, rule.to_port or 0))


def _column(
    id: str,
    title: str,
    source: str,
    cell: Callable[[Rule, Inventory, float], Cell],
    key: Callable[[Rule, Inventory], SortKey],
    width: tuple[int, int],
    kinds: frozenset[Kind] = _R,
) -> Column[Rule]:
    return Column(id, title, _DESCRIBE + source, cell, lambda r, i, _now: key(r, i), *width, kinds=kinds)


DIRECTION = _column(
    "direction",
    "Direction",
    "IsEgress",
    lambda r, _i, _n: Cell(words.direction(r), Tone.INFO if r.egress else Tone.PLAIN),
    lambda r, _i: _traffic_key(r),
    (4, 9),
)

COLUMNS: tuple[Column[Rule], ...] = (
    DIRECTION,
    _column(
        "traffic",
        "Traffic",
        "IpProtocol, FromPort, ToPort",
        lambda r, _i, _n: text_cell(words.traffic(r), Tone.KEY),
        lambda r, _i: _traffic_key(r),
        (8, 24),
    ),
    text_column("service", "Service", "the port's name", _R, words.service, (7, 16), Tone.DIM),
    _column(
        "peer",
        "Peer",
        "CidrIpv4, CidrIpv6, ReferencedGroupInfo, PrefixListId",
        lambda r, _i, _n: text_cell(words.peer(r), words.peer_tone(r)),
        lambda r, _i: by_address((r.cidr or "").partition("/")[0] or words.peer(r)),
        (18, 44),
    ),
    _column(
        "peer-name",
        "Who",
        "the peer's GroupName or PrefixListName",
        lambda r, i, _n: text_cell(words.peer_name(r, i)),
        lambda r, i: by_text(words.peer_name(r, i)),
        (8, 32),
        _NAMED,
    ),
    text_column(
        "description", "Description", _DESCRIBE + "Description", _R, lambda r: r.description, (12, 50)
    ),
    _column(
        "expires",
        "Expires",
        "Tags[ec2tui:expires-at]",
        lambda r, _i, now: left_cell(r, now),
        lambda r, _i: by_number(words.expires(r)),
        (8, 12),
    ),
    Column("findings", "Findings", "the checks SG-01 …", _findings, _findings_key, 8, 20, kinds=_JUDGED),
    text_column("id", "Rule", _DESCRIBE + "SecurityGroupRuleId", _R, lambda r: r.key.id, (21, 21), key=by_id),
    text_column("group", "Group", _DESCRIBE + "GroupId", _R, lambda r: r.group_id, (20, 20), key=by_id),
)
"""Every column of the rules table, in its usual order."""

DEFAULT_COLUMNS = (
    "direction",
    "traffic",
    "service",
    "peer",
    "expires",
    "peer-name",
    "findings",
    "description",
    "id",
)


def column(id: str) -> Column[Rule] | None:
    """The column with this id (`tag:KEY` for a tag's); None when there is none."""
    if id.startswith("tag:") and len(id) > 4:
        return tag_column(id[4:], _DESCRIBE, _R)
    return next((known for known in COLUMNS if known.id == id), None)


def _peers(rule: Rule, inventory: Inventory) -> tuple[str, ...]:
    name = words.peer_name(rule, inventory)
    return (words.peer(rule), *((name,) if name else ()))


def haystack(rule: Rule) -> str:
    """What words look into: traffic, service, peer, description, ids and tags, casefolded."""
    lines = [words.traffic(rule), words.service(rule), words.peer(rule), rule.description or ""]
    lines += [rule.key.id, rule.group_id, *(f"{key}={value}" for key, value in rule.tags)]
    return "\n".join(lines).casefold()


WORDS: Vocabulary[Rule] = Vocabulary(
    "rule",
    (
        TextField("id", "the rule's id", lambda r, _: (r.key.id,)),
        TextField("direction", "in or out", lambda r, _: (words.direction(r),)),
        TextField("traffic", "tcp/22, udp/*, all", lambda r, _: (words.traffic(r),)),
        TextField("protocol", "tcp, udp, icmp, all", lambda r, _: (words.traffic(r).partition("/")[0],)),
        TextField("service", "ssh, https, …", lambda r, _: (words.service(r),)),
        TextField("peer", "a CIDR, an id or a name", _peers, _NAMED - _R),
        TextField("finding", "critical, SG-01, unknown, none", _finding_words, _JUDGED - _R),
        TextField("description", "its description", lambda r, _: (r.description or "",)),
        TextField("group", "the group's id", lambda r, _: (r.group_id,)),
    ),
    (),
    (
        FlagField("inbound", "lets in", lambda r, _: not r.egress),
        FlagField("outbound", "lets out", lambda r, _: r.egress),
        FlagField("anywhere", "is about everybody", lambda r, _: (r.cidr or r.cidr6) in words.WORLD),
        FlagField("expiring", "is to be revoked", lambda r, _: words.expires(r) is not None),
    ),
    haystack,
    lambda r: r.tags,
    {"from": "peer", "to": "peer", "cidr": "peer", "port": "traffic", "sg": "group", "in": "direction"},
)
"""The words of queries about rules."""


def overview(rule: Rule, inventory: Inventory, now: float) -> tuple[Line, ...]:
    """Everything that AWS tells about a rule."""
    name = words.peer_name(rule, inventory)
    lines = [
        labelled("Rule", rule.key.id),
        labelled("Group", rule.group_id),
        labelled("Direction", "outbound: from the group" if rule.egress else "inbound: to the group"),
        labelled("Traffic", said(words.traffic(rule), Tone.KEY), said(words.service(rule) or "", Tone.DIM)),
        labelled(
            "To" if rule.egress else "From", said(words.peer(rule), words.peer_tone(rule)), name or Cell("")
        ),
        labelled("Description", rule.description),
    ]
    if rule.peer_account and rule.peer_account != rule.key.account:
        lines.append(labelled("Peer's account", rule.peer_account, rule.peering_status))
    return (
        *lines,
        *holding_lines(rule, inventory, now),
        BLANK,
        heading("Findings"),
        *judged_lines(_told(rule, inventory)),
        *prefix_list_lines(rule, inventory),
        BLANK,
        heading("Tags"),
        *tag_lines(rule.tags),
    )


SECURITY_GROUP_RULES: Resource[Rule] = Resource(
    noun="rule",
    plural="rules",
    kind=Kind.RULES,
    columns=COLUMNS,
    shown=DEFAULT_COLUMNS,
    sort=DIRECTION.id,
    column=column,
    words=WORDS,
    sections=(("rule", "Rule", overview),),
    keyed=_R,
    title=lambda r: f"{words.direction(r)} {words.traffic(r)} {words.peer(r)}",
    describe=Describe(
        "DescribeSecurityGroupRules",
        "SecurityGroupRuleIds",
        "SecurityGroupRules",
        "describe-security-group-rules --security-group-rule-ids",
    ),
    reads=_NAMED | _JUDGED,
)
