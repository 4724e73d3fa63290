"""How the end of a rule can be held here: by a schedule where the role for it exists, else by a tag alone."""

import msgspec

from ec2tui.core.changes.schedules import ScheduleRevoke, Target
from ec2tui.core.changes.time_box import Boxing
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.record import Fault, Record, RecordKind, iso
from ec2tui.services.change_context import ChangeContext

ROLE = "ec2tui-scheduler"
"""The name of the role that schedules act with, unless the configuration names another."""

OFF = "off"
"""The word of the configuration for: no schedules."""


REMEMBERED = 86_400.0
"""Seconds for which a denied schedule means that the next would be denied too: rights change."""


class Held(msgspec.Struct, frozen=True):
    """How ends are held, and why that is weaker than it could be (empty: it is not)."""

    boxing: Boxing
    weaker: str = ""


async def boxing_of(
    context: ChangeContext, region: str, reason: str = "", role: str = "", dead_letter: str = ""
) -> Held:
    """Looks whether the role exists; `role` is its name or ARN, OFF for none, empty for the usual one.

    Where that may not be looked at, the schedule is tried: when it fails the rule is revoked at once. When it
    was denied, the record knows that the next time, and the weaker way is offered.
    """
    who = context.identity
    plain = Boxing(who.arn if who else "", reason)
    if role == OFF:
        return Held(plain, "schedules are switched off in the configuration")
    if who is None:
        return Held(plain, "it is not known which account this is, so no role can be named")
    name = (role or ROLE).rsplit("/", 1)[-1]
    partition = who.arn.split(":")[1] if who.arn.startswith("arn:") else "aws"
    arn = role if role.startswith("arn:") else f"arn:{partition}:iam::{who.account}:role/{name}"
    answer = await context.gateway.fetch(ApiCall("iam", "GetRole", region, {"RoleName": name}))
    if answer.outcome is Outcome.NOT_FOUND:
        return Held(plain, f"there is no role {name}")
    if answer.problem is not None and answer.outcome is not Outcome.DENIED:
        return Held(plain, f"whether there is a role {name} could not be read: {answer.problem.message}")
    if when := await _refused(context, who.arn):
        return Held(plain, f"scheduler:CreateSchedule was denied to you at {when}")
    return Held(msgspec.structs.replace(plain, target=Target(arn, dead_letter)))


async def _refused(context: ChangeContext, principal: str) -> str:
    """When AWS last denied a schedule to this principal; empty when it has not, or not within REMEMBERED."""
    since = iso(context.clock.now() - REMEMBERED)
    outcomes: dict[str, Record] = {}
    async for record in context.log.records(newest_first=True):
        if isinstance(record, Fault):
            continue
        if record.time < since:
            return ""
        if record.kind is RecordKind.OUTCOME and record.principal == principal:
            outcomes[record.intent] = record
        elif (record.change or {}).get("action") == ScheduleRevoke.__struct_config__.tag:
            end = outcomes.get(record.id)
            return end.time if end is not None and end.outcome == Outcome.DENIED else ""
    return ""
