"""MaxResults and NextToken of the lists that moto gives out whole."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.errors import AwsError, invalid_value

PAGED = {
    "DescribeInstanceTypes": ("InstanceTypes", 5, 100, 100),
    "DescribeInstanceTypeOfferings": ("InstanceTypeOfferings", 5, 1000, 1000),
    "DescribeSnapshots": ("Snapshots", 5, 1000, 1000),
    "DescribeSubnets": ("Subnets", 5, 1000, 1000),
    "DescribeVpcs": ("Vpcs", 5, 1000, 1000),
    "DescribeRouteTables": ("RouteTables", 5, 100, 100),
    "DescribeNetworkAcls": ("NetworkAcls", 5, 1000, 1000),
    "DescribeTags": ("Tags", 5, 1000, 1000),
}
"""Operation: (list, least MaxResults, most, what a page holds when nothing is asked)."""


def page_bounds(call: Call, least: int, most: int, usual: int) -> tuple[int, int]:
    """Where the wanted page begins and how many it may hold."""
    given = call.param("MaxResults")
    if given is not None and not least <= int(given) <= most:
        raise invalid_value(
            f"Value ( {given} ) for parameter maxResults is invalid. Expecting {least}-{most}."
        )
    return read_token(call, call.param("NextToken")), int(given) if given is not None else usual


def token(call: Call, offset: int) -> str:
    """An opaque token that only this operation accepts."""
    return base64.urlsafe_b64encode(f"{call.operation}:{offset}".encode()).decode()


def read_token(call: Call, given: str | None) -> int:
    """The offset in a token; anything else than a token of this operation is refused."""
    if not given:
        return 0
    try:
        operation, _, offset = base64.urlsafe_b64decode(given.encode()).decode().partition(":")
        if operation != call.operation:
            raise ValueError(operation)
        return int(offset)
    except (ValueError, binascii.Error) as error:
        raise AwsError("InvalidNextToken", "The token is not valid.") from error


def cut(call: Call, items: Sequence[Any], least: int, most: int, usual: int) -> tuple[list[Any], str | None]:
    """One page of a list, and the token of the next if there is one."""
    start, size = page_bounds(call, least, most, usual)
    end = start + size
    return list(items[start:end]), token(call, end) if end < len(items) else None


def page(call: Call, payload: Any) -> Mapping[str, Any]:
    """Cut moto's whole list to the wanted page."""
    key, least, most, usual = PAGED[call.operation]
    items, following = cut(call, list(payload[key]), least, most, usual)
    return {**payload, key: items, "NextToken": following}


CORRECTION = Correction(
    name="describe-pages",
    moto="ignores MaxResults and NextToken on most lists",
    aws="pages by item, refuses sizes out of range and tokens it did not give",
    after=dict.fromkeys(PAGED, page),
)
