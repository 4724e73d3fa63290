"""What groups fail only together, on the interfaces that are in several of them."""

from functools import lru_cache
from typing import Any

from ec2tui.core.model.finding import Finding, FindingStatus
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.accepting import Exceptions
from ec2tui.core.rules.network.special import is_private
from ec2tui.core.rules.posture.assess import assess_together
from ec2tui.core.rules.posture.scene import Scene

DECIDE = (Kind.RULES, Kind.INTERFACES, Kind.PREFIX_LISTS)
"""The kinds that it depends on."""


class Together:
    """Findings by interface; worked out as a whole, whenever something of what decides is another."""

    def __init__(self, wanted: frozenset[str], exceptions: Exceptions) -> None:
        """`wanted` are the ids of the checks whose findings are kept."""
        self._wanted, self._exceptions = wanted, exceptions
        self._seen: tuple[Any, ...] = ()
        self.found: dict[Key, tuple[Finding, ...]] = {}

    def look(self, scene: Scene, said: dict[Key, tuple[Finding, ...]]) -> set[Key]:
        """The interfaces of which something else is said; `said` is what groups fail by themselves."""
        tables = tuple(scene.inventory.tables.get(kind) for kind in DECIDE)
        if len(self._seen) == len(tables) and all(a is b for a, b in zip(self._seen, tables, strict=True)):
            return set()
        self._seen = tables
        failing = {
            group: frozenset(f.check for f in said.get(group, ()) if f.status in FAILING)
            for group in sorted(_let_outside_in(scene.inventory))
        }
        table, new = scene.inventory.table(Kind.INTERFACES), dict[Key, tuple[Finding, ...]]()
        for finding in assess_together(scene.inventory, failing, scene.settings.limits, scene.now):
            if finding.check in self._wanted:
                told = self._exceptions.applied(finding, table.get(finding.resource), scene.now)
                new[finding.resource] = (*new.get(finding.resource, ()), told)
        old, self.found = self.found, new
        return {key for key in {*old, *new} if old.get(key) != new.get(key)}


def _let_outside_in(inventory: Inventory) -> set[Key]:
    """The groups that let in anything beside groups and private networks: others add nothing up."""
    private = lru_cache(maxsize=None)(is_private)
    return {
        key._replace(id=rule.group_id)
        for key, rule in inventory.table(Kind.RULES).items()
        if not rule.egress and (rule.cidr6 or rule.prefix_list_id or (rule.cidr and not private(rule.cidr)))
    }


FAILING = (FindingStatus.FAIL, FindingStatus.ACCEPTED)
