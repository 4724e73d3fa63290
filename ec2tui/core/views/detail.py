"""The detail pane of an instance: overview, network, storage, tags, console output, raw document."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.status import Protection
from ec2tui.core.views import instance_facts as facts
from ec2tui.core.views.console import strip_terminal
from ec2tui.core.views.detail_network import network
from ec2tui.core.views.detail_raw import raw
from ec2tui.core.views.detail_storage import storage
from ec2tui.core.views.durations import human, stamp
from ec2tui.core.views.instance_image import image_said
from ec2tui.core.views.lines import BLANK, heading, labelled, said, unknown, yes_no
from ec2tui.core.views.owners import owners
from ec2tui.core.views.tag_lines import tag_lines
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone

__all__ = ["console", "network", "overview", "raw", "storage", "tags"]

CONSOLE_LINES = 2000
CONSOLE_WIDTH = 500


def overview(instance: Instance, inventory: Inventory, now: float) -> tuple[Line, ...]:
    """What the instance is, how it fares, who owns it and how it is protected."""
    return (
        *_identity(instance, now),
        BLANK,
        *_health(instance, inventory, now),
        BLANK,
        *_safety(instance, inventory),
        BLANK,
        *_machine(instance, inventory, now),
        BLANK,
        *_ownership(instance),
    )


def _identity(i: Instance, now: float) -> tuple[Line, ...]:
    age = f"({human(now - i.launch_time)} ago)" if i.launch_time else ""
    launched = (stamp(i.launch_time), Cell(age, Tone.DIM)) if age else (None,)
    lines = [
        labelled("Name", i.name, tone=Tone.KEY),
        labelled("Id", i.key.id),
        labelled("State", said(i.state, facts.state_tone(i.state))),
    ]
    if i.state_reason or i.state_transition:
        lines.append(labelled("State reason", i.state_reason or i.state_transition))
    return (
        *lines,
        labelled("Account, region", i.key.account, i.key.region),
        labelled("Zone", i.az),
        labelled("Launched", *launched),
        labelled("Addresses", i.private_ip, said(i.public_ip, Tone.ACCENT) if i.public_ip else None),
    )


def _health(i: Instance, inventory: Inventory, now: float) -> tuple[Line, ...]:
    status = inventory.status(i.key)
    if status is Missing.GONE:
        return (labelled("Status checks", Cell("none for this state", Tone.DIM)),)
    if isinstance(status, Missing):
        return (labelled("Status checks", unknown(status)),)
    word, tone = facts.checks_word(i, status)
    lines = [labelled("Status checks", said(word, tone))]
    if word != "-":
        for label, check in (("System", status.system), ("Instance", status.instance), ("EBS", status.ebs)):
            lines.append(labelled(f"  {label}", said(check, _CHECK_TONES.get(check, Tone.WARN))))
    for event in facts.pending_events(status):
        when = stamp(event.not_before)
        if event.not_before and event.not_before > now:
            when += f" (in {human(event.not_before - now)})"
        lines.append(labelled("Scheduled event", said(event.code, Tone.WARN), when))
        lines.append(labelled("", event.description))
    return tuple(lines)


_CHECK_TONES = {"ok": Tone.GOOD, "impaired": Tone.BAD, "initializing": Tone.INFO, "": Tone.DIM}


def _safety(i: Instance, inventory: Inventory) -> tuple[Line, ...]:
    protection = inventory.protection(i.key)
    word, tone = facts.imds_word(i.metadata)
    imds = [said(word, tone)]
    if i.metadata.hop_limit is not None:
        imds.append(
            Cell(f"hop limit {i.metadata.hop_limit}", Tone.DIM if i.metadata.hop_limit < 2 else Tone.WARN)
        )
    return (
        heading("Protection"),
        *_protected(protection),
        labelled("Metadata (IMDS)", *imds),
        *_role(i, inventory),
        labelled("Key pair", i.key_name),
    )


def _role(i: Instance, inventory: Inventory) -> tuple[Line, ...]:
    role = facts.role(i, inventory)
    if role is None and not i.profile:
        return (labelled("Role", None),)
    shown = unknown(role) if isinstance(role, Missing) else role or said("none in the profile", Tone.WARN)
    return (labelled("Role", shown), labelled("Instance profile", i.profile))


def _protected(protection: Protection | Missing) -> tuple[Line, ...]:
    if isinstance(protection, Missing):
        return (labelled("Termination", unknown(protection)),)
    return (
        labelled("Termination", _on_off(protection.termination)),
        labelled("Stop", _on_off(protection.stop)),
    )


def _on_off(on: bool | None) -> Cell:
    if on is None:
        return Cell("not read yet", Tone.DIM)
    return Cell("protected", Tone.GOOD) if on else Cell("not protected", Tone.WARN)


def _machine(i: Instance, inventory: Inventory, now: float) -> tuple[Line, ...]:
    offer = facts.type_of(i, inventory)
    if isinstance(offer, Missing):
        size = unknown(offer)
    else:
        size = said(f"{offer.vcpus} vCPU, {facts.memory_word(offer.memory)} memory")
    lines = [
        heading("Machine"),
        labelled("Type", said(i.type), size),
        labelled("Image", i.image_id, *image_said(i, inventory, now)),
        labelled("Platform", facts.platform_word(i), i.architecture),
        labelled("Lifecycle", facts.lifecycle_word(i)),
        labelled("Monitoring", "detailed" if i.monitoring == "enabled" else i.monitoring),
        labelled("Tenancy", i.tenancy),
        labelled("Virtualization", i.virtualization, i.hypervisor),
        labelled("Boot", i.boot_mode),
        labelled("Hibernation", yes_no(i.hibernation)),
        labelled("Nitro enclave", yes_no(i.enclave)),
    ]
    if i.cores:
        lines.append(labelled("CPU options", f"{i.cores} cores × {i.threads_per_core or 1} threads"))
    if i.placement_group:
        lines.append(labelled("Placement group", i.placement_group))
    return tuple(lines)


def _ownership(i: Instance) -> tuple[Line, ...]:
    found = owners(i)
    if not found:
        return (labelled("Owner", Cell("no tag tells", Tone.DIM)),)
    lines = [heading("Owner")]
    for owner in found:
        sure = "" if owner.proof.startswith("aws:") else f"by tag {owner.proof}"
        lines.append(labelled(owner.tool, owner.name, Cell(clean(sure), Tone.DIM)))
    return tuple(lines)


def tags(instance: Instance, inventory: Inventory, now: float) -> tuple[Line, ...]:
    """All tags, sorted by key, AWS's own last."""
    return tag_lines(instance.tags)


def console(text: str) -> tuple[Line, ...]:
    """Console output as a terminal would have left it; its last lines when it is long."""
    rows = strip_terminal(text).rstrip("\n").split("\n")
    shown = tuple((Cell(clean(row.expandtabs(), CONSOLE_WIDTH)),) for row in rows[-CONSOLE_LINES:])
    if len(rows) > CONSOLE_LINES:
        return ((Cell(f"({len(rows) - CONSOLE_LINES} earlier lines left out)", Tone.DIM),), *shown)
    return shown
