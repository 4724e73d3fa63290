"""Sends the steps of one plan: side by side where they may, in order where they must, each recorded twice."""

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec

from ec2tui.core.changes.change import Change
from ec2tui.core.changes.plan import Plan, refs, resolve
from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import SIGNED_OUT, Outcome, Problem
from ec2tui.core.model.record import Record
from ec2tui.services.applied import OnFailure, Progress, StepResult, StepState, Watch
from ec2tui.services.arrival import Late, arrive, destinations
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.evidence import Trace, learn, look
from ec2tui.services.pausing import pause
from ec2tui.services.ports_audit import AuditError
from ec2tui.services.posture.user_data import LOST, filled
from ec2tui.services.recording import intent, needed_later, outcome
from ec2tui.services.subjects import exists

TOGETHER = 8
"""How many steps of one plan are under way at once."""

THROTTLED_PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds before a call that AWS refused for its rate is made again; it was not done, so that is safe."""

LOOKS = (1.0, 2.0, 4.0)
"""Seconds before AWS is asked for a trace of a call whose answer got lost."""

_HOPELESS = SIGNED_OUT | {Outcome.REFUSED}
"""Outcomes that every further call would meet too."""


class Sending:
    """One plan on its way; `run` ends when every step has a result.

    `halted` says why no more is sent; `unrecorded`: because the record could not be written.
    """

    def __init__(
        self,
        context: ChangeContext,
        plan: Plan,
        on_failure: OnFailure,
        watch: Watch | None,
        stop: asyncio.Event,
    ) -> None:
        self.stop = stop
        self.halted = ""
        self.unrecorded = False
        self._context = context
        self._plan = plan
        self._on_failure = on_failure
        self._watch = watch or (lambda progress: None)
        self._states = _states(plan, context.store.inventory)
        self._replies: dict[int, Mapping[str, Any]] = {}
        self._results: dict[int, StepResult] = {}
        self._ended = tuple(asyncio.Event() for _ in plan.steps)
        self._turn = asyncio.Semaphore(TOGETHER)
        self._before = _before(plan) if on_failure is OnFailure.GO_ON else _one_by_one(plan)

    async def run(self) -> tuple[StepResult, ...]:
        """The results in the plan's order; what breaks inside one step is raised when the others ended."""
        steps = range(len(self._plan.steps))
        ends = await asyncio.gather(*map(self._step, steps), return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end
        return tuple(self._results[index] for index in steps)

    async def _step(self, index: int) -> None:
        try:
            late = await self._wait(index)
            if late is None:
                async with self._turn:
                    late = self._forbidden()
                    if late is None:
                        self._results[index] = await self._send(index)
            if late is not None:
                self._results[index] = self._not_sent(index, late)
            self._heed(self._results[index])
        finally:
            self._ended[index].set()
        self._watch(Progress(len(self._results), len(self._plan.steps), self._results[index]))

    async def _wait(self, index: int) -> Late | None:
        """Waits for what a step needs, and for the one before it on its subject; why it cannot be sent."""
        needs = needs_of(self._plan, index)
        for earlier in (*needs, *self._before[index]):
            await self._ended[earlier].wait()
        for need in needs:
            result = self._results.get(need)
            if result is None or result.state is not StepState.DONE:
                return Late(f"it needs step {need + 1}, which is {result.state if result else 'broken'}")
        wanted = {}
        for need in needs:
            wanted.update(destinations(self._results[need].change, self._states[need]))
        if wanted and self._forbidden() is None:
            names = ", ".join(f"{subject.key.id} {state}" for subject, state in wanted.items())
            self._watch(Progress(len(self._results), len(self._plan.steps), waiting=names))
            return await arrive(self._context, wanted, self.stop)
        return None

    def _forbidden(self) -> Late | None:
        why = "stopped by the user" if self.stop.is_set() else self.halted
        return Late(why) if why else None

    def _heed(self, result: StepResult) -> None:
        """What a step that was not done means for the others."""
        if self._on_failure is OnFailure.GO_ON or self.halted or self.stop.is_set():
            return
        if result.state is not StepState.DONE:
            what = f"{result.change.word} {result.key.id}"
            self.halted = f"nothing more is sent, since step {result.step + 1} ({what}) was not done"

    def _not_sent(self, index: int, late: Late) -> StepResult:
        """`outcome` tells of a step for which something could not be read, as with expired credentials."""
        problem = late.problem
        outcome = problem.outcome if problem else None
        change = self._plan.steps[index].change
        return StepResult(index, change, StepState.NOT_SENT, outcome, late.reason, problem)

    async def _send(self, index: int) -> StepResult:
        """The intent, the call, the outcome; without a record no call."""
        given = self._plan.steps[index].change
        try:
            change = resolve(given, self._replies)
        except (LookupError, TypeError, ValueError):
            lacks = ", ".join(ref.path for ref in refs(given))
            return StepResult(index, given, StepState.FAILED, message=f"an earlier reply lacks {lacks}")
        call = filled(change, tokened(self._plan, index, change), self._context.user_data)
        if call is None:
            return StepResult(index, change, StepState.FAILED, message=LOST)
        told = intent(self._context, self._plan, index, change, self._states[index])
        try:
            await self._context.log.append(told)
        except AuditError as error:
            self.halted = f"nothing more is sent, since it cannot be recorded: {error}"
            self.unrecorded = True
            return self._not_sent(index, Late(self.halted))
        reply, message = checked(await self._call(index, call)), ""
        if reply.outcome is Outcome.UNKNOWN:
            reply, message = await self._ask(told, change, call, reply)
        return await self._record(index, change, told, reply, message)

    async def _call(self, index: int, call: ApiCall) -> Reply:
        """The answer to a call, which is made again only when AWS refused it for its rate."""
        for seconds in THROTTLED_PAUSES:
            reply = await self._context.gateway.send(call)
            if reply.outcome is not Outcome.THROTTLED:
                return reply
            spread = 1 + (index % TOGETHER) / TOGETHER
            if await pause(self._context.clock, seconds * spread, self.stop):
                return reply
        return await self._context.gateway.send(call)

    async def _ask(self, told: Record, change: Change, call: ApiCall, lost: Reply) -> tuple[Reply, str]:
        """Settles a lost answer: by the same client token, else by a trace in AWS; else it stays lost."""
        context = self._context
        if change.token_parameter:
            await pause(context.clock, LOOKS[0], self.stop)
            again = checked(await context.gateway.send(call))
            if again.outcome is Outcome.OK:
                return again, "the answer got lost; the same client token brought it again"
        for seconds in LOOKS:
            if await pause(context.clock, seconds, self.stop):
                break
            found = await look(context, told, change)
            if found.trace is Trace.DONE:
                done = Reply(Outcome.OK, found.body, request_id=lost.request_id)
                return done, f"the answer got lost; {found.message}"
        said = lost.problem.message if lost.problem else "no answer came"
        return lost, f"it is not known whether this was done: {said}"

    async def _record(
        self, index: int, change: Change, told: Record, reply: Reply, message: str
    ) -> StepResult:
        """Writes the outcome, and decides what it means for the steps that are left."""
        done = reply.outcome is Outcome.OK
        learned = needed_later(self._plan, index, reply.body) if done else None
        found = learn(change, reply.body) if done and told.inverse is None else None
        end = outcome(self._context, told, reply.outcome.value, reply, message, learned, found)
        recorded = True
        try:
            await self._context.log.append(end)
        except AuditError as error:
            recorded, self.unrecorded = False, True
            self.halted = f"nothing more is sent, since step {index + 1} could not be recorded: {error}"
        if done:
            self._replies[index] = reply.body
        elif not self.halted and reply.outcome in _HOPELESS:
            self.halted = f"nothing more is sent after this: {end.message}"
        inverse = (found or change.inverse(self._states[index])) if done else None
        return StepResult(
            step=index,
            change=change,
            state=_STATES.get(reply.outcome, StepState.FAILED),
            outcome=reply.outcome,
            message=end.message,
            problem=reply.problem,
            request_id=reply.request_id,
            record=told.id,
            inverse=inverse,
            recorded=recorded,
        )


_STATES = {Outcome.OK: StepState.DONE, Outcome.UNKNOWN: StepState.UNKNOWN}


def needs_of(plan: Plan, index: int) -> tuple[int, ...]:
    """The steps that must be done before a step: those it names and those whose reply it takes from."""
    step = plan.steps[index]
    return tuple(sorted({*step.needs, *(ref.step for ref in refs(step.change))}))


def tokened(plan: Plan, index: int, change: Change) -> ApiCall:
    """The call with its client token, which is the same whenever this step of this plan is sent."""
    call = change.call()
    if not change.token_parameter or not plan.id:
        return call
    token = f"{plan.id}-{index}"
    return msgspec.structs.replace(call, params={**call.params, change.token_parameter: token})


def checked(reply: Reply) -> Reply:
    """A success in which EC2 says `Return: false`, or that a rule to be revoked was not there, is none.

    In a default VPC a revocation that does not match is no error (EC2 API, RevokeSecurityGroupIngress).
    """
    if reply.outcome is not Outcome.OK:
        return reply
    said = ""
    if reply.body.get("Return") is False:
        said = "AWS answered without an error that it was not done"
    elif reply.body.get("UnknownIpPermissions"):
        said = "AWS answered without an error that there was no such rule to revoke"
    if not said:
        return reply
    return Reply(Outcome.INVALID, reply.body, Problem(Outcome.INVALID, "", said), reply.request_id)


def _states(plan: Plan, inventory: Inventory) -> tuple[Inventory, ...]:
    """The inventory that each step finds."""
    found = []
    for change in plan.changes:
        found.append(inventory)
        inventory = change.effect(inventory)
    return tuple(found)


def _before(plan: Plan) -> tuple[tuple[int, ...], ...]:
    """For each step the last earlier one on the same subject, which is sent first, even if it fails."""
    last: dict[Key, int] = {}
    found = []
    for index, change in enumerate(plan.changes):
        found.append((last[change.key],) if change.key in last else ())
        if exists(change.key):
            last[change.key] = index
    return tuple(found)


def _one_by_one(plan: Plan) -> tuple[tuple[int, ...], ...]:
    """For each step the one before it: when it fails, none of the later subjects is begun."""
    return tuple((index - 1,) if index else () for index in range(len(plan.steps)))
