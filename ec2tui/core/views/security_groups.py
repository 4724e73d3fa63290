"""The security groups as a table: their rules, who uses them, and who refers to them."""

from collections.abc import Callable

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.views import group_facts as facts
from ec2tui.core.views.column import ABSENT, UNKNOWN, Column, SortKey, missing_cell
from ec2tui.core.views.finding_words import said_words, worst_cell, worst_rank
from ec2tui.core.views.instance_cells import text_cell
from ec2tui.core.views.resource import Describe, Resource
from ec2tui.core.views.security_group_detail import overview, tags, used_by
from ec2tui.core.views.sorting import by_id, by_number
from ec2tui.core.views.storage_cells import tag_column, text_column
from ec2tui.core.views.text import Align
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.core.views.vocabulary import FlagField, NumberField, TextField, Vocabulary

Group = SecurityGroup
Count = Callable[[Group, Inventory], int | Missing]
_DESCRIBE = "ec2:DescribeSecurityGroups "
_G = frozenset({Kind.SECURITY_GROUPS})
_RULES = frozenset({Kind.SECURITY_GROUPS, Kind.RULES})
_USERS = frozenset({Kind.SECURITY_GROUPS, Kind.INTERFACES})
_JUDGED = frozenset({Kind.SECURITY_GROUPS, Kind.FINDINGS})


def _rule_count(egress: bool) -> Count:
    def count(group: Group, inventory: Inventory) -> int | Missing:
        missing = facts.unread(Kind.RULES, group.key, inventory)
        if missing is not None:
            return missing
        return sum(rule.egress is egress for rule in facts.rules_of(group.key, inventory).values())

    return count


def _user_count(group: Group, inventory: Inventory) -> int | Missing:
    missing = facts.unread(Kind.INTERFACES, group.key, inventory)
    return len(facts.users_of(group.key, inventory)) if missing is None else missing


def _referring(group: Group, inventory: Inventory) -> tuple[str, ...] | Missing:
    """The other groups that name this one, by name where it is known."""
    missing = facts.unread(Kind.RULES, group.key, inventory)
    if missing is not None:
        return missing
    others = (id_ for id_ in facts.referring(group.key, inventory) if id_ != group.key.id)
    return tuple(_name(group.key._replace(id=id_), inventory) for id_ in others)


def _name(key: Key, inventory: Inventory) -> str:
    item = inventory.table(Kind.SECURITY_GROUPS).get(key)
    return (item.name if item is not None else "") or key.id


def _number(id: str, title: str, source: str, count: Count, kinds: frozenset[Kind]) -> Column[Group]:
    def cell(group: Group, inventory: Inventory, _now: float) -> Cell:
        number = count(group, inventory)
        if isinstance(number, Missing):
            return missing_cell(number)
        return Cell(str(number), Tone.PLAIN if number else Tone.DIM)

    def key(group: Group, inventory: Inventory, _now: float) -> SortKey:
        number = count(group, inventory)
        return UNKNOWN if isinstance(number, Missing) else by_number(number)

    return Column(id, title, source, cell, key, 4, 6, Align.RIGHT, kinds)


def _used(group: Group, inventory: Inventory, _now: float) -> Cell:
    missing = facts.unread(Kind.INTERFACES, group.key, inventory)
    if missing is not None:
        return missing_cell(missing)
    users = facts.users_of(group.key, inventory)
    return Cell(facts.users_word(users)) if users else Cell("nobody", Tone.DIM)


def _used_key(group: Group, inventory: Inventory, _now: float) -> SortKey:
    number = _user_count(group, inventory)
    return UNKNOWN if isinstance(number, Missing) else by_number(number)


def _referenced(group: Group, inventory: Inventory, _now: float) -> Cell:
    names = _referring(group, inventory)
    if isinstance(names, Missing):
        return missing_cell(names)
    return text_cell(", ".join(names)) if names else ABSENT


def _referenced_key(group: Group, inventory: Inventory, _now: float) -> SortKey:
    names = _referring(group, inventory)
    return UNKNOWN if isinstance(names, Missing) else by_number(len(names))


def _findings(group: Group, inventory: Inventory, _now: float) -> Cell:
    found = inventory.findings(group.key)
    return missing_cell(found) if isinstance(found, Missing) else worst_cell(found.findings)


def _findings_key(group: Group, inventory: Inventory, _now: float) -> SortKey:
    found = inventory.findings(group.key)
    return UNKNOWN if isinstance(found, Missing) else (False, worst_rank(found.findings))


def _finding_words(group: Group, inventory: Inventory) -> tuple[str, ...] | Missing:
    """What has to be told, by severity and check: `critical`, `SG-01`, `unknown`; `none` for nothing."""
    found = inventory.findings(group.key)
    return found if isinstance(found, Missing) else said_words(found.findings)


NAME: Column[Group] = text_column(
    "name", "Name", _DESCRIBE + "GroupName", _G, lambda g: g.name, (12, 40), Tone.KEY
)

COLUMNS: tuple[Column[Group], ...] = (
    NAME,
    text_column("id", "Id", _DESCRIBE + "GroupId", _G, lambda g: g.key.id, (20, 20), key=by_id),
    Column("findings", "Findings", "the checks SG-01 …", _findings, _findings_key, 8, 20, kinds=_JUDGED),
    text_column("vpc", "VPC", _DESCRIBE + "VpcId", _G, lambda g: g.vpc_id, (12, 21), key=by_id),
    _number("in", "In", "ec2:DescribeSecurityGroupRules, IsEgress false", _rule_count(False), _RULES),
    _number("out", "Out", "ec2:DescribeSecurityGroupRules, IsEgress true", _rule_count(True), _RULES),
    Column(
        "used",
        "Used by",
        "ec2:DescribeNetworkInterfaces Groups",
        _used,
        _used_key,
        12,
        40,
        kinds=_USERS,
    ),
    Column(
        "referenced",
        "Referenced by",
        "ec2:DescribeSecurityGroupRules ReferencedGroupInfo.GroupId",
        _referenced,
        _referenced_key,
        12,
        40,
        kinds=_RULES,
    ),
    text_column(
        "description", "Description", _DESCRIBE + "Description", _G, lambda g: g.description, (12, 50)
    ),
    text_column("region", "Region", "the region asked", _G, lambda g: g.key.region, (9, 14)),
    text_column(
        "account", "Account", _DESCRIBE + "OwnerId", _G, lambda g: g.key.account, (12, 12), key=by_id
    ),
)
"""Every column of the security groups table but those of tags, in its usual order."""

DEFAULT_COLUMNS = (
    "name",
    "id",
    "findings",
    "in",
    "out",
    "used",
    "referenced",
    "vpc",
    "region",
    "description",
)


def column(id: str) -> Column[Group] | None:
    """The column with this id (`tag:KEY` for a tag's); None when there is none."""
    if id.startswith("tag:") and len(id) > 4:
        return tag_column(id[4:], _DESCRIBE, _G)
    return next((known for known in COLUMNS if known.id == id), None)


def _counted(count: Count) -> Callable[[Group, Inventory, float], float | Missing]:
    return lambda group, inventory, _now: count(group, inventory)


def _unused(group: Group, inventory: Inventory) -> bool | Missing:
    number = _user_count(group, inventory)
    return number if isinstance(number, Missing) else not number


def _users(group: Group, inventory: Inventory) -> tuple[str, ...] | Missing:
    """Kinds and ids of those who use it."""
    missing = facts.unread(Kind.INTERFACES, group.key, inventory)
    if missing is not None:
        return missing
    users = facts.users_of(group.key, inventory).values()
    return tuple(word for n in users for word in (facts.user_kind(n), n.instance_id, n.key.id) if word)


def haystack(group: Group) -> str:
    """What words look into: name, id, description, VPC and tags, casefolded."""
    lines = [group.name, group.key.id, group.description, group.vpc_id or ""]
    lines += [f"{key}={value}" for key, value in group.tags]
    return "\n".join(lines).casefold()


WORDS: Vocabulary[Group] = Vocabulary(
    "security group",
    (
        TextField("name", "the group's name", lambda g, _: (g.name,)),
        TextField("id", "the group's id", lambda g, _: (g.key.id,)),
        TextField("vpc", "the VPC's id", lambda g, _: (g.vpc_id,) if g.vpc_id else ()),
        TextField("description", "its description", lambda g, _: (g.description,)),
        TextField("used", "instance, load balancer, an id, …", _users, frozenset({Kind.INTERFACES})),
        TextField("ref", "a group that refers to it", _referring, frozenset({Kind.RULES})),
        TextField("finding", "critical, SG-01, unknown, none", _finding_words, _JUDGED - _G),
        TextField("region", "the region", lambda g, _: (g.key.region,)),
        TextField("account", "the account's number", lambda g, _: (g.key.account,)),
    ),
    (
        NumberField("in", "inbound rules: in>10", _counted(_rule_count(False)), {}, kinds=_RULES - _G),
        NumberField("out", "outbound rules: out>1", _counted(_rule_count(True)), {}, kinds=_RULES - _G),
        NumberField("users", "interfaces in it: users>5", _counted(_user_count), {}, kinds=_USERS - _G),
    ),
    (FlagField("unused", "no interface is in it", _unused, _USERS - _G),),
    haystack,
    lambda g: g.tags,
    {"sg": "name", "group": "name", "referenced": "ref"},
)
"""The words of queries about security groups."""

SECURITY_GROUPS: Resource[Group] = Resource(
    noun="security group",
    plural="security groups",
    kind=Kind.SECURITY_GROUPS,
    columns=COLUMNS,
    shown=DEFAULT_COLUMNS,
    sort=NAME.id,
    column=column,
    words=WORDS,
    sections=(("rules", "Rules", overview), ("used", "Used by", used_by), ("tags", "Tags", tags)),
    keyed=_JUDGED,
    title=lambda g: g.name or g.key.id,
    describe=Describe(
        "DescribeSecurityGroups", "GroupIds", "SecurityGroups", "describe-security-groups --group-ids"
    ),
    reads=frozenset({Kind.RULES, Kind.INTERFACES, Kind.PREFIX_LISTS, Kind.FINDINGS}),
)
