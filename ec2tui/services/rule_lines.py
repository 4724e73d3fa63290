"""From lines of rules to specs that AWS can be told: names looked up, `my-ip` filled in, an end as a time."""

from collections.abc import Iterable

from ec2tui.core.changes.time_box import lasting
from ec2tui.core.grammar.line import parse
from ec2tui.core.grammar.mistake import Mistake
from ec2tui.core.grammar.resolve import Unresolved, resolve
from ec2tui.core.grammar.spec import PeerKind, RuleSpec
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.views.text import clean
from ec2tui.services.groups import read_kinds
from ec2tui.services.listing import Gap
from ec2tui.services.session import Session

NAMED = {PeerKind.GROUP_NAME: Kind.SECURITY_GROUPS, PeerKind.PREFIX_LIST_NAME: Kind.PREFIX_LISTS}
"""The kinds that must be read before a name of a line can be looked up."""

PAST = "the end of the rule is past already"


def says_my_ip(specs: Iterable[RuleSpec]) -> bool:
    """Whether the user's own address must be known for them."""
    return any(spec.peer.kind is PeerKind.MY_IP for spec in specs)


async def read_names(session: Session, group: Key, specs: Iterable[RuleSpec]) -> tuple[Gap, ...]:
    """Reads what the names of these specs may mean; what could not be read."""
    kinds = tuple(dict.fromkeys(NAMED[spec.peer.kind] for spec in specs if spec.peer.kind in NAMED))
    return await read_kinds(session, [session.source(group.region)], kinds) if kinds else ()


def resolved(
    inventory: Inventory, group: SecurityGroup, spec: RuleSpec, my_ip: str, now: int
) -> RuleSpec | Unresolved:
    """The spec with ids for names, an address for `my-ip` and a time for its end (`now` in epoch seconds)."""
    found = resolve(spec, group, inventory, my_ip)
    return found if isinstance(found, Unresolved) else lasting(found, now)


def meaning(
    line: str, group: Key, inventory: Inventory, my_ip: str, now: int, end: int | None = None
) -> RuleSpec | str:
    """The rule that a line says in a group that was read; or why it says none, with the place of a mistake.

    `end` is that which the rule has already: it may be past, no other may.
    """
    read = parse(line)
    if isinstance(read, Mistake):
        return f"{read} (character {read.position + 1})"
    owner = inventory.table(Kind.SECURITY_GROUPS).get(group)
    if owner is None:
        return f"{group.id} has not been read."
    found = resolved(inventory, owner, read.spec, my_ip, now)
    if isinstance(found, Unresolved):
        return found.reason
    late = found.until is not None and found.until <= now and found.until != end
    return PAST if late else found


def pointed(line: str, mistake: Mistake) -> str:
    """A mistake with its line and a caret under its place."""
    before = clean(line[: mistake.position], 4 * len(line) + 8)
    marker = " " * len(before) + "^" * max(1, min(mistake.length, max(1, len(line) - mistake.position)))
    return f"{mistake}\n  {clean(line, 4 * len(line) + 8)}\n  {marker}"
