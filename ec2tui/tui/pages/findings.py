"""The findings page: by check, by resource, and all of them; and the findings of one of those."""

from collections.abc import Callable, Mapping
from typing import Any

from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.findings import FINDINGS
from ec2tui.core.views.findings_checks import CHECKS, RESOURCES
from ec2tui.core.views.findings_json import finding_json
from ec2tui.core.views.findings_row import Found
from ec2tui.core.views.findings_strip import strip_line
from ec2tui.core.views.resource import Resource
from ec2tui.core.views.rows import Items
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.services.posture.history import critical_since
from ec2tui.services.posture.watch import PostureWatch
from ec2tui.tui.pages.rows import Rows

TABLES: dict[Kind, str] = {
    Kind.INSTANCES: "instances",
    Kind.SECURITY_GROUPS: "security_groups",
    Kind.VOLUMES: "volumes",
    Kind.SNAPSHOTS: "snapshots",
    Kind.OWN_IMAGES: "images",
}
"""The table that shows the resources of a kind."""


class PostureRows(Rows):
    """Rows of the board of a watch instead of the store; while they show, it reads and judges."""

    def __init__(self, watch: PostureWatch, resource: Resource[Any], items: Items, title: str = "") -> None:
        self.watch = watch
        self._seen = -1
        self._title = title
        super().__init__(watch.session, resource, items=items)

    @property
    def title(self) -> str:
        """Whose findings these are; empty for all."""
        return self._title

    @property
    def kinds(self) -> frozenset[Kind]:
        """What the checks read as a whole, and what the filter asks for."""
        return super().kinds | self.watch.reads

    @property
    def everything_read(self) -> bool:
        """Whether everything was judged once."""
        return self.watch.judged_once

    @property
    def strip(self) -> Line | None:
        """How the whole account stands."""
        watch = self.watch
        lacks = (
            len(watch.gaps) + len(watch.unread) + len(watch.off) + len(watch.unasked) + len(self._denied())
        )
        trend = [(moment.at, moment.critical) for moment in watch.moments]
        return strip_line(watch.whole, critical_since(watch.moments), trend, watch.doing, lacks)

    @property
    def lacks(self) -> tuple[Line, ...]:
        """Checks that are not made, and what nobody asked to be read."""
        watch = self.watch
        told = []
        if watch.off:
            told.append(f"Switched off by [checks] off: {', '.join(watch.off)}.")
        if watch.unasked:
            told.append(f"Not made: {', '.join(watch.unasked)}, which read user data; R makes them.")
        told += [
            f"Not read: {one.kind} of {one.items:,} instances in {one.region}, a call or more for each; "
            "R reads them."
            for one in watch.unread
        ]
        regions = ", ".join(self.session.regions)
        told.append(f"Looked at {regions}; r chooses other regions.")
        return tuple((Cell(line, Tone.WARN),) for line in told)

    def _denied(self) -> list[tuple[Any, Kind]]:
        inventory, session = self.inventory, self.session
        places = ((source, kind) for source in session.sources() for kind in self.watch.reads)
        return [place for place in places if inventory.reading(*place).problem is not None]

    def nothing(self) -> Cell | None:
        """What is going on, or that nothing is wrong."""
        if not self.watch.judged_once:
            if self.session.gateway is None:
                return None
            return Cell(f"{self.watch.doing or 'reading what the checks need'}…", Tone.INFO)
        return None if self.total else Cell("Nothing fails, and everything is known.", Tone.GOOD)

    def sync(self) -> set[Key] | None:
        """Takes over what the board has new."""
        changed = self.watch.board.changed_since(self._seen)
        self._seen = self.watch.board.version
        self._index.update(changed, self.inventory, self.session.clock.now())
        return changed

    def stop(self) -> bool:
        """Ends what is being read item by item."""
        return self.watch.stop()

    def again(self) -> None:
        """Goes on reading and judging now."""
        self.watch.again()

    async def follow(self, changed: Callable[[], None]) -> None:
        """Reads and judges while the rows show."""
        await self.watch.follow(changed)


class FindingRows(PostureRows):
    """Findings: all, or those of one check or one resource."""

    def __init__(self, watch: PostureWatch, items: Items | None = None, title: str = "") -> None:
        super().__init__(watch, FINDINGS, items or (lambda _: watch.board.rows), title)

    def document(self, item: Found) -> Mapping[str, Any] | None:
        """The finding as `check -o json` writes it."""
        return finding_json(item)


class CheckRows(PostureRows):
    """One row for each check that is made."""

    def __init__(self, watch: PostureWatch) -> None:
        super().__init__(watch, CHECKS, lambda _: watch.board.checks)


class ResourceRows(PostureRows):
    """One row for each resource that has a finding to be told."""

    def __init__(self, watch: PostureWatch) -> None:
        super().__init__(watch, RESOURCES, lambda _: watch.board.resources)


def of_check(watch: PostureWatch, check: Key) -> FindingRows:
    """The findings of one check."""
    return FindingRows(
        watch, _only(watch, lambda row: row.finding.check == check.id), f"Findings of {check.id}"
    )


def of_resource(watch: PostureWatch, resource: Key) -> FindingRows:
    """The findings of one resource."""
    inventory = watch.session.store.inventory
    items = (inventory.table(kind).get(resource) for kind in TABLES)
    item = next((item for item in items if item is not None), None)
    named = getattr(item, "name", "") or dict(getattr(item, "tags", ()) or ()).get("Name", "")
    title = f"Findings of {clean(named, 60) or resource.id}"
    return FindingRows(watch, _only(watch, lambda row: row.finding.resource == resource), title)


def _only(watch: PostureWatch, wanted: Callable[[Found], bool]) -> Items:
    """The rows of the board that are wanted; the same mapping until the board has others."""
    made: tuple[object, dict[Key, Found]] = (None, {})

    def items(_: object) -> dict[Key, Found]:
        nonlocal made
        rows = watch.board.rows
        if made[0] is not rows:
            made = (rows, {key: row for key, row in rows.items() if wanted(row)})
        return made[1]

    return items
