"""What a query can ask of an instance: text fields, numbers and flags, each with the kinds it reads."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.status import InstanceStatus
from ec2tui.core.views import instance_facts as facts
from ec2tui.core.views.alarms.facts import alarm_words
from ec2tui.core.views.durations import TIME_UNITS
from ec2tui.core.views.findings_column import finding_words
from ec2tui.core.views.instance_image import VERDICT_KINDS, image_words
from ec2tui.core.views.metrics.cells import LIVE_FIELDS
from ec2tui.core.views.vocabulary import FlagField, NumberField, TextField, Vocabulary


def _one(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _groups(i: Instance) -> tuple[str, ...]:
    every = {group for interface in i.interfaces for group in interface.groups} | set(i.security_groups)
    return tuple(word for group in every for word in (group.name, group.id) if word)


def _profile(i: Instance) -> tuple[str, ...]:
    return (i.profile or "", i.profile_arn) if i.profile_arn else ()


def _role(i: Instance, inventory: Inventory) -> tuple[str, ...] | Missing:
    role = facts.role(i, inventory)
    return role if isinstance(role, Missing) else _one(role)


def _platform(i: Instance) -> tuple[str, ...]:
    return (i.platform or "linux", *_one(i.platform_details))


def _addresses(i: Instance) -> tuple[str, ...]:
    found = [ip for ip in (i.private_ip, i.public_ip, i.ipv6) if ip]
    for interface in i.interfaces:
        found += interface.private_ips
        found += interface.public_ips
        found += interface.ipv6
    return tuple(found)


def _checks(i: Instance, inventory: Inventory) -> tuple[str, ...] | Missing:
    status = _status(i, inventory)
    if isinstance(status, Missing):
        return status
    return tuple(dict.fromkeys(status.checks)) if status and i.state in facts.CHECKED else ()


def _status(i: Instance, inventory: Inventory) -> InstanceStatus | Missing | None:
    """The status, None when AWS has none for this instance, or why it is not known."""
    status = inventory.status(i.key)
    return None if status is Missing.GONE else status


_S = frozenset({Kind.STATUSES})
_P = frozenset({Kind.PROTECTION})
_T = frozenset({Kind.INSTANCE_TYPES})
_R = frozenset({Kind.INSTANCE_PROFILES})
_I = VERDICT_KINDS
_F = frozenset({Kind.FINDINGS})
_A = frozenset({Kind.ALARMS})

TEXT_FIELDS: tuple[TextField[Instance], ...] = (
    TextField("name", "the Name tag", lambda i, _: _one(i.name)),
    TextField("id", "the instance id", lambda i, _: (i.key.id,)),
    TextField("state", "running, stopped, …", lambda i, _: (i.state,)),
    TextField("type", "the instance type, m7*", lambda i, _: (i.type,)),
    TextField("az", "the availability zone", lambda i, _: _one(i.az)),
    TextField("region", "the region", lambda i, _: (i.key.region,)),
    TextField("account", "the account's number", lambda i, _: (i.key.account,)),
    TextField("vpc", "the VPC's id", lambda i, _: _one(i.vpc_id)),
    TextField("subnet", "the subnet's id", lambda i, _: _one(i.subnet_id)),
    TextField("sg", "a security group's name or id", lambda i, _: _groups(i)),
    TextField("ami", "the image's id", lambda i, _: _one(i.image_id)),
    TextField("verdict", "what its image is worth: vetted, outdated, deregistered, …", image_words, _I),
    TextField("key", "the key pair's name", lambda i, _: _one(i.key_name)),
    TextField("role", "the IAM role's name", _role, _R),
    TextField("profile", "the instance profile's name or ARN", lambda i, _: _profile(i)),
    TextField("ip", "an address, a glob or a network 10.0.0.0/8", lambda i, _: _addresses(i), addresses=True),
    TextField("platform", "windows, linux or AWS's details", lambda i, _: _platform(i)),
    TextField("arch", "x86_64, arm64, …", lambda i, _: _one(i.architecture)),
    TextField("lifecycle", "spot, on-demand, …", lambda i, _: (facts.lifecycle_word(i),)),
    TextField("volume", "an attached volume's id", lambda i, _: tuple(d.volume_id for d in i.block_devices)),
    TextField("eni", "a network interface's id", lambda i, _: tuple(n.id for n in i.interfaces)),
    TextField("asg", "the Auto Scaling group", lambda i, _: _one(i.tag("aws:autoscaling:groupName"))),
    TextField("stack", "the CloudFormation stack", lambda i, _: _one(i.tag("aws:cloudformation:stack-name"))),
    TextField(
        "alarm", "a state of its alarms (ALARM, OK, INSUFFICIENT_DATA, none), or a name", alarm_words, _A
    ),
    TextField("finding", "what a check found: high, SG-01, unknown, none", finding_words, _F),
    TextField("checks", "a status check's word: ok, impaired, …", _checks, _S),
)
"""The fields of `field:value`."""

_MEMORY = {"m": 1.0, "mib": 1.0, "g": 1024.0, "gib": 1024.0, "t": 1024.0 * 1024, "tib": 1024.0 * 1024}


def _age(i: Instance, _inventory: Inventory, now: float) -> float | Missing:
    return now - i.launch_time if i.launch_time else Missing.NOT_READ


def _vcpu(i: Instance, inventory: Inventory, _now: float) -> float | Missing:
    offer = facts.type_of(i, inventory)
    return offer if isinstance(offer, Missing) else offer.vcpus


def _memory(i: Instance, inventory: Inventory, _now: float) -> float | Missing:
    offer = facts.type_of(i, inventory)
    return offer if isinstance(offer, Missing) else offer.memory


NUMBER_FIELDS: tuple[NumberField[Instance], ...] = (
    NumberField("age", "time since launch: age>30d", _age, TIME_UNITS, "d", timed=True),
    NumberField("vcpu", "vCPUs of the type: vcpu>=8", _vcpu, {}, kinds=_T),
    NumberField("memory", "memory of the type in GiB: memory>=16", _memory, _MEMORY, "g", _T),
    NumberField("volumes", "attached volumes: volumes>2", lambda i, _v, _n: len(i.block_devices), {}),
    *LIVE_FIELDS,
)
"""The fields of comparisons."""


def _impaired(i: Instance, inventory: Inventory) -> bool | Missing:
    words = _checks(i, inventory)
    return words if isinstance(words, Missing) else "impaired" in words


def _event(i: Instance, inventory: Inventory) -> bool | Missing:
    status = _status(i, inventory)
    if isinstance(status, Missing):
        return status
    return bool(status and facts.pending_events(status))


def _unprotected(i: Instance, inventory: Inventory) -> bool | Missing:
    on = facts.termination_protected(i, inventory)
    return on if isinstance(on, Missing) else not on


def _imdsv1(i: Instance, _inventory: Inventory) -> bool | Missing:
    if not i.metadata.http_tokens and not i.metadata.http_endpoint:
        return Missing.NOT_READ
    return i.metadata.http_endpoint != "disabled" and i.metadata.http_tokens != "required"


FLAGS: tuple[FlagField[Instance], ...] = (
    FlagField("public", "has a public IPv4 address", lambda i, _: bool(facts.public_ips(i))),
    FlagField("protected", "termination protection is on", facts.termination_protected, _P),
    FlagField("unprotected", "termination protection is off", _unprotected, _P),
    FlagField("windows", "runs Windows", lambda i, _: i.windows),
    FlagField("linux", "does not run Windows", lambda i, _: not i.windows),
    FlagField("spot", "a spot instance", lambda i, _: i.lifecycle == "spot"),
    FlagField("imdsv1", "the first version of the metadata service answers", _imdsv1),
    FlagField("impaired", "a status check fails", _impaired, _S),
    FlagField("event", "AWS has scheduled an event", _event, _S),
    FlagField("settling", "the state is changing", lambda i, _: i.settling),
    FlagField("running", "the state is running", lambda i, _: i.state == "running"),
    FlagField("pending", "the state is pending", lambda i, _: i.state == "pending"),
    FlagField("stopping", "the state is stopping", lambda i, _: i.state == "stopping"),
    FlagField("stopped", "the state is stopped", lambda i, _: i.state == "stopped"),
    FlagField("terminated", "the state is terminated", lambda i, _: i.state == "terminated"),
)
"""The words that ask for a property instead of a text; quoted they are words like any other."""

ALIASES = {
    "group": "sg",
    "groups": "sg",
    "image": "ami",
    "mem": "memory",
    "subnets": "subnet",
    "zone": "az",
    "architecture": "arch",
    "keyname": "key",
}
"""Other names of fields, for what people try first."""


def haystack(instance: Instance) -> str:
    """What words look into: name, id, addresses and `key=value` of each tag, casefolded, one a line."""
    lines = [instance.name, instance.key.id]
    lines += [ip for ip in (instance.private_ip, instance.public_ip, instance.ipv6) if ip]
    for interface in instance.interfaces:
        lines += interface.private_ips
        lines += interface.public_ips
        lines += interface.ipv6
    lines += [f"{key}={value}" for key, value in instance.tags]
    return "\n".join(lines).casefold()


INSTANCES: Vocabulary[Instance] = Vocabulary(
    "instance", TEXT_FIELDS, NUMBER_FIELDS, FLAGS, haystack, lambda i: i.tags, ALIASES
)
"""The words of queries about instances."""

FLAG_NAMES = INSTANCES.flag_names
TEXTS = INSTANCES.texts
NUMBERS = INSTANCES.numbers
