"""The security groups page: groups with their findings, and of one group its rules, and who uses it."""

from collections.abc import Callable, Iterable, Sequence

from ec2tui.core.grammar.expiry import EXPIRES_AT
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.schedule import schedule_name
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.views.group_facts import rules_of, users_of
from ec2tui.core.views.network_interfaces import NETWORK_INTERFACES
from ec2tui.core.views.rule_words import expires
from ec2tui.core.views.security_group_rules import SECURITY_GROUP_RULES
from ec2tui.core.views.security_groups import SECURITY_GROUPS
from ec2tui.core.views.time_box import left_cell
from ec2tui.core.views.tone import Cell
from ec2tui.services.group_rules import read_group_rules
from ec2tui.services.judging import GroupJudge
from ec2tui.services.session import Session
from ec2tui.tui.pages.part import PartRows
from ec2tui.tui.pages.rows import Lookup, Rows

OF = Kind.SECURITY_GROUPS

Judge = Callable[[], GroupJudge] | None


class GroupRows(Rows):
    """Groups; those in view are judged, or all where order or filter ask for findings."""

    def __init__(self, session: Session, judge: Judge = None) -> None:
        super().__init__(session, SECURITY_GROUPS)
        self._judge = judge

    def sync(self) -> set[Key] | None:
        """Takes in what changed, which may change findings too."""
        if self._judge is not None and Kind.FINDINGS in self.kinds:
            self._judge().look()
        return super().sync()

    def facts_in_view(self, visible: Sequence[Key]) -> Iterable[Lookup]:
        """The schedules of rules that are open for a time; what is in view is judged."""
        if self._judge is None or Kind.FINDINGS not in self.kinds:
            return
        wanted = dict.fromkeys(visible)
        if Kind.FINDINGS in self.everywhere_kinds:
            wanted.update((group.key, None) for group in self.everything())
        self._judge().want(wanted)
        yield Kind.SCHEDULES, schedules_of(self, wanted)

    def facts_of(self, item: SecurityGroup) -> Iterable[Lookup]:
        """The schedules of the group's rules that are open for a time."""
        yield Kind.SCHEDULES, schedules_of(self, (item.key,))


TICK = 1.0
"""Seconds between two looks at how long rules still have."""

LOOK = 5.0
"""Seconds between two reads of a group in which a rule is past its end."""

PATIENCE = 180.0
"""Seconds after its end in which a rule is looked after so: a schedule may come a minute late."""


class GroupRuleRows(PartRows):
    """The rules of one group, which is judged; the time that they still have counts down."""

    def __init__(self, session: Session, group: Key, judge: Judge = None) -> None:
        self._judge = judge
        self._left: dict[Key, Cell] = {}
        self._counted: set[Key] = set()
        self._looked = 0.0
        super().__init__(session, SECURITY_GROUP_RULES, lambda i: rules_of(group, i), "Rules of", group, OF)

    def sync(self) -> set[Key] | None:
        """Takes in what changed, which may change findings too."""
        if self._judge is not None and Kind.FINDINGS in self.kinds:
            self._judge().want((self._whose,))
        changed, counted = super().sync(), self._counted
        self._counted = set()
        return None if changed is None else changed | counted

    async def follow(self, changed: Callable[[], None]) -> None:
        """Counts down, and reads a group in which a rule is past its end until that is gone."""
        clock = self.session.clock
        while True:
            now = clock.now()
            rules = {key: rule for key, rule in self._items(self.inventory).items() if expires(rule)}
            left = {key: left_cell(rule, now) for key, rule in rules.items()}
            self._counted |= {key for key in left if left[key] != self._left.get(key)}
            self._left = left
            if self._counted:
                changed()
            ends = [end for rule in rules.values() if (end := expires(rule)) is not None]
            if any(0 <= now - end <= PATIENCE for end in ends) and now - self._looked >= LOOK:
                self._looked = now
                await self._read()
            await clock.sleep(TICK)

    async def _read(self) -> None:
        """A failure is told by the regular pass, which reads the same."""
        gateway, session = self.session.gateway, self.session
        if gateway is not None:
            source = session.source(self._whose.region)
            await read_group_rules(gateway, session.store, source, [self._whose])

    def facts_in_view(self, visible: Sequence[Key]) -> Iterable[Lookup]:
        """The schedules of rules that are open for a time."""
        yield Kind.SCHEDULES, schedules_of(self, (self._whose,))


def schedules_of(rows: Rows, groups: Iterable[Key]) -> tuple[Key, ...]:
    """The keys of the schedules that should close rules of groups."""
    return tuple(
        key._replace(id=schedule_name(key.id))
        for group in groups
        for key, rule in rules_of(group, rows.inventory).items()
        if EXPIRES_AT in dict(rule.tags)
    )


class GroupUserRows(PartRows):
    """The network interfaces in one group."""

    def __init__(self, session: Session, group: Key) -> None:
        super().__init__(session, NETWORK_INTERFACES, lambda i: users_of(group, i), "Who uses", group, OF)

    def leads_to(self, item: NetworkInterface) -> tuple[str, Key] | None:
        """The instance that holds the interface, where it is known."""
        if item.instance_id is None:
            return None
        key = item.key._replace(id=item.instance_id)
        return ("instances", key) if key in self.inventory.table(Kind.INSTANCES) else None
