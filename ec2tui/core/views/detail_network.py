"""The network part of an instance's detail pane: addresses, groups, interfaces."""

from ec2tui.core.model.instance import Instance, InstanceInterface
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.views.lines import BLANK, heading, labelled, said, yes_no
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone


def network(instance: Instance, inventory: Inventory, now: float) -> tuple[Line, ...]:
    """Where the instance is in the network, which groups guard it, and each interface with its addresses."""
    lines: list[Line] = [
        labelled("VPC", instance.vpc_id),
        labelled("Subnet", instance.subnet_id, instance.az),
        labelled("Private", instance.private_ip, instance.private_dns),
        labelled("Public", said(instance.public_ip, Tone.ACCENT), instance.public_dns),
        labelled("IPv6", instance.ipv6),
        labelled("Source/dest check", yes_no(instance.source_dest_check, good=True)),
        BLANK,
        heading("Security groups"),
    ]
    lines += [_group(group.name, group.id) for group in instance.security_groups] or [
        (Cell("none", Tone.DIM),)
    ]
    for interface in instance.interfaces:
        lines.append(BLANK)
        lines += _interface(interface)
    return tuple(lines)


def _group(name: str, id: str) -> Line:
    return (Cell(clean(name or id), Tone.KEY), Cell(" "), Cell(clean(id), Tone.DIM))


def _interface(interface: InstanceInterface) -> list[Line]:
    kind = interface.interface_type or "interface"
    lines: list[Line] = [
        heading(f"Interface {interface.device_index}: {interface.id}"),
        labelled("Kind, status", kind, interface.status),
        labelled("Subnet", interface.subnet_id),
        labelled("MAC", interface.mac),
        labelled("Private", ", ".join(interface.private_ips)),
        labelled("Public", said(", ".join(interface.public_ips), Tone.ACCENT)),
    ]
    if interface.ipv6:
        lines.append(labelled("IPv6", ", ".join(interface.ipv6)))
    groups = ", ".join(f"{group.name} ({group.id})" if group.name else group.id for group in interface.groups)
    lines += [
        labelled("Security groups", groups),
        labelled("Source/dest check", yes_no(interface.source_dest_check, good=True)),
        labelled("On termination", _fate(interface.delete_on_termination)),
    ]
    return lines


def _fate(deleted: bool | None) -> str | None:
    return None if deleted is None else "deleted with the instance" if deleted else "stays"
