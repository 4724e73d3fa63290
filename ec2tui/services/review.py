"""A review: what a plan will do, what is said about it, whether AWS would let it, and what undo would do."""

from collections import Counter
from collections.abc import Iterable
from uuid import uuid4

import msgspec

from ec2tui.core.changes.change import Change
from ec2tui.core.changes.codec import change_to_builtins
from ec2tui.core.changes.plan import Difference, Plan, Step, differences, draft, fingerprint
from ec2tui.core.changes.rehearsal import Rehearsal
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Judgement, Level, worst
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.record import Record, RecordKind, iso
from ec2tui.core.rules.engine import judge
from ec2tui.core.rules.undoing import Barred, barred
from ec2tui.core.views.plan import Shown
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.confirmation import confirmation
from ec2tui.services.rehearse import ACTED, acted, rehearse
from ec2tui.services.subjects import forbidding, read_for


class UndoPreview(msgspec.Struct, frozen=True):
    """What undo would do about one step: the inverse or why there is none, and what stays lost (sentences).

    A creation has no inverse yet and no reason: it learns it from AWS's reply.
    """

    step: int
    inverse: Change | None
    irreversible: str = ""
    not_restored: tuple[str, ...] = ()


class Verdicts(msgspec.Struct, frozen=True):
    """A plan in one state of the world: its judgements, and a fingerprint of what it would do."""

    judgements: tuple[Judgement, ...]
    fingerprint: str

    @property
    def level(self) -> Level:
        """The worst of the judgements."""
        return worst(self.judgements)

    def same(self, other: "Verdicts") -> bool:
        """Whether the user would read the same; ages and counts in the sentences may differ."""
        return self.fingerprint == other.fingerprint and _gist(self) == _gist(other)


class Review(msgspec.Struct, frozen=True):
    """Everything that is shown before a plan is applied.

    `before` is the inventory it was made from, at the store's `version`. `problems` are reads that failed:
    what they would have told is unknown to the judgements. `confirm` is what must be typed for a CONFIRM.
    `closes` is the id of an interrupted plan that this one goes on with or takes back. `barred` is what
    guardrails would not let undo take back.
    """

    plan: Plan
    before: Inventory
    after: Inventory
    version: int
    verdicts: Verdicts
    differences: tuple[Difference, ...]
    rehearsals: tuple[Rehearsal, ...]
    undo: tuple[UndoPreview, ...]
    confirm: str
    problems: tuple[Problem, ...] = ()
    closes: str = ""
    barred: tuple[Barred, ...] = ()

    @property
    def unread(self) -> Problem | None:
        """The failed read for which this plan may not be applied: what it changes is not known."""
        return forbidding(self.problems, self.plan.changes)

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """What is said about the plan, the worst first."""
        problem = self.unread
        if problem is None:
            return self.verdicts.judgements
        hint = f": {problem.hint}" if problem.hint else ""
        reason = f"What this touches could not be read ({problem.operation}, {problem.outcome}){hint}."
        blind = Judgement("facts_not_read", Level.BLOCK, reason, unknown=True)
        return (blind, *self.verdicts.judgements)

    @property
    def level(self) -> Level:
        """The worst of the judgements; BLOCK too when a rehearsal was carried out instead."""
        return Level.BLOCK if any(acted(answer) for answer in self.rehearsals) else worst(self.judgements)

    @property
    def calls(self) -> tuple[ApiCall, ...]:
        """The calls in order, for the `aws` commands."""
        return tuple(change.call() for change in self.plan.changes)

    @property
    def permissions(self) -> tuple[str, ...]:
        """The IAM actions that the plan needs, each once."""
        return tuple(dict.fromkeys(name for change in self.plan.changes for name in change.permissions()))

    def shown(self, profile: str = "") -> Shown:
        """What the screen and the command line draw; `profile` goes into the `aws` commands."""
        return Shown(
            self.plan,
            self.before,
            self.after,
            self.judgements,
            self.rehearsals,
            self.level,
            profile,
            self.barred,
        )

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do: everything is so already."""
        return not self.plan.steps


async def review(
    context: ChangeContext,
    changes: Iterable[Change | Step],
    reason: str = "",
    undoes: str = "",
    closes: str = "",
) -> Review:
    """Reads what the changes touch, drafts the plan, judges and rehearses it; raises AuditError only when an
    endpoint that ignored DryRun cannot be recorded.
    """
    wanted = tuple(changes)
    problems = await read_for(context, (_change(item) for item in wanted))
    before = context.store.inventory
    plan = draft(wanted, before, uuid4().hex, reason, undoes)
    rehearsals = await rehearse(context.gateway, plan, context.rehearsing, context.user_data)
    await _record_acts(context, plan, rehearsals)
    after = plan.after(before)
    found = verdicts(context, plan, before)
    blocking = frozenset(one.rule for one in found.judgements if one.level is Level.BLOCK)
    return Review(
        plan=plan,
        before=before,
        after=after,
        version=context.store.version,
        verdicts=found,
        differences=differences(plan, before, after),
        rehearsals=rehearsals,
        undo=_undo(plan, before),
        confirm=confirmation(plan, before),
        problems=problems,
        closes=closes,
        barred=barred(plan, before, context.policy, context.clock.now(), context.origin, blocking),
    )


def verdicts(context: ChangeContext, plan: Plan, before: Inventory) -> Verdicts:
    """The plan judged in an inventory, now."""
    now = context.clock.now()
    judgements = judge(plan, before, plan.after(before), context.policy, now, context.origin)
    return Verdicts(judgements, fingerprint(plan, before))


def _gist(verdicts: Verdicts) -> Counter[tuple[str, Level, Key | None, bool, str]]:
    return Counter((j.rule, j.level, j.subject, j.unknown, j.setting) for j in verdicts.judgements)


def _change(item: Change | Step) -> Change:
    return item.change if isinstance(item, Step) else item


def _undo(plan: Plan, before: Inventory) -> tuple[UndoPreview, ...]:
    """What undo would do, step by step in the state that each step finds."""
    found = []
    for index, change in enumerate(plan.changes):
        found.append(
            UndoPreview(
                index, change.inverse(before), change.irreversible(before), change.not_restored(before)
            )
        )
        before = change.effect(before)
    return tuple(found)


async def _record_acts(context: ChangeContext, plan: Plan, rehearsals: tuple[Rehearsal, ...]) -> None:
    """A rehearsal that may have acted goes into the record, like everything that was done."""
    for answer in rehearsals:
        if acted(answer):
            step = plan.steps[answer.step]
            note = Record(
                id=uuid4().hex,
                kind=RecordKind.NOTE,
                time=iso(context.clock.now()),
                plan=plan.id,
                step=answer.step,
                account=step.change.key.account,
                region=step.change.key.region,
                change=change_to_builtins(step.change),
                message=f"rehearsal: {ACTED}",
                writer=context.log.writer,
            )
            await context.log.append(note)
