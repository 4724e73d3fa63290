"""Guardrails of who is let in: sources wider than a site, the internet in pieces, a twin that stays."""

from collections.abc import Iterable, Iterator

from ec2tui.core.model.exposure import percent
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.guardrails.case import Case
from ec2tui.core.rules.guardrails.security_group_words import FAMILY, from_me, narrower, spans_text, whose
from ec2tui.core.rules.guardrails.security_groups import edit, not_expanded, places
from ec2tui.core.rules.network.cells import Cell
from ec2tui.core.rules.network.intervals import Interval, prefix_length, share, size
from ec2tui.core.rules.network.places import SPLIT_LEAST, Measured
from ec2tui.core.rules.network.readings import group_unread, unread
from ec2tui.core.rules.network.segments import segments

MOST_PROTOCOLS = 3
"""How many protocols a verdict names before it counts the rest."""


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
            f"{_traffic(cells, cell)} would be open to a public network as wide as a /{length}: "
            f"{count:,} addresses, "
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
    for subject, reason in not_expanded(case, lambda _: True):
        yield case.says("wide_source", Level.INFO, reason, subject=subject, unknown=True)


def _traffic(cells: Iterable[Cell], widest: Cell) -> str:
    """All that is open to sources as wide as those of the widest cell, by protocol."""
    length = prefix_length(widest.sources[1], widest.family)
    spans: dict[str, list[Interval]] = {}
    for cell in cells:
        if cell.family == widest.family and prefix_length(cell.sources[1], cell.family) == length:
            spans.setdefault(cell.protocol, []).append((cell.low, cell.high))
    words = [spans_text(protocol, parts) for protocol, parts in spans.items()]
    more = f" and {len(words) - MOST_PROTOCOLS} more protocols" if len(words) > MOST_PROTOCOLS else ""
    return ", ".join(words[:MOST_PROTOCOLS]) + more


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
    """Closing or narrowing a port in one family leaves it open when its twin in the other stays."""
    limits = case.policy.network
    for measured, cells in places(case, lambda c, m: c.narrows() and m.place.alone):
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
                done = "narrowed" if cell.shares[1] else "closed"
                reason = (
                    f"{cell.traffic} is {done} for {FAMILY[cell.family]} only: {rules} leaves it open to "
                )
                reason += f"{percent(share(left[0].sources, twin))} of the {FAMILY[twin]} internet."
                narrow = f"Revoke {rules} too."
                yield case.says("other_family_open", Level.CONFIRM, reason, alternative=narrow)
        why = group_unread(case.start, measured.place.subject)
        if why:
            reason = f"Whether {cells[0].traffic} stays open for the other family is not known. {why}"
            yield case.says("other_family_open", Level.WARN, reason, unknown=True)
