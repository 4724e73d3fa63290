"""What the groups of a launch open together: judged before there is an interface that is in them."""

from ec2tui.core.changes.change import Unready
from ec2tui.core.model.effective import Grant
from ec2tui.core.model.finding import Finding, FindingStatus
from ec2tui.core.model.instance import GroupRef
from ec2tui.core.model.key import Key
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.wish import Wish
from ec2tui.core.rules.network.effective import grants, rules_of_interface
from ec2tui.core.rules.network.readings import rules_unread
from ec2tui.core.rules.posture.assess import findings_of_groups_of
from ec2tui.core.views.finding_words import finding_lines, worst_cell
from ec2tui.core.views.launch.place import Place
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone

MOST = 8
"""How many of the openings are told; more are counted."""


def group_note(wish: Wish, place: Place) -> Cell:
    """The openings in a word, and the worst that the checks say of all groups together."""
    interface = _interface(wish, place)
    if interface is None:
        return Cell("")
    if not wish.groups:
        return Cell("the VPC's default group", Tone.WARN)
    if rules_unread(place.inventory, _keys(interface)):
        return Cell("its rules are not read yet", Tone.DIM)
    inward = [one for one in _grants(interface, place) if not one.egress]
    failing = [one for one in _findings(interface, place) if one.status is FindingStatus.FAIL]
    count = f"{len(inward)} openings" if len(inward) != 1 else "1 opening"
    if failing:
        worst = worst_cell(failing)
        return Cell(f"{count}  {worst.text}", worst.tone)
    return Cell(count if inward else "nobody gets in", Tone.DIM)


def group_lines(wish: Wish, place: Place) -> tuple[Line, ...]:
    """Who gets in by the groups that are chosen, what the checks say of that, or why it is not known."""
    interface = _interface(wish, place)
    if interface is None:
        return ()
    lines: list[Line] = [
        (Cell(clean(why), Tone.WARN),) for why in rules_unread(place.inventory, _keys(interface))
    ]
    inward = [one for one in _grants(interface, place) if not one.egress]
    lines += [_grant_line(one) for one in inward[:MOST]]
    if len(inward) > MOST:
        lines.append((Cell(f"  and {len(inward) - MOST} more", Tone.DIM),))
    failing = [one for one in _findings(interface, place) if one.status is FindingStatus.FAIL]
    return (*finding_lines(failing), *lines)


def _grant_line(grant: Grant) -> Line:
    return (
        Cell(f"  {clean(grant.traffic):<12} ", Tone.KEY),
        Cell(clean(f"from {grant.peer}")),
        Cell(_share(grant), Tone.DIM),
    )


def _interface(wish: Wish, place: Place) -> NetworkInterface | None:
    """The interface as it would be, None where its groups are not known."""
    groups = place.groups(wish)
    if isinstance(groups, Unready):
        return None
    key = place.at._replace(id="(new interface)")
    return NetworkInterface(key, "interface", groups=tuple(GroupRef(one.id, "") for one in groups))


def _keys(interface: NetworkInterface) -> tuple[Key, ...]:
    return tuple(interface.key._replace(id=one.id) for one in interface.groups)


def _grants(interface: NetworkInterface, place: Place) -> tuple[Grant, ...]:
    return grants(rules_of_interface(place.inventory, interface), place.inventory)


def _findings(interface: NetworkInterface, place: Place) -> tuple[Finding, ...]:
    return findings_of_groups_of(place.inventory, interface, place.limits, place.now)


def _share(grant: Grant) -> str:
    if grant.share is None:
        return "  (not known how wide)"
    return f"  {grant.share:.0%} of the internet" if grant.share >= 0.005 else ""
