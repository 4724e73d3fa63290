"""Quarantine of an instance, and the way back: one plan each, remembered in the instance's own tags."""

from ec2tui.core.changes.change import Change, Id, Ref, Unready, known
from ec2tui.core.changes.instance_groups import SetInterfaceGroups
from ec2tui.core.changes.instance_protection import ProtectTermination
from ec2tui.core.changes.instance_role import AttachProfile, set_role
from ec2tui.core.changes.isolation_group import NEW, CreateSecurityGroup, closed
from ec2tui.core.changes.plan import Step
from ec2tui.core.changes.snapshots import CreateSnapshot
from ec2tui.core.changes.tags import MAX_VALUE, RemoveTag, SetTag, carried
from ec2tui.core.model.instance import Instance, Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

QUARANTINE = "ec2tui:quarantine"
"""The tag that says why an instance is under quarantine."""

WAS_GROUPS = "ec2tui:was-groups:"
"""Before an interface's id: the tag with the ids of the groups it was in, separated by spaces."""

WAS_ROLE = "ec2tui:was-role"
"""The tag with the ARN of the instance profile it had."""

WAS_PROTECTED = "ec2tui:was-protected"
"""The tag that tells whether termination protection was on (`true`, `false`)."""

GROUP_NAME = "ec2tui-quarantine"
"""The name of the isolation group in each VPC."""


def isolation_group(inventory: Inventory, instance: Instance) -> str | None:
    """The group of `GROUP_NAME` in the instance's VPC that is known to have no rule, None without one."""
    rules = inventory.table(Kind.RULES).values()
    for group in inventory.table(Kind.SECURITY_GROUPS).values():
        here = group.key[:2] == instance.key[:2] and group.vpc_id == instance.vpc_id
        if here and group.name == GROUP_NAME and inventory.reading_of(Kind.RULES, group.key).known:
            used = any(r.group_id == group.key.id and r.key[:2] == group.key[:2] for r in rules)
            if not used:
                return str(group.key.id)
    return None


def quarantine(key: Key, reason: str, inventory: Inventory) -> tuple[Step, ...] | Unready:
    """Protect, snapshot every volume, tag with what was, isolate every interface, detach the role."""
    instance = known(inventory.instance(key))
    if instance is None:
        return Unready(f"{key.id} has not been read, so it cannot be put under quarantine yet.")
    protection = known(inventory.protection(key))
    if protection is None or protection.termination is None:
        return Unready(f"Whether termination protection of {key.id} is on has not been read.")
    role = set_role(key, None, inventory)
    if isinstance(role, Unready):
        return role
    remembered = _remembered(instance, protection.termination, reason)
    if isinstance(remembered, Unready):
        return remembered
    steps, group = _group_steps(inventory, instance)
    ready = tuple(range(len(steps)))
    first: list[Change] = [ProtectTermination(key)]
    tags = _carried(instance, "Name")
    first += [CreateSnapshot(key._replace(id=d.volume_id), reason, tags) for d in instance.block_devices]
    first += remembered
    steps += [Step(change) for change in first]
    told = tuple(i for i, step in enumerate(steps) if isinstance(step.change, SetTag))
    moves = [SetInterfaceGroups(key, i.id, (group,)) for i in instance.interfaces]
    steps += [Step(move, (*ready, *told)) for move in moves]
    if role is not None:
        steps.append(Step(role, told))
    return tuple(steps)


def release(key: Key, inventory: Inventory) -> tuple[Step, ...] | Unready:
    """Back from quarantine: groups, role and protection as the tags remember them; snapshots stay."""
    instance = known(inventory.instance(key))
    if instance is None:
        return Unready(f"{key.id} has not been read, so it cannot be released yet.")
    if instance.tag(QUARANTINE) is None:
        return Unready(f"{key.id} is not under quarantine: it has no tag {QUARANTINE}.")
    back: list[Change] = []
    for name, value in instance.tags:
        if name.startswith(WAS_GROUPS) and value.split():
            back.append(SetInterfaceGroups(key, name.removeprefix(WAS_GROUPS), tuple(value.split())))
    arn = instance.tag(WAS_ROLE)
    if arn and instance.profile_arn is None:
        back.append(AttachProfile(key, arn))
    if instance.tag(WAS_PROTECTED) == "false":
        back.append(ProtectTermination(key, on=False))
    done = tuple(range(len(back)))
    ours = [name for name, _ in instance.tags if _is_ours(name)]
    return (*map(Step, back), *(Step(RemoveTag(key, name), done) for name in ours))


def _is_ours(name: str) -> bool:
    return name in (QUARANTINE, WAS_ROLE, WAS_PROTECTED) or name.startswith(WAS_GROUPS)


def _remembered(instance: Instance, protected: bool, reason: str) -> list[Change] | Unready:
    """The tags that lead back, or why they cannot hold it."""
    if instance.tag(QUARANTINE) is not None:
        return Unready(f"{instance.id} is under quarantine already.")
    tags = {QUARANTINE: reason[:MAX_VALUE], WAS_PROTECTED: "true" if protected else "false"}
    if instance.profile_arn:
        tags[WAS_ROLE] = instance.profile_arn
    for interface in instance.interfaces:
        tags[WAS_GROUPS + interface.id] = " ".join(group.id for group in interface.groups)
    long = next((name for name, value in tags.items() if len(value) > MAX_VALUE), None)
    if long is not None:
        return Unready(f"The tag {long} cannot hold what is needed for the way back.")
    return [SetTag(instance.key, name, value) for name, value in tags.items()]


def _carried(instance: Instance, *also: str) -> Tags:
    """The instance's own tags, for what is made because of it: a policy may require them there too."""
    return tuple(tag for tag in carried(instance.tags) if tag[0] != "Name" or tag[0] in also)


def _group_steps(inventory: Inventory, instance: Instance) -> tuple[list[Step], Id]:
    """The isolation group, and the steps that make it where there is none."""
    found = isolation_group(inventory, instance)
    if found is not None:
        return [], found
    create = CreateSecurityGroup(
        instance.key._replace(id=NEW),
        GROUP_NAME,
        instance.vpc_id or "",
        "No traffic in or out: instances under quarantine",
        _carried(instance),
    )
    made = Ref(0, "GroupId")
    return [Step(create), Step(closed(create, made, inventory), (0,))], made
