"""Lists of other services than EC2's tables, read to their end; and single answers, side by side."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec

from ec2tui.adapters.aws.calls import Caller
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports import Page

T = TypeVar("T")

MOST_PAGES = 100
"""Lists that are longer are not read to their end; the fact stays unknown."""

TOGETHER = 8
"""How many calls are under way at a time."""


async def listed(
    caller: Caller, call: ApiCall, member: str, asks: str = "NextToken", tells: str = "NextToken"
) -> list[dict[str, Any]] | Problem:
    """All items of `member` of all pages; `asks` and `tells` name the token in request and reply."""
    found: list[dict[str, Any]] = []
    token = None
    for _ in range(MOST_PAGES):
        params = {**call.params, asks: token} if token else call.params
        answer = await caller.read(msgspec.structs.replace(call, params=params))
        if isinstance(answer, Problem):
            return answer
        found += answer.get(member, ())
        token = answer.get(tells)
        if not token:
            return found
    return too_many(call, f"more than {MOST_PAGES} pages")


def too_many(call: ApiCall, what: str) -> Problem:
    """The problem of a list that is too long to be read for a review."""
    return Problem(Outcome.UNKNOWN, call.action, f"{what}: not read to their end")


async def side_by_side(
    items: tuple[str, ...], ask: Callable[[str], Awaitable[T | Problem]]
) -> list[T] | Problem:
    """The answers in order, `TOGETHER` at a time; the first problem instead."""
    answers: list[T] = []
    for start in range(0, len(items), TOGETHER):
        for answer in await asyncio.gather(*(ask(item) for item in items[start : start + TOGETHER])):
            if isinstance(answer, Problem):
                return answer
            answers.append(answer)
    return answers


async def page_of(items: tuple[str, ...], ask: Callable[[str], Awaitable[Any]]) -> Page | Problem:
    """The items that are there (None: gone), asked for side by side, as a page."""
    answers = await side_by_side(items, ask)
    if isinstance(answers, Problem):
        return answers
    return Page(tuple(answer for answer in answers if answer is not None))
