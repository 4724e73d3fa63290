"""What CloudWatch tells of one alarm at a time: its history and its tags."""

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import page_of
from ec2tui.adapters.aws.parse.alarm import events
from ec2tui.adapters.aws.parse.fields import tags
from ec2tui.core.model.alarm import AlarmHistory, AlarmTags
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports import Page, Read

HISTORY = ("cloudwatch:DescribeAlarmHistory",)
TAGS = ("cloudwatch:ListTagsForResource",)
TOGETHER = 8
"""How many alarms are asked about at a time."""

MOST_EVENTS = 50
"""How much of a history is read: one page of the newest entries."""


async def history(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The newest entries of the history of each of these alarms; one that is gone has its history still."""

    async def ask(name: str) -> AlarmHistory | Problem:
        params = {
            "AlarmName": name,
            "AlarmTypes": ["MetricAlarm", "CompositeAlarm"],
            "MaxRecords": MOST_EVENTS,
            "ScanBy": "TimestampDescending",
        }
        call = ApiCall("cloudwatch", "DescribeAlarmHistory", read.source.region, params)
        answer = await caller.read(call)
        if isinstance(answer, Problem):
            return answer
        return AlarmHistory(Key(read.account, read.source.region, name), events(answer))

    return await page_of(ids, ask)


async def tags_of(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The tags of each of these alarms; one that is gone is left out."""

    async def ask(name: str) -> AlarmTags | Problem | None:
        region = read.source.region
        call = ApiCall(
            "cloudwatch", "ListTagsForResource", region, {"ResourceARN": arn(read.account, region, name)}
        )
        answer = await caller.read(call)
        if isinstance(answer, Problem):
            return None if answer.outcome is Outcome.NOT_FOUND else answer
        return AlarmTags(Key(read.account, region, name), tags(answer.get("Tags")))

    return await page_of(ids, ask)


def arn(account: str, region: str, name: str) -> str:
    """The ARN of an alarm; the partition differs in China and in the government's regions."""
    partition = (
        "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"
    )
    return f"arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}"
