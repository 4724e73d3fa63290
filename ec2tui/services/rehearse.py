"""Asks AWS whether it would let the steps of a plan through, by the same calls with DryRun."""

import asyncio
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from ec2tui.core.changes.plan import Plan, Step, refs
from ec2tui.core.changes.rehearsal import Rehearsal, Verdict
from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.problem import Outcome
from ec2tui.services.ports import Gateway
from ec2tui.services.posture.user_data import LOST, filled

TOGETHER = 8
MOST = 50
"""How many calls run side by side, and how many steps of one plan are rehearsed at most."""

ALLOWED_CODE = "DryRunOperation"
"""EC2's error code for: this call would have been done (with HTTP status 412)."""

ACTED = "the endpoint ignored DryRun: the change may have been made"

_AWS_HOST = re.compile(r"(?:^|\.)(?:amazonaws\.com(?:\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn)$")
_PERFORM = re.compile(r"not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)")


class RehearsalPolicy(msgspec.Struct, frozen=True):
    """Whether calls may be rehearsed: only where DryRun is known to be honoured.

    `endpoint` is the address that EC2's calls really go to (empty: not known); `honours_dry_run` is what the
    configuration says about it.
    """

    endpoint: str = ""
    honours_dry_run: bool = False

    @property
    def refusal(self) -> str:
        """Why nothing is rehearsed; empty when it is."""
        if not self.endpoint:
            return "it is not known where the calls go"
        if self.honours_dry_run:
            return ""
        try:
            parts = urlsplit(self.endpoint)
            own = parts.scheme == "https" and bool(_AWS_HOST.search(parts.hostname or ""))
        except ValueError:
            own = False
        return "" if own else f"{self.endpoint} is not AWS's own, and some others ignore DryRun and act"


async def rehearse(
    gateway: Gateway, plan: Plan, policy: RehearsalPolicy, user_data: Mapping[str, bytes] = {}
) -> tuple[Rehearsal, ...]:
    """One answer per step, in order; allowed only where AWS said so. Nothing is sent in read-only mode.

    The first call goes alone: when the endpoint acts on it, the others are not made. Where the calls of a
    region go is asked of the gateway too.
    """
    refusals = await _refusals(gateway, plan, policy)
    answers: list[Rehearsal | None] = [
        _unasked(gateway, index, step, refusals) for index, step in enumerate(plan.steps)
    ]
    asked = [index for index, answer in enumerate(answers) if answer is None]
    turn = asyncio.Semaphore(TOGETHER)

    async def ask(index: int) -> None:
        async with turn:
            answers[index] = await _ask(gateway, index, plan.steps[index], user_data)

    for batch in (asked[:1], asked[1:MOST]):
        if not any(answer and acted(answer) for answer in answers):
            await asyncio.gather(*(ask(index) for index in batch))
    return tuple(
        answer or Rehearsal(index, Verdict.NOT_HERE, detail=f"only {MOST} steps of a plan are rehearsed")
        for index, answer in enumerate(answers)
    )


def acted(rehearsal: Rehearsal) -> bool:
    """Whether a rehearsal may have been the change itself."""
    return rehearsal.verdict is Verdict.FAILED and rehearsal.detail == ACTED


async def _refusals(gateway: Gateway, plan: Plan, policy: RehearsalPolicy) -> dict[str, str]:
    """By region, why nothing is rehearsed there (empty: it is)."""
    found = {change.call().region: policy.refusal for change in plan.changes}
    for region in [region for region, refusal in found.items() if not refusal and not gateway.read_only]:
        there = msgspec.structs.replace(policy, endpoint=await gateway.endpoint(region))
        found[region] = there.refusal
    return found


def _unasked(gateway: Gateway, index: int, step: Step, refusals: dict[str, str]) -> Rehearsal | None:
    """Why a step is not rehearsed, None when it is."""
    if refs(step.change) or step.needs:
        return Rehearsal(index, Verdict.WAITS, detail="it needs what an earlier step brings")
    call = step.change.call()
    action = call.action
    if not step.change.rehearsable or not action.startswith("ec2:"):
        return Rehearsal(index, Verdict.NO_DRY_RUN, action, f"{action} has no DryRun")
    if gateway.read_only:
        return Rehearsal(
            index, Verdict.NOT_HERE, action, "read-only mode: nothing is sent, also no rehearsal"
        )
    if refusals[call.region]:
        return Rehearsal(index, Verdict.NOT_HERE, action, refusals[call.region])
    return None


async def _ask(gateway: Gateway, index: int, step: Step, user_data: Mapping[str, bytes]) -> Rehearsal:
    call = filled(step.change, step.change.call(), user_data)
    if call is None:
        return Rehearsal(index, Verdict.NOT_HERE, step.change.call().action, LOST)
    dry = msgspec.structs.replace(call, params={**call.params, "DryRun": True})
    return _heard(index, call, await gateway.send(dry))


def _heard(index: int, call: ApiCall, reply: Reply) -> Rehearsal:
    """What an answer means: only DryRunOperation is a yes, and a plain success means that it was done."""
    problem = reply.problem
    if problem is None:
        return Rehearsal(index, Verdict.FAILED, call.action, ACTED)
    if problem.code == ALLOWED_CODE:
        return Rehearsal(index, Verdict.ALLOWED, call.action)
    said = f"{problem.code}: {problem.message}" if problem.code else problem.message
    if problem.outcome is Outcome.DENIED:
        named = _PERFORM.search(problem.message)
        return Rehearsal(index, Verdict.DENIED, named.group(1) if named else call.action, said)
    return Rehearsal(index, Verdict.FAILED, call.action, said)
