"""Guardrails of what security groups open to the internet, measured on the rules as they would add up."""

from collections.abc import Callable, Iterator

from ec2tui.core.grammar.protocols import ICMP, PORTED
from ec2tui.core.model.exposure import percent
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.key import Key
from ec2tui.core.rules.guardrails.case import Case
from ec2tui.core.rules.guardrails.security_group_words import (
    FAMILY,
    from_me,
    named,
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
    share,
    subtract,
    union,
)
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.network.openings import OTHER, WHOLE, Opening
from ec2tui.core.rules.network.places import Measured, measure
from ec2tui.core.rules.network.ports import MOST_PORTS, class_of, guarded
from ec2tui.core.rules.network.readings import list_unread
from ec2tui.core.rules.network.segments import segments

PORTED_NUMBERS = frozenset({"33", "132", "136"})
"""DCCP, SCTP and UDP-Lite: protocols with ports, of which AWS opens all whatever a rule says."""

Found = Iterator[tuple[Measured, tuple[Cell, ...]]]


def edit(case: Case) -> Edit | None:
    """What the step changes in what is open, None when nothing: a description or a tag lets nobody in."""
    found = retold(case)
    return found if found is not None and found.alters else None


def retold(case: Case) -> Edit | None:
    """What the step changes in rules and in who is in groups, with what is only said of them."""
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
    for subject, reason in not_expanded(case, lambda cell: bool(_guarded_part(cell, limits))):
        yield case.says(rule, Level.CONFIRM, reason, subject=subject, unknown=True)


def not_expanded(
    case: Case, wanted: Callable[[Cell], bool], egress: bool = False
) -> Iterator[tuple[Key, str]]:
    """Where a prefix list opens such traffic whose entries are not known: it may hold the internet."""

    def hidden(cell: Cell, _: Measured) -> bool:
        fresh = {o.unknown for o in cell.now} - {o.unknown for o in cell.was} - {""}
        return bool(fresh) and wanted(cell)

    for measured, cells in places(case, hidden, egress):
        name = next(o.unknown for o in cells[0].now if o.unknown)
        why = list_unread(case.after, measured.place.subject._replace(id=name))
        who = "Who is reached by" if egress else "Who reaches"
        yield measured.place.subject, f"{who} {cells[0].traffic} is not known. {why}"


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
    for subject, reason in not_expanded(case, _whole):
        yield case.says("everything_public", Level.CONFIRM, reason, subject=subject, unknown=True)


def _whole(cell: Cell) -> bool:
    """Whether a cell is a protocol, or all of them, as a whole."""
    return cell.protocol in PORTED_NUMBERS | {OTHER}


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
            if _whole(cell) or (cell.protocol in PORTED and _most(case, measured, cell)):
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
    for subject, reason in not_expanded(case, lambda c: _of_port(c, limits)[0].rank > Level.INFO.rank):
        yield case.says(rule, Level.WARN, reason, subject=subject, unknown=True)


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
    for subject, reason in not_expanded(case, _whole, egress=True):
        yield case.says("egress_opened", Level.INFO, reason, subject=subject, unknown=True)
