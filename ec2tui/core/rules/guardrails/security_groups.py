"""Guardrails of what security groups open to the internet, measured on the rules as they would add up."""

from collections.abc import Callable, Iterator

from ec2tui.core.grammar.protocols import ICMP, PORTED
from ec2tui.core.model.exposure import percent
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.guardrails.case import Case
from ec2tui.core.rules.guardrails.security_group_words import (
    FAMILY,
    from_me,
    named,
    narrower,
    over,
    spans_text,
    whose,
)
from ec2tui.core.rules.network.cells import Cell
from ec2tui.core.rules.network.edit import Edit, edit_of
from ec2tui.core.rules.network.intervals import (
    Intervals,
    covers,
    intersect,
    prefix_length,
    share,
    size,
    subtract,
    union,
)
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.network.openings import OTHER, WHOLE, Opening
from ec2tui.core.rules.network.places import SPLIT_LEAST, Measured, measure
from ec2tui.core.rules.network.ports import MOST_PORTS, class_of, guarded
from ec2tui.core.rules.network.readings import list_unread, unread
from ec2tui.core.rules.network.segments import segments

PORTED_NUMBERS = frozenset({"33", "132", "136"})
"""DCCP, SCTP and UDP-Lite: protocols with ports, of which AWS opens all whatever a rule says."""

Found = Iterator[tuple[Measured, tuple[Cell, ...]]]


def edit(case: Case) -> Edit | None:
    """What the step changes in what is open, None when nothing."""
    return edit_of(case.change, case.start, case.before, case.after)


def places(case: Case, wanted: Callable[[Cell, Measured], bool], egress: bool = False) -> Found:
    """Where an edit makes such cells: each group by itself, and one set of interfaces where it takes several.

    What a group does by itself is not told again for every interface that is in it.
    """
    found = edit(case)
    told: dict[tuple[int, str], Intervals] = {}
    for measured in measure(found, case.policy.network.share, egress) if found else ():
        cells = tuple(cell for cell in measured.cells if wanted(cell, measured))
        fresh = tuple(
            c for c in cells if not covers(told.get((c.family, c.protocol), ()), ((c.low, c.high),))
        )
        for cell in fresh:
            at = (cell.family, cell.protocol)
            told[at] = union((told.get(at, ()), ((cell.low, cell.high),)))
        if fresh:
            yield measured, fresh


def _guarded_part(cell: Cell, limits: NetworkLimits) -> Intervals:
    return intersect(guarded(cell.protocol, limits.guarded_ports), ((cell.low, cell.high),))


def admin_port_public(case: Case) -> Iterator[Judgement]:
    """Ports of administration and of data stores are not opened to the internet."""
    rule, limits = "admin_port_public", case.policy.network
    for measured, cells in places(case, lambda c, _: c.opens(limits) and bool(_guarded_part(c, limits))):
        worst = max(cells, key=lambda cell: cell.shares[1])
        same = [c for c in cells if (c.family, c.protocol) == (worst.family, worst.protocol)]
        ports = spans_text(worst.protocol, [part for cell in same for part in _guarded_part(cell, limits)])
        what = class_of(worst.protocol, *_guarded_part(worst, limits)[0])
        reason = (
            f"{ports} ({what}) would be open to {percent(worst.shares[1])} of the {FAMILY[worst.family]} "
            f"internet{over(worst)}{whose(measured.place)}."
        )
        narrow = from_me(worst, _guarded_part(worst, limits)[0])
        yield case.says(rule, Level.BLOCK, reason, subject=measured.place.subject, alternative=narrow)
    for subject, reason in _not_expanded(case):
        yield case.says(rule, Level.CONFIRM, reason, subject=subject, unknown=True)


def _not_expanded(case: Case) -> Iterator[tuple[Key, str]]:
    """Where a prefix list whose entries are not known, and which may hold the internet, opens such a port."""
    limits = case.policy.network

    def hidden(cell: Cell, _: Measured) -> bool:
        fresh = {o.unknown for o in cell.now} - {o.unknown for o in cell.was} - {""}
        return bool(fresh) and bool(_guarded_part(cell, limits))

    for measured, cells in places(case, hidden):
        name = next(o.unknown for o in cells[0].now if o.unknown)
        why = list_unread(case.after, measured.place.subject._replace(id=name))
        yield measured.place.subject, f"Who reaches {cells[0].traffic} is not known. {why}"


def everything_public(case: Case) -> Iterator[Judgement]:
    """All ports of a protocol, and all protocols, are not opened to the internet."""
    for measured, cell in _everything(case):
        reason = (
            f"{_all_of(cell)} would be open to {percent(cell.shares[1])} of the {FAMILY[cell.family]} "
            f"internet{over(cell)}{whose(measured.place)}."
        )
        narrow = "Name the port, as https from anywhere, or the source, as tcp/22 from my-ip."
        yield case.says(
            "everything_public", Level.BLOCK, reason, subject=measured.place.subject, alternative=narrow
        )


def _all_of(cell: Cell) -> str:
    if cell.protocol == OTHER:
        return "Every port of every protocol"
    name = named(cell.protocol)
    if cell.protocol in PORTED_NUMBERS:
        return f"Every port of {name} (AWS looks at none of this protocol)"
    return f"Most ports of {name}"


def _everything(case: Case, egress: bool = False) -> Iterator[tuple[Measured, Cell]]:
    """The worst cell of each place and protocol that becomes open as a whole."""
    limits = case.policy.network
    for measured, cells in places(case, lambda c, _: c.opens(limits), egress):
        done: set[tuple[int, str]] = set()
        for cell in sorted(cells, key=lambda c: c.protocol != OTHER):
            place = (cell.family, cell.protocol)
            if place in done or (cell.family, OTHER) in done:
                continue
            if cell.protocol in PORTED_NUMBERS | {OTHER} or (
                cell.protocol in PORTED and _most(case, measured, cell)
            ):
                done.add(place)
                yield measured, cell


def _most(case: Case, measured: Measured, cell: Cell) -> bool:
    """Whether most ports of the cell's protocol are open then, and more than before."""
    found = edit(case)
    assert found is not None
    was, now = (
        _open_ports(state.opened(groups, cell.egress), cell, case.policy.network)
        for state, groups in ((found.start, measured.place.was), (found.after, measured.place.now))
    )
    return now > MOST_PORTS and now > was


def _open_ports(openings: tuple[Opening, ...], cell: Cell, limits: NetworkLimits) -> int:
    """How many ports of the cell's protocol and family are open to the internet."""
    found = segments(openings, cell.family, cell.protocol, WHOLE)
    return sum(s.high - s.low + 1 for s in found if share(s.sources, cell.family) >= limits.share)


def port_public(case: Case) -> Iterator[Judgement]:
    """A port is opened to the internet only when that is meant; those that the policy allows pass."""
    rule, limits = "port_public", case.policy.network
    whole = {(m.place, cell.family, cell.protocol) for m, cell in _everything(case)}
    every = {(place, family) for place, family, protocol in whole if protocol == OTHER}
    for measured, cells in places(case, lambda c, _: c.opens(limits) and c.protocol != OTHER):
        for cell in cells:
            at = (measured.place, cell.family)
            if (*at, cell.protocol) in whole or at in every:
                continue
            level, what, setting = _of_port(cell, limits)
            if level is not Level.OK:
                reason = (
                    f"{what} would be open to {percent(cell.shares[1])} of the {FAMILY[cell.family]} "
                    f"internet{over(cell)}{whose(measured.place)}."
                )
                narrow = from_me(cell) if level is Level.CONFIRM else ""
                yield case.says(
                    rule, level, reason, subject=measured.place.subject, setting=setting, alternative=narrow
                )


def _of_port(cell: Cell, limits: NetworkLimits) -> tuple[Level, str, str]:
    """How serious an open span is beside its guarded ports, what it is called, and what decides."""
    if cell.protocol in ICMP:
        every = (cell.low, cell.high) == WHOLE
        return (Level.WARN if every else Level.OK), f"Every type of {cell.protocol}", ""
    if cell.protocol not in PORTED:
        level = Level.OK if cell.protocol in PORTED_NUMBERS else Level.CONFIRM
        return level, f"All of {named(cell.protocol)}", ""
    rest = subtract(((cell.low, cell.high),), guarded(cell.protocol, limits.guarded_ports))
    allowed = tuple((port, port) for port in sorted(limits.allowed_ports)) if cell.protocol == "tcp" else ()
    rest, fine = subtract(rest, allowed), intersect(rest, allowed)
    if rest:
        return Level.CONFIRM, spans_text(cell.protocol, rest), "network.public_ports"
    return (Level.INFO if fine else Level.OK), spans_text(cell.protocol, fine), "network.public_ports"


def wide_source(case: Case) -> Iterator[Judgement]:
    """A public source wider than a site has is confirmed: it lets in strangers too."""
    limits = case.policy.network
    allowed = {(port, port) for port in limits.allowed_ports}

    def wide(cell: Cell, _: Measured) -> bool:
        length = prefix_length(cell.sources[1], cell.family)
        if length is None or length >= limits.widest(cell.family) or cell.shares[1] >= limits.share:
            return False
        return cell.widens() and not (cell.protocol == "tcp" and (cell.low, cell.high) in allowed)

    for measured, cells in places(case, wide):
        cell = min(cells, key=lambda c: prefix_length(c.sources[1], c.family) or 0)
        length = prefix_length(cell.sources[1], cell.family)
        count = size(cell.sources[1])
        reason = (
            f"{cell.traffic} would be open to a public network as wide as a /{length}: {count:,} addresses, "
            f"{percent(cell.shares[1])} of the {FAMILY[cell.family]} internet{whose(measured.place)}."
        )
        yield case.says(
            "wide_source",
            Level.CONFIRM,
            reason,
            subject=measured.place.subject,
            setting=f"network.widest_ipv{cell.family}",
            alternative=narrower(cell, limits),
        )


def split_internet(case: Case) -> Iterator[Judgement]:
    """Several rules that are the internet together are judged as the internet, whatever port they open."""
    rule, limits = "split_internet", case.policy.network

    def split(cell: Cell, _: Measured) -> bool:
        if not cell.opens(limits):
            return False
        widest = max((share(o.sources, cell.family) for o in cell.now), default=0.0)
        return cell.shares[1] - widest >= SPLIT_LEAST

    for measured, cells in places(case, split):
        cell = max(cells, key=lambda c: c.shares[1])
        parts = dict.fromkeys(o.rule for o in cell.now if share(o.sources, cell.family))
        reason = (
            f"{len(parts)} rules together open {cell.traffic} to {percent(cell.shares[1])} of the "
            f"{FAMILY[cell.family]} internet, none of them alone{whose(measured.place)}."
        )
        narrow = f"If everybody is meant, say so: {cell.traffic} from anywhere; else {from_me(cell)}"
        yield case.says(rule, Level.BLOCK, reason, subject=measured.place.subject, alternative=narrow)
    found = edit(case)
    if (found is not None and any(not one.egress for one in found.added)) or (found and found.moved):
        for reason in unread(case.start, case.change.key, Kind.RULES, Kind.INTERFACES):
            reason = f"Whether rules add up to the internet is not known. {reason}"
            yield case.says(rule, Level.CONFIRM, reason, unknown=True)


def other_family_open(case: Case) -> Iterator[Judgement]:
    """Closing a port in one family leaves it as open as before when its twin in the other stays."""
    limits = case.policy.network
    for measured, cells in places(case, lambda c, m: c.closes(limits) and m.place.alone):
        found = edit(case)
        assert found is not None
        for cell in cells:
            twin = 6 if cell.family == 4 else 4
            left = [
                segment
                for segment in segments(
                    found.after.opened(measured.place.now, False), twin, cell.protocol, (cell.low, cell.high)
                )
                if share(segment.sources, twin) >= limits.share
            ]
            if left:
                rules = ", ".join(
                    dict.fromkeys(o.rule for s in left for o in s.openings if share(o.sources, twin))
                )
                reason = (
                    f"{cell.traffic} is closed for {FAMILY[cell.family]} only: {rules} leaves it open to "
                )
                reason += f"{percent(share(left[0].sources, twin))} of the {FAMILY[twin]} internet."
                narrow = f"Revoke {rules} too."
                yield case.says("other_family_open", Level.CONFIRM, reason, alternative=narrow)


def egress_opened(case: Case) -> Iterator[Judgement]:
    """What may send to everywhere can carry data out to anywhere."""
    for measured, cell in _everything(case, egress=True):
        reason = (
            f"{_all_of(cell)} could be reached on {percent(cell.shares[1])} of the {FAMILY[cell.family]} "
            f"internet{whose(measured.place)}."
        )
        narrow = "Name what is needed, as https to anywhere."
        yield case.says(
            "egress_opened", Level.WARN, reason, subject=measured.place.subject, alternative=narrow
        )
