"""Which security groups an interface of an instance is in: chosen from those of its VPC, then reviewed."""

from typing import TYPE_CHECKING

from ec2tui.core.changes.instance_groups import SetInterfaceGroups
from ec2tui.core.model.instance import Instance, InstanceInterface
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.refresh import read_all
from ec2tui.services.review import review
from ec2tui.tui.flows.changing import show_review
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.review import Offer

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


async def edit_groups(screen: "MainScreen") -> None:
    """Asks for the interface where there are several, and for its groups; the whole list is replaced."""
    keys = screen.selected_keys()
    instance: Instance | None = screen.rows.item(keys[0])
    if len(keys) > 1:
        screen.say(
            "Security groups are chosen for one instance at a time; esc takes the marks away.", bad=True
        )
        return
    if not isinstance(instance, Instance) or not instance.interfaces:
        screen.say("No network interface of it is known.", bad=True)
        return
    interface = await _interface(screen, instance)
    if interface is None:
        return
    problem = await _read_groups(screen, instance)
    if problem is not None:
        screen.say(f"The security groups could not be read: {problem.outcome}. {problem.hint}", bad=True)
        return
    chosen = await _groups(screen, instance, interface)
    if chosen is None:
        return
    if not chosen:
        screen.say("An interface must stay in at least one security group.", bad=True)
        return
    change = SetInterfaceGroups(instance.key, interface.id, chosen)

    async def make(context: ChangeContext) -> Offer | str:
        return Offer(await review(context, (change,)))

    await show_review(screen, f"Security groups of {instance.name or instance.id}, {interface.id}", make)


async def _interface(screen: "MainScreen", instance: Instance) -> InstanceInterface | None:
    """The interface that is meant: the only one, else the one that is picked."""
    found = {one.id: one for one in instance.interfaces}
    if len(found) == 1:
        return instance.interfaces[0]
    choices = [(one.id, " ".join((*one.private_ips, *_names(one)))) for one in instance.interfaces]
    picked = await screen.app.push_screen_wait(Picker(f"Interface of {instance.id}", choices))
    return found[picked[0]] if picked else None


def _names(interface: InstanceInterface) -> tuple[str, ...]:
    return tuple(group.name or group.id for group in interface.groups)


async def _read_groups(screen: "MainScreen", instance: Instance) -> Problem | None:
    """Reads the groups of the region unless they have been; why they could not be."""
    session = screen.session
    if (
        session.gateway is None
        or session.store.inventory.reading_of(Kind.SECURITY_GROUPS, instance.key).known
    ):
        return None
    source = session.source(instance.key.region)
    account = instance.key.account
    return await read_all(
        session.gateway, session.store, session.clock, source, Kind.SECURITY_GROUPS, account
    )


async def _groups(
    screen: "MainScreen", instance: Instance, interface: InstanceInterface
) -> tuple[str, ...] | None:
    """The ids of the groups that it shall be in; None when the choice was left."""
    table = screen.session.store.inventory.table(Kind.SECURITY_GROUPS)
    here: list[SecurityGroup] = [
        group
        for key, group in table.items()
        if key[:2] == instance.key[:2] and group.vpc_id == instance.vpc_id
    ]
    now = tuple(group.id for group in interface.groups)
    here.sort(key=lambda group: (group.key.id not in now, group.name.casefold()))
    known = {group.key.id for group in here}
    choices = [(group.key.id, group.description) for group in here]
    choices += [(id_, "not listed by AWS") for id_ in now if id_ not in known]
    labels = {group.key.id: f"{group.name}  {group.key.id}" for group in here}
    title = f"Security groups of {interface.id} in {instance.vpc_id}"
    return await screen.app.push_screen_wait(Picker(title, choices, now, many=True, labels=labels))
