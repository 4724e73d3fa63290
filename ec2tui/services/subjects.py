"""What a plan touches, read from AWS again: before it is judged, before it is sent and afterwards."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ec2tui.core.changes.change import Change, Subject
from ec2tui.core.grammar.spec import PeerKind, RuleSpec
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.network.edit import may_alter
from ec2tui.core.rules.network.special import is_private
from ec2tui.services.around import read_around
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.group_rules import read_group_rules
from ec2tui.services.refresh import read_all, read_some
from ec2tui.services.session import BY_ID_KINDS

OF_INSTANCES = frozenset({Kind.INSTANCES, Kind.PROTECTION, Kind.STATUSES, Kind.PROFILE_ASSOCIATIONS})
"""Kinds whose keys are those of instances."""

CONSTANT = frozenset({Kind.INSTANCE_TYPES, Kind.OFFERINGS, Kind.PRICES, Kind.QUOTAS})
"""Kinds that are not read again once they are known."""

ASKED_ONCE = frozenset({Kind.PRICES, Kind.QUOTAS})
"""Kinds that are not asked for again after a failure: an answer that does not come would delay each step."""

ADD_UP = (Kind.RULES, Kind.INTERFACES)
WAYS_IN = (Kind.CONNECT_ENDPOINTS, Kind.VPC_ENDPOINTS)
WHOLE: dict[str, tuple[Kind, ...]] = {
    "instance.stop": (Kind.ADDRESSES,),
    "image.deregister": (Kind.INSTANCES,),
    "key_pair.delete": (Kind.INSTANCES,),
    "image.enable": (Kind.INSTANCES,),
    "image.create": (Kind.OWN_IMAGES,),
    "instance.terminate": (Kind.ADDRESSES,),
    "instance.launch": (Kind.ALLOWED_IMAGES, Kind.INSTANCES),
    "group.delete": ADD_UP,
    "alarm.delete": (Kind.ALARMS,),
    "alarm.actions": (Kind.ALARMS,),
}
"""What rules search as a whole, by action: whose Elastic IP an address is, who uses a group.

Whatever may open or close something is judged with ADD_UP, with which other groups one adds up, and what may
take something away with WAYS_IN, by what one comes in beside one's own address: no action is listed for it.
"""

NEARBY = (Kind.VPCS, Kind.ROUTE_TABLES)
"""What tells whether anybody comes from a private network."""

FRESH = 60.0
"""Seconds for which WAYS_IN and NEARBY hold: few things, which no screen reads again."""

ASIDE = (
    "elasticloadbalancing:",
    "autoscaling:",
    "cloudwatch:",
    "iam:",
    "pricing:",
    "servicequotas:",
    "ssm:",
    "ec2:GetAllowedImagesSettings",
    "ec2:DescribeInstanceTypeOfferings",
    "ec2:DescribeSpotInstanceRequests",
    "ec2:DescribeInstanceConnectEndpoints",
    "ec2:DescribeVpcEndpoints",
    "ec2:DescribeVpcs",
    "ec2:DescribeRouteTables",
)
"""How the calls begin that only tell what a change means elsewhere: without them that is unknown, no more."""


def exists(key: Key) -> bool:
    """Whether a key is that of a thing AWS has named: new things have an id in parentheses until then."""
    return bool(key.id) and not key.id.startswith("(")


def touched(changes: Iterable[Change], inventory: Inventory) -> tuple[Subject, ...]:
    """Everything that changes touch or that decides about them, each once."""
    found: dict[Subject, None] = {}
    for change in changes:
        subjects = own(change, inventory)
        found.update(dict.fromkeys((*subjects, *change.facts(inventory), *_groups(subjects, inventory))))
    return tuple(subject for subject in found if exists(subject.key))


def own(change: Change, inventory: Inventory) -> tuple[Subject, ...]:
    """What a change alters, with the instance that it is about."""
    subjects = change.subjects(inventory)
    owners = (Subject(Kind.INSTANCES, key) for kind, key in subjects if kind in OF_INSTANCES)
    return tuple(dict.fromkeys((*subjects, *owners)))


def _groups(subjects: Iterable[Subject], inventory: Inventory) -> Iterator[Subject]:
    """The groups of known rules: their tags and makers count for each rule."""
    for kind, key in subjects:
        rule: SecurityGroupRule | None = inventory.table(kind).get(key) if kind is Kind.RULES else None
        if rule is not None:
            yield Subject(Kind.SECURITY_GROUPS, key._replace(id=rule.group_id))


async def read_subjects(context: ChangeContext, subjects: Iterable[Subject]) -> tuple[Problem, ...]:
    """Reads them into the store, by kind and place; the problems met, at most one for each."""
    places: defaultdict[tuple[Source, Kind], list[Key]] = defaultdict(list)
    for kind, key in subjects:
        if exists(key):
            places[context.source(key), kind].append(key)
    problems = []
    for (source, kind), keys in places.items():
        if kind is Kind.RULES:
            problem = await read_group_rules(context.gateway, context.store, source, keys)
        else:
            problem = await read_some(
                context.gateway, context.store, source, kind, keys, settles=kind in BY_ID_KINDS
            )
        if problem is not None:
            problems.append(problem)
    return tuple(problems)


async def read_for(context: ChangeContext, changes: Iterable[Change]) -> tuple[Problem, ...]:
    """Reads what changes touch; then what that brought to light, as the volumes of an instance just read."""
    wanted, done = tuple(changes), set[Subject]()
    problems = await _read_more(context, wanted, done)
    problems += await _read_more(context, wanted, done)
    # Only now is it known whether a tag or a description is all that a rule gets.
    problems += await _read_whole(context, wanted)
    problems += await _read_more(context, wanted, done)
    return problems + await read_around(context, wanted)


async def _read_more(
    context: ChangeContext, changes: tuple[Change, ...], done: set[Subject]
) -> tuple[Problem, ...]:
    """Reads what is touched as far as it is known now and not `done`."""
    more = tuple(one for one in _unread(changes, context.store.inventory) if one not in done)
    done.update(more)
    return await read_subjects(context, more)


async def read_after(context: ChangeContext, changes: Iterable[Change]) -> tuple[Problem, ...]:
    """Reads what changes have touched, so that the screen shows it; the problems met."""
    inventory = context.store.inventory
    found = dict.fromkeys(subject for change in changes for subject in own(change, inventory))
    return await read_subjects(context, found)


def _unread(changes: Iterable[Change], inventory: Inventory) -> tuple[Subject, ...]:
    """What must be read: all that is touched but what is known, or known to be absent, and never changes."""
    return tuple(subject for subject in touched(changes, inventory) if not _settled(subject, inventory))


def _settled(subject: Subject, inventory: Inventory) -> bool:
    kind, key = subject
    if kind in ASKED_ONCE and inventory.missing(kind, key) in (Missing.DENIED, Missing.FAILED, Missing.GONE):
        return True
    return kind in CONSTANT and key in inventory.table(kind)


async def _read_whole(context: ChangeContext, changes: Iterable[Change]) -> tuple[Problem, ...]:
    """Reads the kinds that must be known as a whole, where no pass has read or is reading them."""
    store, places = context.store, {}
    for change in changes:
        for kind in _whole(change, store.inventory, bool(context.policy.network.bastion_groups)):
            places[context.source(change.key), kind] = change.key.account
    old = context.clock.now() - FRESH

    async def read(source: Source, kind: Kind, account: str) -> Problem | None:
        return await read_all(context.gateway, store, context.clock, source, kind, account)

    def wanted(source: Source, kind: Kind) -> bool:
        reading = store.inventory.reading(source, kind)
        if reading.known and kind in (*WAYS_IN, *NEARBY):
            return (reading.complete_at or 0.0) < old
        return not reading.known and not reading.loading

    asked = [read(*place, account) for place, account in places.items() if wanted(*place)]
    return tuple(problem for problem in await asyncio.gather(*asked) if problem is not None)


def _whole(change: Change, inventory: Inventory, bastions: bool) -> tuple[Kind, ...]:
    kinds = WHOLE.get(change.action, ())
    if may_alter(change, inventory):
        kinds = (*kinds, *ADD_UP, *(() if change.creates else WAYS_IN))
    if bastions and set(WAYS_IN) <= set(kinds):
        # A bastion's group may be named by its name alone.
        kinds = (*kinds, Kind.SECURITY_GROUPS)
    spec = getattr(change, "spec", None)
    return (*kinds, *NEARBY) if isinstance(spec, RuleSpec) and _private(spec) else kinds


def _private(spec: RuleSpec) -> bool:
    """Whether the other side of a rule is a private network."""
    return spec.peer.kind in (PeerKind.CIDR, PeerKind.CIDR6) and is_private(spec.peer.value)


DESCRIBES = {
    Kind.INSTANCES: "ec2:DescribeInstances",
    Kind.VOLUMES: "ec2:DescribeVolumes",
    Kind.SNAPSHOTS: "ec2:DescribeSnapshots",
    Kind.OWN_IMAGES: "ec2:DescribeImages",
    Kind.ADDRESSES: "ec2:DescribeAddresses",
    Kind.SECURITY_GROUPS: "ec2:DescribeSecurityGroups",
    Kind.RULES: "ec2:DescribeSecurityGroupRules",
    Kind.ALARMS: "cloudwatch:DescribeAlarms",
}
"""By kind, the call without which a thing of that kind is not known at all."""


def forbidding(problems: Iterable[Problem], changes: Iterable[Change]) -> Problem | None:
    """The failed read for which nothing may be applied: a serious one, or of what is changed itself."""
    met = tuple(problems)
    own = {DESCRIBES.get(change.kind) for change in changes}
    return next((problem for problem in met if problem.operation in own), None) or serious(met)


def serious(problems: Iterable[Problem]) -> Problem | None:
    """The first problem for which nothing may be sent; a read that is denied only leaves a fact unknown."""
    met = (problem for problem in problems if not problem.operation.startswith(ASIDE))
    return next((problem for problem in met if problem.outcome is not Outcome.DENIED), None)
