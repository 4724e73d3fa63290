"""What a plan touches, read from AWS again: before it is judged, before it is sent and afterwards."""

from collections import defaultdict
from collections.abc import Iterable

from ec2tui.core.changes.change import Change, Subject
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.group_rules import read_group_rules
from ec2tui.services.refresh import read_all, read_some
from ec2tui.services.session import BY_ID_KINDS

OF_INSTANCES = frozenset({Kind.INSTANCES, Kind.PROTECTION, Kind.STATUSES, Kind.PROFILE_ASSOCIATIONS})
"""Kinds whose keys are those of instances."""

CONSTANT = frozenset({Kind.INSTANCE_TYPES, Kind.OFFERINGS, Kind.PRICES})
"""Kinds that are not read again once they are known."""

ASKED_ONCE = frozenset({Kind.PRICES})
"""Kinds that are not asked for again after a failure: an answer that does not come would delay each step."""

WHOLE: dict[str, tuple[Kind, ...]] = {
    "instance.stop": (Kind.ADDRESSES,),
    "instance.terminate": (Kind.ADDRESSES,),
    "instance.groups": (Kind.RULES, Kind.INTERFACES),
    "group.delete": (Kind.RULES, Kind.INTERFACES),
    "rule.authorize": (Kind.RULES, Kind.INTERFACES),
    "rule.modify": (Kind.RULES, Kind.INTERFACES),
    "rule.revoke": (Kind.RULES, Kind.INTERFACES),
}
"""What rules search as a whole, by action: whose Elastic IP an address is, with
which other groups one adds up.
"""

ASIDE = ("elasticloadbalancing:", "autoscaling:", "iam:", "pricing:", "ec2:DescribeInstanceTypeOfferings")
"""How the calls begin that only tell what a change means elsewhere: without them that is unknown, no more."""


def exists(key: Key) -> bool:
    """Whether a key is that of a thing AWS has named: new things have an id in parentheses until then."""
    return bool(key.id) and not key.id.startswith("(")


def touched(changes: Iterable[Change], inventory: Inventory) -> tuple[Subject, ...]:
    """Everything that changes touch or that decides about them, each once."""
    found: dict[Subject, None] = {}
    for change in changes:
        found.update(dict.fromkeys((*own(change, inventory), *change.facts(inventory))))
    return tuple(subject for subject in found if exists(subject.key))


def own(change: Change, inventory: Inventory) -> tuple[Subject, ...]:
    """What a change alters, with the instance that it is about."""
    subjects = change.subjects(inventory)
    owners = (Subject(Kind.INSTANCES, key) for kind, key in subjects if kind in OF_INSTANCES)
    return tuple(dict.fromkeys((*subjects, *owners)))


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
    wanted = tuple(changes)
    problems = await _read_whole(context, wanted)
    first = _unread(wanted, context.store.inventory)
    problems += await read_subjects(context, first)
    more = set(_unread(wanted, context.store.inventory)) - set(first)
    return problems + (await read_subjects(context, more) if more else ())


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
    places = {
        (context.source(change.key), kind): change.key.account
        for change in changes
        for kind in WHOLE.get(change.action, ())
    }
    problems = []
    for (source, kind), account in places.items():
        reading = context.store.inventory.reading(source, kind)
        if not reading.known and not reading.loading:
            problem = await read_all(context.gateway, context.store, context.clock, source, kind, account)
            if problem is not None:
                problems.append(problem)
    return tuple(problems)


DESCRIBES = {
    Kind.INSTANCES: "ec2:DescribeInstances",
    Kind.VOLUMES: "ec2:DescribeVolumes",
    Kind.SNAPSHOTS: "ec2:DescribeSnapshots",
    Kind.ADDRESSES: "ec2:DescribeAddresses",
    Kind.SECURITY_GROUPS: "ec2:DescribeSecurityGroups",
    Kind.RULES: "ec2:DescribeSecurityGroupRules",
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
