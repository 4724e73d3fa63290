"""The instances as a table, and the facts that are read by id for what is in view."""

from collections.abc import Iterable, Sequence

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.views import detail
from ec2tui.core.views.detail_network import network
from ec2tui.core.views.detail_storage import storage
from ec2tui.core.views.instances import COLUMNS, DEFAULT_COLUMNS, NAME, column
from ec2tui.core.views.query_fields import INSTANCES as WORDS
from ec2tui.core.views.resource import Describe, Resource
from ec2tui.core.views.rows import INSTANCE_KINDS
from ec2tui.services.catalogue import catalogue, used_keys
from ec2tui.services.session import Session
from ec2tui.tui.pages.rows import Lookup, Rows

INSTANCES: Resource[Instance] = Resource(
    noun="instance",
    plural="instances",
    kind=Kind.INSTANCES,
    columns=COLUMNS,
    shown=DEFAULT_COLUMNS,
    sort=NAME.id,
    column=column,
    words=WORDS,
    sections=(
        ("overview", "Overview", detail.overview),
        ("network", "Network", network),
        ("storage", "Storage", storage),
        ("tags", "Tags", detail.tags),
    ),
    keyed=INSTANCE_KINDS,
    title=lambda i: i.name or i.key.id,
    describe=Describe(
        "DescribeInstances", "InstanceIds", "Reservations.Instances", "describe-instances --instance-ids"
    ),
)


class InstanceRows(Rows):
    """Instances; protection and types are read for the rows that need them, and no more."""

    def __init__(self, session: Session, columns: Sequence[str] = (), sort: str = "") -> None:
        super().__init__(session, INSTANCES, columns, sort)

    def facts_in_view(self, visible: Sequence[Key]) -> Iterable[Lookup]:
        """What columns need of the rows in view, or order and filter of all rows."""
        if Kind.PROTECTION in self.everywhere_kinds:
            yield Kind.PROTECTION, tuple(item.key for item in self.everything())
        elif Kind.PROTECTION in self.kinds:
            yield Kind.PROTECTION, tuple(visible)
        if Kind.INSTANCE_TYPES in self.everywhere_kinds:
            yield Kind.INSTANCE_TYPES, tuple({type_key(item) for item in self.everything()})
        elif Kind.INSTANCE_TYPES in self.kinds:
            items = (self.item(key) for key in visible)
            yield Kind.INSTANCE_TYPES, tuple({type_key(item) for item in items if item is not None})
        if Kind.PUBLIC_PARAMETERS in self.kinds:
            yield from catalogue(self.session)
            everywhere = Kind.IMAGES in self.everywhere_kinds
            whose = self.everything() if everywhere else map(self.item, visible)
            yield Kind.IMAGES, used_keys(item for item in whose if item is not None)

        if Kind.INSTANCE_PROFILES in self.everywhere_kinds:
            yield Kind.INSTANCE_PROFILES, profile_keys(self.everything())
        elif Kind.INSTANCE_PROFILES in self.kinds:
            yield Kind.INSTANCE_PROFILES, profile_keys(item for key in visible if (item := self.item(key)))

    def facts_of(self, item: Instance) -> Iterable[Lookup]:
        """What the detail pane shows of one instance."""
        account, region, _ = item.key
        yield Kind.PROTECTION, (item.key,)
        yield Kind.INSTANCE_TYPES, (type_key(item),)
        yield Kind.INSTANCE_PROFILES, profile_keys((item,))
        yield Kind.IMAGES, (Key(account, region, item.image_id),)
        yield Kind.VOLUMES, tuple(Key(account, region, device.volume_id) for device in item.block_devices)


def type_key(item: Instance) -> Key:
    """The key under which the instance's type is known."""
    return Key(item.key.account, item.key.region, item.type)


def profile_keys(items: Iterable[Instance]) -> tuple[Key, ...]:
    """The keys of the instance profiles of these instances, each once."""
    return tuple({item.key._replace(id=item.profile_arn): None for item in items if item.profile_arn})
