"""What must be typed to confirm a plan: the subject's name, its id, or the verb and the count."""

from ec2tui.core.changes.plan import Plan
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

LONGEST = 40
"""Names longer than this are hard to type; the id stands for them."""


def confirmation(plan: Plan, inventory: Inventory) -> str:
    """The text: a name that is easy to type, else the id; for several subjects `stop 10`."""
    subjects = plan.subjects
    if len(subjects) > 1:
        verbs = {step.change.verb for step in plan.steps}
        return f"{verbs.pop() if len(verbs) == 1 else 'change'} {len(subjects)}"
    if not subjects:
        return ""
    name = name_of(inventory, subjects[0])
    easy = name and len(name) <= LONGEST and name.isascii() and name.isprintable() and name == name.strip()
    return name if easy else subjects[0].id


def name_of(inventory: Inventory, key: Key) -> str:
    """What people call a resource: its Name tag or its group name (untrusted), empty without one."""
    for kind in (Kind.INSTANCES, Kind.VOLUMES, Kind.SNAPSHOTS, Kind.ADDRESSES, Kind.SECURITY_GROUPS):
        item = inventory.table(kind).get(key)
        if item is not None:
            named = getattr(item, "name", "") or dict(item.tags).get("Name", "")
            return str(named)
    return ""
