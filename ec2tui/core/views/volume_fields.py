"""What a query about volumes can ask for."""

from math import nan

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.volume import Volume
from ec2tui.core.views.durations import TIME_UNITS
from ec2tui.core.views.storage_cells import name_of
from ec2tui.core.views.vocabulary import FlagField, NumberField, TextField, Vocabulary

_I = frozenset({Kind.INSTANCES})
SIZE_UNITS = {"g": 1.0, "gib": 1.0, "t": 1024.0, "tib": 1024.0}
"""GiB of each unit of a size."""


def _one(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _holders(volume: Volume, inventory: Inventory) -> tuple[str, ...] | Missing:
    """The ids and the names of the instances that hold it; not known while one of them has not been read."""
    words: list[str] = []
    for held in volume.attachments:
        instance = inventory.instance(volume.key._replace(id=held.instance_id))
        words.append(held.instance_id)
        if isinstance(instance, Missing):
            if instance is not Missing.GONE:
                return instance
        elif instance.name:
            words.append(instance.name)
    return tuple(words)


def _age(volume: Volume, _inventory: Inventory, now: float) -> float | Missing:
    return now - volume.create_time if volume.create_time else Missing.NOT_READ


def _number(value: int | None) -> float:
    """A figure; one that volumes of this type do not have is neither more nor less than any other."""
    return nan if value is None else value


def haystack(volume: Volume) -> str:
    """What words look into: ids, devices and `key=value` of each tag, casefolded, one a line."""
    lines = [name_of(volume), volume.key.id]
    lines += [word for held in volume.attachments for word in (held.instance_id, held.device) if word]
    lines += [f"{key}={value}" for key, value in volume.tags]
    return "\n".join(lines).casefold()


TEXT_FIELDS: tuple[TextField[Volume], ...] = (
    TextField("name", "the Name tag", lambda v, _: _one(name_of(v))),
    TextField("id", "the volume's id", lambda v, _: (v.key.id,)),
    TextField("state", "available, in-use, …", lambda v, _: _one(v.state)),
    TextField("type", "gp3, io2, …", lambda v, _: _one(v.type)),
    TextField("instance", "the id or name of what holds it", _holders, _I),
    TextField("device", "the device name there", lambda v, _: tuple(h.device for h in v.attachments)),
    TextField("snapshot", "the snapshot it was made from", lambda v, _: _one(v.snapshot_id)),
    TextField("kms", "the key that encrypts it", lambda v, _: _one(v.kms_key_id)),
    TextField("az", "the availability zone", lambda v, _: _one(v.az)),
    TextField("region", "the region", lambda v, _: (v.key.region,)),
    TextField("account", "the account's number", lambda v, _: _one(v.key.account)),
)
"""The fields of `field:value`."""

NUMBER_FIELDS: tuple[NumberField[Volume], ...] = (
    NumberField("size", "size in GiB: size>=100", lambda v, _i, _n: v.size, SIZE_UNITS, "g"),
    NumberField("iops", "operations a second: iops>3000", lambda v, _i, _n: _number(v.iops), {}),
    NumberField("throughput", "MiB a second: throughput>125", lambda v, _i, _n: _number(v.throughput), {}),
    NumberField("age", "time since it was made: age>30d", _age, TIME_UNITS, "d", timed=True),
)
"""The fields of comparisons."""

FLAGS: tuple[FlagField[Volume], ...] = (
    FlagField("encrypted", "is encrypted", lambda v, _: v.encrypted),
    FlagField("unencrypted", "is not encrypted", lambda v, _: not v.encrypted),
    FlagField("attached", "an instance holds it", lambda v, _: bool(v.attachments)),
    FlagField("unattached", "no instance holds it", lambda v, _: not v.attachments),
    FlagField(
        "doomed",
        "is deleted when an instance that holds it is terminated",
        lambda v, _: any(held.delete_on_termination for held in v.attachments),
    ),
)
"""The words that ask for a property."""

VOLUMES: Vocabulary[Volume] = Vocabulary(
    "volume",
    TEXT_FIELDS,
    NUMBER_FIELDS,
    FLAGS,
    haystack,
    lambda v: v.tags,
    {"zone": "az", "attached-to": "instance", "held-by": "instance"},
)
"""The words of queries about volumes."""
