"""Facts of an instance that several views share: checks, protection, type, owner's words."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance, MetadataOptions
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.status import InstanceStatus, ScheduledEvent
from ec2tui.core.views.tone import Tone

STATE_TONES = {
    "running": Tone.GOOD,
    "pending": Tone.INFO,
    "stopping": Tone.WARN,
    "shutting-down": Tone.WARN,
    "stopped": Tone.DIM,
    "terminated": Tone.BAD,
}
"""The tone of each instance state of EC2."""

CHECKED = frozenset({"running"})
"""The states in which status checks mean anything."""


def state_tone(state: str) -> Tone:
    """The tone of an instance state; one that we do not know stands out."""
    return STATE_TONES.get(state, Tone.WARN)


def checks_word(instance: Instance, status: InstanceStatus) -> tuple[str, Tone]:
    """The status checks in words: `3/3 ok`, `1/3 impaired`, `initializing`, `-` where they do not apply."""
    checks = status.checks
    if instance.state not in CHECKED or not checks:
        return "-", Tone.DIM
    impaired = sum(check == "impaired" for check in checks)
    if impaired:
        return f"{impaired}/{len(checks)} impaired", Tone.BAD
    if "initializing" in checks:
        return "initializing", Tone.INFO
    if status.passed == len(checks):
        return f"{status.passed}/{len(checks)} ok", Tone.GOOD
    return next(check for check in checks if check != "ok").replace("-", " "), Tone.WARN


def type_of(instance: Instance, inventory: Inventory) -> InstanceType | Missing:
    """What the instance's type offers, or why that is not known."""
    return inventory.instance_type(Key(instance.key.account, instance.key.region, instance.type))


def role(instance: Instance, inventory: Inventory) -> str | Missing | None:
    """The name of the role that the instance's profile hands out, None for none, or why it is not known."""
    if not instance.profile_arn:
        return None
    profile = inventory.instance_profile(instance.key._replace(id=instance.profile_arn))
    return profile if isinstance(profile, Missing) else profile.role or None


def termination_protected(instance: Instance, inventory: Inventory) -> bool | Missing:
    """Whether termination protection is on, or why that is not known."""
    protection = inventory.protection(instance.key)
    if isinstance(protection, Missing):
        return protection
    return Missing.NOT_READ if protection.termination is None else protection.termination


def platform_word(instance: Instance) -> str:
    """`windows` or AWS's PlatformDetails (`Linux/UNIX`, …); `linux` when AWS tells neither."""
    return instance.platform_details or instance.platform or "linux"


def public_ips(instance: Instance) -> tuple[str, ...]:
    """All public IPv4 addresses of all interfaces, the instance's own first."""
    own = (instance.public_ip,) if instance.public_ip else ()
    more = (ip for interface in instance.interfaces for ip in interface.public_ips)
    return tuple(dict.fromkeys((*own, *more)))


def private_ips(instance: Instance) -> tuple[str, ...]:
    """All private IPv4 addresses of all interfaces, the instance's own first."""
    own = (instance.private_ip,) if instance.private_ip else ()
    more = (ip for interface in instance.interfaces for ip in interface.private_ips)
    return tuple(dict.fromkeys((*own, *more)))


def ipv6_addresses(instance: Instance) -> tuple[str, ...]:
    """All IPv6 addresses of all interfaces, the instance's own first."""
    own = (instance.ipv6,) if instance.ipv6 else ()
    more = (ip for interface in instance.interfaces for ip in interface.ipv6)
    return tuple(dict.fromkeys((*own, *more)))


def memory_word(mib: int) -> str:
    """Memory in MiB as people say it: `512 MiB`, `16 GiB`, `1.5 TiB`."""
    if mib < 1024:
        return f"{mib} MiB"
    gib = mib / 1024
    return f"{gib:g} GiB" if gib < 1024 else f"{gib / 1024:g} TiB"


def imds_word(options: MetadataOptions) -> tuple[str, Tone]:
    """Which versions of the instance metadata service answer: `off`, `v2 only`, `v1 and 2`, `-` untold."""
    if options.http_endpoint == "disabled":
        return "off", Tone.GOOD
    if options.http_tokens == "required":
        return "v2 only", Tone.GOOD
    if options.http_tokens == "optional":
        return "v1 and 2", Tone.WARN
    return options.http_tokens or "-", Tone.DIM


def lifecycle_word(instance: Instance) -> str:
    """AWS's InstanceLifecycle (`spot`, `scheduled`, `capacity-block`); on demand when it tells none."""
    return instance.lifecycle or "on-demand"


def pending_events(status: InstanceStatus) -> tuple[ScheduledEvent, ...]:
    """The scheduled events still to come or under way, the first to begin first.

    AWS keeps telling an event for a week after it, with `[Completed]` or `[Canceled]` before its description.
    """
    open_events = (e for e in status.events if not e.description.startswith(("[Completed]", "[Canceled]")))
    return tuple(sorted(open_events, key=lambda event: event.not_before or 0))
