"""The instances as a table, and the facts that are read by id for what is in view."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.views import detail
from ec2tui.core.views.detail_network import network
from ec2tui.core.views.detail_storage import storage
from ec2tui.core.views.instances import COLUMNS, DEFAULT_COLUMNS, NAME, column
from ec2tui.core.views.metrics.cells import metrics_wanted
from ec2tui.core.views.metrics.words import usd
from ec2tui.core.views.query_fields import INSTANCES as WORDS
from ec2tui.core.views.resource import Describe, Resource
from ec2tui.core.views.rows import INSTANCE_KINDS
from ec2tui.services.catalogue import catalogue, used_keys
from ec2tui.services.session import Session
from ec2tui.tui.pages.rows import Lookup, Rows
from ec2tui.tui.surroundings import Surroundings

if TYPE_CHECKING:
    from ec2tui.services.metrics.live import LiveReader
    from ec2tui.services.posture.watch import PostureWatch

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
    keyed=INSTANCE_KINDS | {Kind.FINDINGS},
    title=lambda i: i.name or i.key.id,
    describe=Describe(
        "DescribeInstances", "InstanceIds", "Reservations.Instances", "describe-instances --instance-ids"
    ),
)


class InstanceRows(Rows):
    """Instances; protection and types are read for the rows that need them, and no more."""

    def __init__(
        self,
        session: Session,
        columns: Sequence[str] = (),
        sort: str = "",
        around: Surroundings | None = None,
        posture: "Callable[[], PostureWatch] | None" = None,
    ) -> None:
        """Without `around` there are no live columns, without `posture` no findings."""
        self._posture = posture
        super().__init__(session, INSTANCES, columns, sort)
        self._around = around
        self._live_wanted = asyncio.Event()

    @cached_property
    def live(self) -> "LiveReader":
        """What reads the live columns, made when one is first shown."""
        from ec2tui.services.metrics.live import LiveReader
        from ec2tui.tui.pages.metrics import desk_of

        assert self._around is not None
        reader = desk_of(self.session, self._around).reader
        return LiveReader(self.session, reader, self._around.metrics_budget)

    @property
    def gap(self) -> str:
        """What the live columns cost, or that they wait because of it."""
        if not self._live_wanted.is_set() or not self.live.on:
            return ""
        over = self.live.over
        if over is not None:
            return f"live columns wait: {usd(over)} an hour is over the budget, M decides"
        return f"live columns: about {usd(self.live.an_hour)} an hour"

    def again(self) -> None:
        """Reads the live columns again now."""
        if self._live_wanted.is_set():
            self.live.again()

    async def follow(self, changed: Callable[[], None]) -> None:
        """Reads the live columns, and judges what the checks say, while they show."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._run_live(changed))
            if self._posture is not None:
                group.create_task(self._judge(self._posture, changed))

    async def _run_live(self, changed: Callable[[], None]) -> None:
        await self._live_wanted.wait()
        await self.live.run(changed)

    async def _judge(self, posture: "Callable[[], PostureWatch]", changed: Callable[[], None]) -> None:
        """Waits until a column or the filter asks for findings."""
        while Kind.FINDINGS not in super().kinds:
            await self.session.clock.sleep(1.0)
        await posture().follow(changed)

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds that columns, order and filter read, and for findings what the checks read."""
        wanted = super().kinds
        judged = self._posture is not None and Kind.FINDINGS in wanted
        return wanted | self._posture().reads if judged and self._posture else wanted

    def _look_live(self, visible: Sequence[Key]) -> None:
        """Tells what reads metrics which rows are in view, or that no column wants any."""
        shown = metrics_wanted([one.id for one in self.columns])
        deciding = metrics_wanted((self.sort_id,), str(self.query))
        if self._around is None or not (shown or deciding or self._live_wanted.is_set()):
            return
        in_view = frozenset(visible)
        rows = self.everything() if deciding else (row for key in visible if (row := self.item(key)))
        self.live.look((row, deciding | shown if row.key in in_view else deciding) for row in rows)
        self._live_wanted.set()

    def facts_in_view(self, visible: Sequence[Key]) -> Iterable[Lookup]:
        """What columns need of the rows in view, or order and filter of all rows."""
        self._look_live(visible)
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
