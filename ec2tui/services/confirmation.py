"""What must be typed to confirm a plan: the subject's name, its id, or the verb and the count."""

import re

from ec2tui.core.changes.change import Change
from ec2tui.core.changes.plan import Plan
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.schedule import PREFIX
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.services.group_rules import GROUP
from ec2tui.services.subjects import OF_INSTANCES, exists

LONGEST = 64
"""A name with more characters is not typed; the id is."""


def confirmation(plan: Plan, inventory: Inventory) -> str:
    """`web-1` for one subject (the id when it has no name that can be typed), `stop 10` for several.

    What a plan makes anew beside, such as the snapshots of a quarantine, is no further subject.
    """
    changed = dict.fromkeys(_subject(c) for c in plan.changes if not c.creates and exists(c.key))
    subjects = tuple(changed) or plan.subjects
    verbs = dict.fromkeys(change.word for change in plan.changes)
    verb = next(iter(verbs)) if len(verbs) == 1 else "change"
    if len(subjects) != 1 or not exists(subjects[0]):
        return _new(plan) or f"{verb} {len(subjects)}"
    kinds = (getattr(change, "of", change.kind) for change in plan.changes if change.key == subjects[0])
    name = _name(next(kinds, Kind.RULES), subjects[0], inventory)
    return name if _typable(name) else subjects[0].id


def _subject(change: Change) -> Key:
    """What a change is about: a schedule is about its rule."""
    rule = change.key.id.removeprefix(PREFIX) if change.kind is Kind.SCHEDULES else change.key.id
    return change.key._replace(id=rule)


def _new(plan: Plan) -> str:
    """The name of the one new thing that will have one."""
    if len(plan.changes) != 1 or not plan.changes[0].creates or plan.changes[0].makes != 1:
        return ""
    name = dict(getattr(plan.changes[0], "tags", ())).get("Name", "")
    return name if _typable(name) else ""


def _name(kind: Kind, key: Key, inventory: Inventory) -> str:
    if key.id.startswith(GROUP):
        return _group(key, inventory)
    item = inventory.table(Kind.INSTANCES if kind in OF_INSTANCES else kind).get(key)
    name = getattr(item, "name", None)
    if name is None:
        name = dict(getattr(item, "tags", ())).get("Name", "")
    return str(name)


def _group(key: Key, inventory: Inventory) -> str:
    """The name of a group, also where one of its rules is changed; none when others there have it too."""
    table = inventory.table(Kind.SECURITY_GROUPS)
    found: SecurityGroup | None = table.get(key)
    if found is None:
        return ""
    alike = sum(one.name == found.name for at, one in table.items() if at[:2] == key[:2])
    return found.name if alike == 1 else ""


_ID = re.compile(r"[a-z]+-[0-9a-f]{8,17}")


def _typable(name: str) -> bool:
    """Printable ASCII of a fair length, without spaces that cannot be seen, and unlike an id."""
    plain = name.isascii() and name.isprintable() and len(name) <= LONGEST
    return bool(name) and plain and name == " ".join(name.split()) and not _ID.fullmatch(name)
