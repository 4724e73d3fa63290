"""What alarms are wanted: thresholds and the topic of the recommended ones, and which instances need some."""

from fnmatch import fnmatchcase

import msgspec

from ec2tui.core.model.instance import Instance


class AlarmPolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[alarms]`: `topic` is an SNS topic's name or ARN, told by the recommended alarms (empty: nobody).

    `cpu`, `memory` and `disk` are per cent above which, `credits` a balance below which an alarm is raised;
    `minutes` is how long CPU and credits must be so. `production` are patterns `key` or `key=value` (globs)
    of the tags of instances that must not be without an alarm; case does not matter.
    """

    topic: str = ""
    cpu: float = 80.0
    credits: float = 20.0
    memory: float = 90.0
    disk: float = 85.0
    minutes: int = 15
    production: tuple[str, ...] = ("env=prod*", "environment=prod*", "stage=prod*")

    def is_production(self, instance: Instance) -> bool:
        """Whether a tag of the instance says that it is one of production."""
        pairs = [(name.casefold(), value.casefold()) for name, value in instance.tags]
        for pattern in self.production:
            name, sign, value = pattern.casefold().partition("=")
            if any(fnmatchcase(k, name) and fnmatchcase(v, value if sign else "*") for k, v in pairs):
                return True
        return False
