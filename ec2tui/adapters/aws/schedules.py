"""Schedules that revoke time-boxed rules, which Scheduler tells one at a time by name."""

import asyncio
import json
from typing import Any

from ec2tui.adapters.aws.calls import Caller
from ec2tui.core.grammar.expiry import moment
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.schedule import SCHEDULE_GROUP, Schedule
from ec2tui.services.ports import Page, Read

TOGETHER = 8
"""How many schedules are asked about at a time."""


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """These schedules of our own group side by side; one that is gone is left out."""
    answers = await asyncio.gather(*(_one(caller, read, name) for name in ids))
    for answer in answers:
        if isinstance(answer, Problem):
            return answer
    return Page(tuple(answer for answer in answers if answer is not None))


async def _one(caller: Caller, read: Read, name: str) -> Schedule | Problem | None:
    params = {"GroupName": SCHEDULE_GROUP, "Name": name}
    answer = await caller.read(ApiCall("scheduler", "GetSchedule", read.source.region, params))
    if isinstance(answer, Problem):
        return None if answer.outcome is Outcome.NOT_FOUND else answer
    return schedule(Key(read.account, read.source.region, name), answer)


def schedule(key: Key, document: dict[str, Any]) -> Schedule:
    """One schedule (shape GetScheduleOutput); what is not ours to read stays empty."""
    target = document.get("Target", {})
    told = _input(target.get("Input", ""))
    rules = told.get("SecurityGroupRuleIds") or ("",)
    return Schedule(
        key,
        _at(document.get("ScheduleExpression", ""), document.get("ScheduleExpressionTimezone") or "UTC"),
        document.get("State", ""),
        str(told.get("GroupId", "")),
        str(rules[0]),
        target.get("RoleArn", ""),
        target.get("Arn", "").endswith("Egress"),
    )


def _at(expression: str, zone: str) -> int | None:
    if zone != "UTC" or not (expression.startswith("at(") and expression.endswith(")")):
        return None
    return moment(expression[3:-1] + "Z")


def _input(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
