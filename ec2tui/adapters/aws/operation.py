"""How a kind that AWS lists is read: its operation, its parser, its pages, and how it is asked for by ids."""

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import msgspec

from ec2tui.adapters.aws.calls import Caller
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports import Read

Params = dict[str, Any]
Parse = Callable[[dict[str, Any], str, str], tuple[Any, ...]]
Complete = Callable[[Caller, Read, tuple[Any, ...]], Awaitable[tuple[tuple[Any, ...], Problem | None]]]

FILTER_VALUES = 200
"""How many values a filter takes (EC2 API, `Filter.N`)."""


class Operation(msgspec.Struct, frozen=True):
    """How one kind is read.

    `parse` takes AWS's document, the account and the region. `page_size` is MaxResults, None where the
    operation has no pages. Ids are passed as values of `filter_name` where AWS has such a filter, so that an
    unknown id is simply absent, else as `ids_param`, which fails for an unknown one. `max_ids` is the most
    for one request. `whole` and `by_ids` are further parameters, `also` those of further lists;
    `needs_ids` forbids reading everything.
    `group_filter` is the filter for everything of some security groups.
    `complete` asks for what AWS tells of each item of a page apart, by the operations `asks`.
    `service` is botocore's id of the service that is asked.
    """

    operation: str
    parse: Parse
    page_size: int | None = None
    filter_name: str = ""
    ids_param: str = ""
    max_ids: int = FILTER_VALUES
    whole: Params = {}
    also: tuple[Params, ...] = ()
    by_ids: Params = {}
    needs_ids: bool = False
    group_filter: str = ""
    complete: Complete | None = None
    asks: tuple[str, ...] = ()
    service: str = "ec2"

    def requests(
        self, ids: tuple[str, ...], groups: tuple[str, ...] = (), tag: str = ""
    ) -> Iterator[tuple[Params, tuple[str, ...]]]:
        """The parameters of each request with the ids that it asks for (none: all, or all of groups or with
        a tag key).
        """
        pages = {"MaxResults": self.page_size} if self.page_size else {}
        if tag:
            yield {**pages, "Filters": [{"Name": f"tag:{tag}", "Values": ["*"]}]}, ()
            return
        for start in range(0, len(groups), self.max_ids):
            values = _literal(groups[start : start + self.max_ids])
            yield {**pages, "Filters": [{"Name": self.group_filter, "Values": values}]}, ()
        if groups:
            return
        if not ids:
            for whole in (self.whole, *self.also):
                yield {**pages, **whole}, ()
            return
        unique = tuple(dict.fromkeys(ids))
        for start in range(0, len(unique), self.max_ids):
            chunk = unique[start : start + self.max_ids]
            if not self.filter_name and not self.ids_param:
                yield {**pages, **self.whole}, chunk
            elif self.filter_name:
                yield (
                    {
                        **pages,
                        **self.by_ids,
                        "Filters": [{"Name": self.filter_name, "Values": _literal(chunk)}],
                    },
                    chunk,
                )
            else:
                yield {**self.by_ids, self.ids_param: list(chunk)}, chunk


def _literal(ids: tuple[str, ...]) -> list[str]:
    """Filter values that match only themselves: `*`, `?` and the backslash are wildcards of EC2's filters."""
    return [re.sub(r"([*?\\])", r"\\\1", value) for value in ids]


def listed(member: str, parse: Callable[[dict[str, Any], str, str], Any]) -> Parse:
    """The parser of a document whose items are the list `member`."""

    def parse_all(document: dict[str, Any], account: str, region: str) -> tuple[Any, ...]:
        return tuple(parse(item, account, region) for item in document.get(member, ()))

    return parse_all
