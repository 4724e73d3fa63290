"""Security groups as a whole: created, deleted, tagged, and given the rules of another."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from ec2tui.core.changes.change import Change, Ref, Unready
from ec2tui.core.changes.isolation_group import NEW, CreateSecurityGroup, DeleteSecurityGroup, closed
from ec2tui.core.changes.plan import Step
from ec2tui.core.changes.security_group_plans import copy_rules
from ec2tui.core.changes.security_group_rules import rules_in
from ec2tui.core.changes.storage_requests import tag_request
from ec2tui.core.changes.time_box import Boxing, end_of
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.vpc import Vpc
from ec2tui.services.groups import read_kinds
from ec2tui.tui.flows.group_review import grave, open_group, review_groups
from ec2tui.tui.flows.required_tags import required_tags
from ec2tui.tui.flows.rule_editing import group_name, groups_of
from ec2tui.tui.pages.registry import table_of
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.prompt import Prompt

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

Wanted = Sequence[Change | Step] | Unready

EGRESS = (
    ("open", "lets everything out, as AWS makes every new group"),
    ("closed", "lets nothing out: that rule is revoked at once"),
)
"""What a new group lets out."""

TAG = "KEY=VALUE sets a tag, KEY alone removes it"


async def create_group(screen: "MainScreen") -> None:
    """Asks for VPC, name, description and what it lets out, and plans a new group."""
    vpc = await _vpc(screen)
    name = await _text(screen, "Create a security group: its name") if vpc else None
    words = await _text(screen, f"What is {name} for? It cannot be changed later") if name else None
    if vpc is None or not name or not words:
        return
    egress = await screen.app.push_screen_wait(Picker(f"{name}: what it lets out", EGRESS))
    if egress is None:
        return
    tags = await required_tags(screen, f"Create a security group: {name}")
    if tags is None:
        return
    key = vpc.key._replace(id=NEW)
    create = CreateSecurityGroup(key, name, vpc.key.id, words, tags=tags)

    def build(inventory: Inventory, _boxing: Boxing) -> Wanted:
        if egress == ("open",):
            return (create,)
        return (Step(create), Step(closed(create, Ref(0, "GroupId"), inventory), (0,)))

    await review_groups(screen, f"Create the security group {name} in {vpc.key.id}", (), build)


async def delete_groups(screen: "MainScreen") -> None:
    """Plans to delete the marked groups, else the one under the cursor."""
    keys = screen.selected_keys()
    what = group_name(screen.session.store.inventory, keys[0]) if len(keys) == 1 else f"{len(keys)} groups"
    changes = tuple(DeleteSecurityGroup(key) for key in keys)
    await review_groups(screen, f"Delete {what}", keys, lambda _inventory, _boxing: changes)


async def copy_into_group(screen: "MainScreen") -> None:
    """Asks for another group, and plans to add the rules of it that this one lacks."""
    target = open_group(screen)
    inventory = screen.session.store.inventory
    here = group_name(inventory, target)
    groups: dict[Key, SecurityGroup] = dict(inventory.table(Kind.SECURITY_GROUPS).items())
    own = groups.get(target)
    others = [one for key, one in groups.items() if key[:2] == target[:2] and key != target]
    # Rules that name groups can only be copied within a VPC: those stand first.
    others.sort(key=lambda one: (own is not None and one.vpc_id != own.vpc_id, one.name.casefold(), one.key))
    choices = [(one.key.id, f"{one.vpc_id or ''}  {one.description}") for one in others]
    labels = {one.key.id: f"{one.name}  {one.key.id}" for one in others}
    picked = await screen.app.push_screen_wait(
        Picker(f"Copy into {here} the rules of", choices, labels=labels)
    )
    if picked is None:
        return
    source = target._replace(id=picked[0])

    def build(inventory: Inventory, boxing: Boxing) -> Wanted:
        pair = [inventory.table(Kind.SECURITY_GROUPS).get(key) for key in (source, target)]
        if pair[0] is None or pair[1] is None:
            return Unready(f"{source.id if pair[0] is None else target.id} is not there any more.")
        return copy_rules(pair[0], pair[1], inventory, boxing)

    ends = any(end_of(rule) is not None for rule in rules_in(inventory, source))
    await review_groups(
        screen, f"Copy the rules of {source.id} into {here}", (source, target), build, ends=ends
    )


def tagging(kind: Kind) -> Callable[["MainScreen"], Awaitable[None]]:
    """The flow that sets or removes a tag of the marked groups or rules, else of that under the cursor."""

    async def flow(screen: "MainScreen") -> None:
        keys = screen.selected_keys()
        what = keys[0].id if len(keys) == 1 else f"{len(keys)} {screen.rows.resource.plural}"
        text = await screen.app.push_screen_wait(Prompt(f"Tag {what}: {TAG}"))
        if not text:
            return

        def build(inventory: Inventory, _boxing: Boxing) -> Wanted:
            changes: list[Change | Step] = []
            for key in keys:
                part = tag_request(kind)(key, inventory, text)
                if isinstance(part, Unready):
                    return part
                changes += part
            return changes

        inventory = screen.session.store.inventory
        groups = keys if kind is Kind.SECURITY_GROUPS else groups_of(inventory, keys)
        await review_groups(screen, f"Tag {what}", groups, build)

    return flow


async def users_of_group(screen: "MainScreen") -> None:
    """Shows who uses the group whose rules show."""
    await screen.pages.open_part(table_of("network_interfaces"), open_group(screen))


async def _vpc(screen: "MainScreen") -> Vpc | None:
    """The only VPC, else the one that is picked; None when there is none to pick."""
    session = screen.session
    if unread := grave(await read_kinds(session, session.sources(), (Kind.VPCS,))):
        screen.say(unread, bad=True)
    found: dict[str, Vpc] = {
        vpc.key.id: vpc
        for vpc in sorted(session.store.inventory.table(Kind.VPCS).values(), key=lambda v: v.key)
    }
    if len(found) < 2:
        if not found and not unread:
            screen.say("There is no VPC in the regions that show.", bad=True)
        return next(iter(found.values()), None)
    choices = [(id_, f"{vpc.key.region}  {dict(vpc.tags).get('Name', '')}") for id_, vpc in found.items()]
    picked = await screen.app.push_screen_wait(Picker("Create a security group in", choices))
    return found[picked[0]] if picked else None


async def _text(screen: "MainScreen", question: str) -> str:
    """What is typed, without spaces around it; empty when the question was left, or left empty."""
    answer = await screen.app.push_screen_wait(Prompt(question))
    return (answer or "").strip()
