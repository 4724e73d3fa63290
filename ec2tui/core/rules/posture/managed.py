"""The posture check of Systems Manager: whether instances are managed, and their patches in order."""

from ec2tui.core.model.finding import Severity
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.managed_node import ManagedNode, PatchState
from ec2tui.core.rules.posture.check import Check, Verdict, failed, not_applicable, passed
from ec2tui.core.rules.posture.scene import Scene


def unmanaged(instance: Instance, scene: Scene) -> Verdict:
    """What Systems Manager does not manage is patched by hand, or not at all, and entered through an open
    port. Give it a role with AmazonSSMManagedInstanceCore and a way to SSM, and install what it lacks.
    """
    if instance.state != "running":
        return not_applicable(f"It is {instance.state}.")
    node: ManagedNode | None = scene.inventory.table(Kind.MANAGED_NODES).get(instance.key)
    if node is None:
        if not scene.known(Kind.MANAGED_NODES, instance.key):
            return scene.unknown(instance.key, Kind.MANAGED_NODES)
        return failed("Systems Manager does not manage it.")
    if node.ping and node.ping != "Online":
        return failed(f"Its SSM agent does not answer ({node.ping}).")
    patches: PatchState | None = scene.inventory.table(Kind.PATCHES).get(instance.key)
    if patches is None:
        if not scene.known(Kind.PATCHES, instance.key):
            return scene.unknown(instance.key, Kind.PATCHES, say="Systems Manager manages it.")
        return passed("Systems Manager manages it; its patches were never scanned.")
    if patches.status == "NON_COMPLIANT":
        worst = f", the worst of them {patches.severity.lower()}" if patches.severity else ""
        return failed(f"It lacks {patches.missing or 'some'} patches{worst}.")._replace(
            severity=Severity.HIGH
        )
    return passed("Systems Manager manages it, and its patches are in order.")


CHECKS: tuple[Check, ...] = (
    Check(
        "INS-08",
        "Not managed by Systems Manager, or not patched",
        Severity.MEDIUM,
        unmanaged,
        reads=(Kind.INSTANCES, Kind.MANAGED_NODES, Kind.PATCHES),
        kind=Kind.INSTANCES,
        grades="high when patches are missing",
    ),
)
"""The checks of instances."""
