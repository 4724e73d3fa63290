"""What a plan touches, read from AWS again: before it is judged, before it is sent and afterwards."""

from collections import defaultdict
from collections.abc import Iterable

from ec2tui.core.changes.change import Change, Subject
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.refresh import read_some
from ec2tui.services.session import BY_ID_KINDS

OF_INSTANCES = frozenset({Kind.INSTANCES, Kind.PROTECTION, Kind.STATUSES, Kind.PROFILE_ASSOCIATIONS})
"""Kinds whose keys are those of instances."""


def touched(changes: Iterable[Change], inventory: Inventory) -> tuple[Subject, ...]:
    """Everything that changes touch or that decides about them, each once."""
    found: dict[Subject, None] = {}
    for change in changes:
        for subject in change.subjects(inventory):
            found[subject] = None
            if subject.kind in OF_INSTANCES:
                found.update({Subject(kind, subject.key): None for kind in (Kind.INSTANCES, Kind.PROTECTION)})
    return tuple(subject for subject in found if subject.key.id)


async def read_subjects(context: ChangeContext, subjects: Iterable[Subject]) -> tuple[Problem, ...]:
    """Reads them into the store, by kind and place; the problems met, at most one for each."""
    places: defaultdict[tuple[Source, Kind], list[Key]] = defaultdict(list)
    for kind, key in subjects:
        places[context.source(key), kind].append(key)
    problems = []
    for (source, kind), keys in places.items():
        problem = await read_some(
            context.gateway, context.store, source, kind, keys, settles=kind in BY_ID_KINDS
        )
        if problem is not None:
            problems.append(problem)
    return tuple(problems)


async def read_for(context: ChangeContext, changes: Iterable[Change]) -> tuple[Problem, ...]:
    """Reads what changes touch; then what that brought to light, as the volumes of an instance just read."""
    wanted = tuple(changes)
    first = touched(wanted, context.store.inventory)
    problems = await read_subjects(context, first)
    more = set(touched(wanted, context.store.inventory)) - set(first)
    return problems + (await read_subjects(context, more) if more else ())


def serious(problems: Iterable[Problem]) -> Problem | None:
    """The first problem for which nothing may be sent; a read that is denied only leaves a fact unknown."""
    return next((problem for problem in problems if problem.outcome is not Outcome.DENIED), None)
