"""Which facts are read by id for what is in view, and no more."""

from collections.abc import Iterable, Sequence

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.tui.instance_rows import InstanceRows

Lookup = tuple[Kind, tuple[Key, ...]]


def facts_for_rows(rows: InstanceRows, visible: Sequence[Key]) -> Iterable[Lookup]:
    """The facts that columns need of the rows in view, or that order or filter need of all rows."""
    if Kind.PROTECTION in rows.everywhere_kinds:
        yield Kind.PROTECTION, tuple(item.key for item in rows.everything())
    elif Kind.PROTECTION in rows.kinds:
        yield Kind.PROTECTION, tuple(visible)
    if Kind.INSTANCE_TYPES in rows.everywhere_kinds:
        yield Kind.INSTANCE_TYPES, tuple({type_key(item) for item in rows.everything()})
    elif Kind.INSTANCE_TYPES in rows.kinds:
        items = (rows.item(key) for key in visible)
        yield Kind.INSTANCE_TYPES, tuple({type_key(item) for item in items if item is not None})


def facts_for_detail(item: Instance) -> Iterable[Lookup]:
    """The facts that the detail pane shows of one instance."""
    account, region, _ = item.key
    yield Kind.PROTECTION, (item.key,)
    yield Kind.INSTANCE_TYPES, (type_key(item),)
    yield Kind.IMAGES, (Key(account, region, item.image_id),)
    yield Kind.VOLUMES, tuple(Key(account, region, device.volume_id) for device in item.block_devices)


def type_key(item: Instance) -> Key:
    """The key under which the instance's type is known."""
    return Key(item.key.account, item.key.region, item.type)
