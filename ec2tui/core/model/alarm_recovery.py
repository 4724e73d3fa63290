"""Whether CloudWatch can recover an instance (EC2 User Guide, instance recovery by CloudWatch actions)."""

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.instance_type import InstanceType


def cannot_recover(instance: Instance, kind: InstanceType) -> str | None:
    """Why it cannot be recovered, as the end of a sentence; empty when it can, None: AWS does not say."""
    if instance.root_device_type == "instance-store":
        return "its root is an instance store, which is lost with the hardware"
    if instance.tenancy == "host":
        return "it is on a dedicated host, which recovers its instances itself (host recovery)"
    if kind.auto_recovery is False:
        store = ", which has an instance store" if kind.storage else ""
        return f"CloudWatch does not recover the type {instance.type}{store}"
    return "" if kind.auto_recovery else None
