"""User data of instances, of which only a verdict is kept: the text stays in this file's hands."""

import base64
import binascii

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import page_of
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.user_data_verdict import UserDataVerdict
from ec2tui.core.rules.user_data import looked_at
from ec2tui.services.ports import Page, Read

TOGETHER = 8
"""How many instances are asked about at a time, one call each."""


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """What the user data of these instances looks like; one that is gone is left out."""

    async def one(instance: str) -> UserDataVerdict | Problem | None:
        asked = {"InstanceId": instance, "Attribute": "userData"}
        answer = await caller.read(ApiCall("ec2", "DescribeInstanceAttribute", read.source.region, asked))
        if isinstance(answer, Problem):
            return None if answer.outcome is Outcome.NOT_FOUND else answer
        text = (answer.get("UserData") or {}).get("Value") or ""
        return verdict(Key(read.account, read.source.region, instance), text)

    return await page_of(ids, one)


def verdict(key: Key, text: str) -> UserDataVerdict:
    """The verdict on user data as AWS tells it, in base64; empty when there is none."""
    try:
        data = base64.b64decode(text, validate=False)
    except (binascii.Error, ValueError):
        return UserDataVerdict(key, len(text), unread="It is no base64.")
    suspicions, unread = looked_at(data)
    return UserDataVerdict(key, len(data), suspicions, unread)
