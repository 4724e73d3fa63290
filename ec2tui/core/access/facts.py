"""What decides about the ways in beside the inventory: this machine's programs and keys, and SSM's agent."""

import msgspec

from ec2tui.core.model.fact import Missing


class SsmAgent(msgspec.Struct, frozen=True):
    """What ssm:DescribeInstanceInformation tells of an instance's agent.

    `ping` is `Online`, `ConnectionLost` or `Inactive`.
    """

    ping: str
    version: str = ""


class Around(msgspec.Struct, frozen=True):
    """The surroundings in which ways are judged.

    `own` are the networks that the user comes from, as far as they are known. `agent` is GONE when Systems
    Manager does not know the instance; `agent_needs` is the permission whose lack hides it. `has_key`: a
    private key of the instance is on this machine (None: that has not been looked for).
    """

    own: tuple[str, ...] = ()
    agent: SsmAgent | Missing = Missing.NOT_READ
    agent_needs: str = ""
    plugin: bool = False
    has_key: bool | None = None
    read_only: bool = False
