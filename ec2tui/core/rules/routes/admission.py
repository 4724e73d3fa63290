"""Whether the groups of an interface let somebody in on one TCP port."""

from collections.abc import Iterable
from typing import NamedTuple

from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.rules.network.effective import rules_of_interface, unknown_lists
from ec2tui.core.rules.network.index import group_keys
from ec2tui.core.rules.network.intervals import EVERYTHING, Intervals, covers, network, union
from ec2tui.core.rules.network.openings import NOWHERE, interval_of, opened
from ec2tui.core.rules.network.readings import rules_unread
from ec2tui.core.rules.network.segments import segments


class Admission(NamedTuple):
    """Who is let in on a port in one family: by address, and the groups whose members are.

    `hidden` are sentences about rules that could not be read.
    """

    family: int
    port: int
    sources: Intervals
    groups: frozenset[str]
    hidden: tuple[str, ...]

    def admits(self, address: str) -> bool:
        """Whether a whole network or address of this family is let in."""
        family, interval = interval_of(address)
        return family == self.family and interval != NOWHERE and covers(self.sources, (interval,))

    @property
    def anybody(self) -> bool:
        """Whether every address is let in."""
        return covers(self.sources, EVERYTHING[self.family])


def admission(
    inventory: Inventory, interface: NetworkInterface, family: int, port: int, egress: bool = False
) -> Admission:
    """Who is let in on a TCP port of an interface (`egress`: where it may go on that port)."""
    rules = rules_of_interface(inventory, interface)
    found = opened(rules, inventory, egress)
    cut = tuple(segments(found, family, "tcp", (port, port)))
    groups = frozenset(o.group for segment in cut for o in segment.openings if o.group)
    relevant = tuple(o for segment in cut for o in segment.openings)
    hidden = (*rules_unread(inventory, group_keys(interface)), *unknown_lists(inventory, rules, relevant))
    return Admission(family, port, union(segment.sources for segment in cut) if cut else (), groups, hidden)


def of_family(texts: Iterable[str], family: int) -> tuple[str, ...]:
    """Those of some networks that are of a family; what is no network is left out."""
    found = []
    for text in texts:
        try:
            if network(text)[0] == family:
                found.append(text)
        except ValueError:
            continue
    return tuple(found)
