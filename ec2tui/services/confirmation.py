"""What must be typed to confirm a plan: the subject's name, its id, or the verb and the count."""

from ec2tui.core.changes.plan import Plan
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.services.subjects import OF_INSTANCES, exists

LONGEST = 64
"""A name with more characters is not typed; the id is."""


def confirmation(plan: Plan, inventory: Inventory) -> str:
    """`web-1` for one subject (the id when it has no name that can be typed), `stop 10` for several.

    What a plan makes anew beside, such as the snapshots of a quarantine, is no further subject.
    """
    changed = dict.fromkeys(c.key for c in plan.changes if not c.creates and exists(c.key))
    subjects = tuple(changed) or plan.subjects
    verbs = dict.fromkeys(change.word for change in plan.changes)
    verb = next(iter(verbs)) if len(verbs) == 1 else "change"
    if len(subjects) != 1 or not exists(subjects[0]):
        return _new(plan) or f"{verb} {len(subjects)}"
    kind = next(change.kind for change in plan.changes if change.key == subjects[0])
    name = _name(kind, subjects[0], inventory)
    return name if _typable(name) else subjects[0].id


def _new(plan: Plan) -> str:
    """The name of the one new thing that will have one."""
    made = (change for change in plan.changes if change.makes == 1)
    names = [dict(getattr(change, "tags", ())).get("Name", "") for change in made]
    return names[0] if len(plan.changes) == len(names) == 1 and _typable(names[0]) else ""


def _name(kind: Kind, key: Key, inventory: Inventory) -> str:
    item = inventory.table(Kind.INSTANCES if kind in OF_INSTANCES else kind).get(key)
    name = getattr(item, "name", None)
    if name is None:
        name = dict(getattr(item, "tags", ())).get("Name", "")
    return str(name)


def _typable(name: str) -> bool:
    """Printable ASCII of a fair length, without spaces that cannot be seen."""
    plain = name.isascii() and name.isprintable() and len(name) <= LONGEST
    return bool(name) and plain and name == " ".join(name.split())
