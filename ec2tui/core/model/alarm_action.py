"""What an alarm does, by the ARN of its action (CloudWatch API Reference, PutMetricAlarm)."""

import re

import msgspec

RECOVER, REBOOT, STOP, TERMINATE = "recover", "reboot", "stop", "terminate"
EC2_ACTIONS = (RECOVER, REBOOT, STOP, TERMINATE)
"""What CloudWatch does to the instance itself."""

SYSTEM_CHECK = "StatusCheckFailed_System"
"""The one metric with which CloudWatch recovers an instance."""

_AUTOMATE = re.compile(r"arn:[a-z-]+:automate:[a-z0-9-]+:ec2:([a-z]+)")
_SWF = re.compile(r"arn:[a-z-]+:swf:[a-z0-9-]+:\d*:action/actions/AWS_EC2\.InstanceId\.([A-Z][a-z]+)/.*")
_NAMES = {
    "sns": "SNS topic",
    "autoscaling": "Auto Scaling policy",
    "lambda": "Lambda function",
    "ssm": "OpsItem of severity",
    "ssm-incidents": "incident response plan",
    "aiops": "investigation",
}


class AlarmAction(msgspec.Struct, frozen=True):
    """An action told apart: `sort` is one of EC2_ACTIONS or AWS's service, `name` what it is called there."""

    arn: str
    sort: str
    name: str = ""

    @property
    def words(self) -> str:
        """The action in words (untrusted: names are the account's)."""
        if self.sort in EC2_ACTIONS:
            return f"{self.sort} the instance"
        return f"{_NAMES.get(self.sort, self.sort or 'unknown')} {self.name}".rstrip()

    @property
    def short(self) -> str:
        """The action for a cell: the verb, or the name of what is told."""
        return self.sort if self.sort in EC2_ACTIONS else self.name or self.sort or self.arn


def action(arn: str) -> AlarmAction:
    """What an ARN stands for."""
    found = _AUTOMATE.fullmatch(arn) or _SWF.fullmatch(arn)
    if found:
        return AlarmAction(arn, found[1].lower())
    parts = arn.split(":", 5)
    if len(parts) < 6:
        return AlarmAction(arn, "", arn)
    service, rest = parts[2], parts[5]
    if service == "autoscaling":
        return AlarmAction(arn, service, rest.rpartition("policyName/")[2])
    return AlarmAction(arn, service, rest.rpartition(":")[2] if service != "sns" else rest)


def ec2_actions(arns: tuple[str, ...]) -> tuple[str, ...]:
    """What of these is done to the instance itself, each once."""
    return tuple(dict.fromkeys(one.sort for one in map(action, arns) if one.sort in EC2_ACTIONS))


def partition_of(region: str) -> str:
    """The partition that a region belongs to."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def ec2_action_arn(region: str, sort: str) -> str:
    """The ARN with which CloudWatch does one of EC2_ACTIONS."""
    return f"arn:{partition_of(region)}:automate:{region}:ec2:{sort}"


def topic_arn(region: str, account: str, name: str) -> str:
    """The ARN of a topic of the account, or the ARN that was given."""
    return name if name.startswith("arn:") else f"arn:{partition_of(region)}:sns:{region}:{account}:{name}"
