"""Status checks, scheduled events and protection of an instance."""

import msgspec

from ec2tui.core.model.key import Key


class ScheduledEvent(msgspec.Struct, frozen=True, gc=False):
    """Something AWS will do to the instance; times in epoch seconds."""

    code: str
    description: str = ""
    not_before: int | None = None
    not_after: int | None = None


class InstanceStatus(msgspec.Struct, frozen=True):
    """The checks of a running instance (ec2:DescribeInstanceStatus).

    Each is a word of AWS: `ok`, `impaired`, `initializing`, `insufficient-data` or `not-applicable`;
    empty when it was not told.
    """

    key: Key
    system: str = ""
    instance: str = ""
    ebs: str = ""
    events: tuple[ScheduledEvent, ...] = ()

    @property
    def checks(self) -> tuple[str, ...]:
        """The checks that AWS tells for this instance."""
        return tuple(c for c in (self.system, self.instance, self.ebs) if c and c != "not-applicable")

    @property
    def passed(self) -> int:
        """How many checks are `ok`."""
        return sum(check == "ok" for check in self.checks)


class Protection(msgspec.Struct, frozen=True, gc=False):
    """Termination and stop protection (ec2:DescribeInstanceAttribute); None: not read.

    `shutdown_behavior` is what a shutdown from inside does: `stop`, or `terminate`, which goes round the
    termination protection.
    """

    key: Key
    termination: bool | None = None
    stop: bool | None = None
    shutdown_behavior: str | None = None
