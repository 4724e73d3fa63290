"""The entries of prefix lists: AWS tells them for one list at a time, a hundred to a page."""

import asyncio
from typing import Any

import msgspec

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.parse.prefix_list import entries
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.prefix_list import PrefixList, PrefixListEntry
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports import Read

TOGETHER = 8
"""How many lists are asked about at a time."""

PAGE = 100
"""The most entries in one answer."""

MOST_PAGES = 100
"""A list has at most 1,000 entries; an endpoint that goes on longer does not page as AWS does."""


async def with_entries(
    caller: Caller, read: Read, lists: tuple[Any, ...]
) -> tuple[tuple[Any, ...], Problem | None]:
    """The lists with their entries, and the first problem; a list whose entries cannot be read keeps None."""
    found: list[PrefixList] = []
    problem: Problem | None = None
    for start in range(0, len(lists), TOGETHER):
        part: tuple[PrefixList, ...] = lists[start : start + TOGETHER]
        if problem is not None:
            found.extend(part)
            continue
        answers = await asyncio.gather(*(_of(caller, read, one.key.id) for one in part))
        for one, answer in zip(part, answers, strict=True):
            if isinstance(answer, Problem):
                problem = problem or (answer if answer.outcome is not Outcome.NOT_FOUND else None)
                found.append(one)
            else:
                found.append(msgspec.structs.replace(one, entries=answer))
    return tuple(found), problem


async def _of(caller: Caller, read: Read, list_id: str) -> tuple[PrefixListEntry, ...] | Problem:
    found: list[PrefixListEntry] = []
    params: dict[str, Any] = {"PrefixListId": list_id, "MaxResults": PAGE}
    for _ in range(MOST_PAGES):
        call = ApiCall("ec2", "GetManagedPrefixListEntries", read.source.region, params)
        answer = await caller.read(call)
        if isinstance(answer, Problem):
            return answer
        found.extend(entries(answer))
        token = answer.get("NextToken")
        if not token:
            return tuple(found)
        params = {**params, "NextToken": token}
    return Problem(Outcome.UNKNOWN, call.action, "paging does not advance: the endpoint never ends")
