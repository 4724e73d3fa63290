"""Who may reach an instance, as lines: what the internet reaches, and the effective rules of its groups."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from ec2tui.core.grammar.protocols import ALL, PORTED
from ec2tui.core.grammar.services import service_name
from ec2tui.core.model.effective import Covered, Effective, Grant
from ec2tui.core.model.exposure import percent
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.reachability import Reach, Reachability
from ec2tui.core.model.survey import Survey
from ec2tui.core.views.finding_words import finding_lines, told_of
from ec2tui.core.views.lines import BLANK, heading, unknown
from ec2tui.core.views.text import clean, fit
from ec2tui.core.views.tone import Cell, Line, Tone

FAMILIES = {(4,): "IPv4", (6,): "IPv6", (4, 6): "IPv4, IPv6"}
FAMILY, PEER, SHARE = 11, 20, 7
"""Cells that family, peer and share take, so that the lines of peers align."""

EVERYBODY = {"0.0.0.0/0": "anywhere", "::/0": "anywhere"}
"""The peers that are everybody, by their name."""

BESIDE = {"duplicate": "duplicate of", "shadowed": "shadowed by", "redundant": "redundant with"}

ANSWERS = {
    True: ("yes", Tone.WARN),
    False: ("no", Tone.GOOD),
    None: ("not known", Tone.WARN),
}
"""Whether the internet reaches it, in a word."""


def survey_lines(survey: Survey | Missing, inventory: Inventory) -> tuple[Line, ...]:
    """The internet first, then findings, then each set of groups with its interfaces, inbound first.

    Of an instance that is not known, why.
    """
    if isinstance(survey, Missing):
        return ((Cell("The instance: ", Tone.DIM), unknown(survey)),)
    lines = [*internet_lines(survey), *_findings(survey)]
    for found, interfaces in _alike(survey.effective):
        lines += [BLANK, *_rules(found, interfaces, inventory)]
    if not survey.effective:
        lines += [BLANK, (Cell("It has no network interface: no rule is about it.", Tone.DIM),)]
    return tuple(lines)


def internet_lines(survey: Survey) -> Iterator[Line]:
    """Whether the internet reaches it, what, and why; or why not; or what could not be read."""
    word, tone = ANSWERS[survey.reachable]
    yield (Cell("Reachable from the internet? ", Tone.HEADING), Cell(word, tone))
    several = len(survey.reachability) > 1
    for one in survey.reachability:
        if several:
            yield (Cell(f"  {clean(one.interface.id, 40)}", Tone.KEY),)
        yield from _reached(one)


def _reached(one: Reachability) -> Iterator[Line]:
    for reach in one.reach:
        yield _reach(reach)
        yield _trace(reach)
    for text in one.blocked:
        yield (Cell("  closed   ", Tone.GOOD), Cell(clean(text)))
    for text in one.unknown:
        yield (Cell("  unknown  ", Tone.WARN), Cell(clean(text)))
    for text in one.indirect:
        yield (Cell("  indirect ", Tone.INFO), Cell(clean(text)))


def _reach(reach: Reach) -> Line:
    e = reach.exposure
    sure, tone = ("open     ", Tone.WARN) if reach.certain else ("maybe    ", Tone.INFO)
    return (
        Cell(f"  {sure}", tone),
        Cell(f"{_traffic(e.protocol, e.first, e.last, e.traffic)}  ", Tone.KEY),
        Cell(f"to {percent(e.share)} of IPv{e.family}"),
    )


def _trace(reach: Reach) -> Line:
    """The ids that make it so: addresses, route, ACL entries both ways, rules."""
    parts = (", ".join(reach.addresses), reach.route, _entries(reach), ", ".join(reach.exposure.rules))
    return (
        Cell("  by       ", Tone.DIM),
        Cell(" · ".join(clean(part) for part in parts if part), Tone.DIM),
    )


def _entries(reach: Reach) -> str:
    """`acl-1 in 100, out 100`: the ACL is named once."""
    found: dict[str, list[str]] = {}
    for text in reach.acl:
        name, _, entry = text.partition(" ")
        found.setdefault(name, []).append(entry)
    return ", ".join(f"{name} {', '.join(entries)}" for name, entries in found.items())


def _findings(survey: Survey) -> Iterator[Line]:
    told = told_of(survey.findings)
    if told:
        yield from (BLANK, heading("Findings"), *finding_lines(told))


def _alike(effective: Iterable[Effective]) -> Iterator[tuple[Effective, list[str]]]:
    """Interfaces in the same groups are told once."""

    def groups(one: Effective) -> tuple[str, ...]:
        return tuple(sorted(one.groups))

    for _, same in groupby(sorted(effective, key=groups), groups):
        found = list(same)
        yield found[0], [one.interface.id for one in found]


def _rules(found: Effective, interfaces: list[str], inventory: Inventory) -> Iterator[Line]:
    names = _names(found, inventory)
    groups = ", ".join(f"{name} ({id_})" if (name := names(id_)) != id_ else id_ for id_ in found.groups)
    yield (Cell("Groups of ", Tone.HEADING), Cell(clean(", ".join(interfaces)), Tone.KEY))
    yield (Cell("  "), Cell(clean(groups) or "none"))
    for text in found.unknown:
        yield (Cell("  not all is known: ", Tone.WARN), Cell(clean(text)))
    covered = {one.rule: one for one in found.covered}
    for egress, title in ((False, "Inbound: who may reach it"), (True, "Outbound: what it may reach")):
        some = [grant for grant in found.grants if grant.egress is egress]
        yield BLANK
        yield heading(title)
        yield from _grants(some, names, covered)
        if not some:
            word = "no known rule" if found.unknown else "nothing: no rule allows anything"
            yield (Cell(f"  {word}", Tone.DIM),)


def _grants(some: list[Grant], names: Callable[[str], str], covered: dict[str, Covered]) -> Iterator[Line]:
    """Each traffic with its peers below it, family by family, and the wider traffic that holds it too."""
    for (traffic, protocol, low, high), same in groupby(
        some, lambda g: (g.traffic, g.protocol, g.first, g.last)
    ):
        yield (Cell(f"  {_traffic(protocol, low, high, traffic)}", Tone.KEY),)
        for grant in sorted(same, key=lambda g: (g.families, g.peer)):
            yield _peer(grant, names)
            for rule in grant.rules:
                if rule in covered:
                    yield _useless(covered[rule])
        wider = [g.traffic for g in some if g.traffic != traffic and _holds(g, protocol, low, high)]
        if wider:
            told = ", ".join("everything" if text == "all" else text for text in dict.fromkeys(wider))
            yield (Cell("    and    "), Cell(clean(f"whoever may use {told}"), Tone.DIM))


def _holds(wide: Grant, protocol: str, low: int, high: int) -> bool:
    return wide.protocol in (protocol, ALL) and wide.first <= low and wide.last >= high


def _peer(grant: Grant, names: Callable[[str], str]) -> Line:
    """`IPv4  203.0.113.0/24  <0.01 %  sgr-1 web`: the rules that let it through, each with its group."""
    name = names(grant.peer)
    trace = [grant.peer] if name != grant.peer and not _everybody(grant) else []
    if len(grant.groups) == len(grant.rules):
        pairs = zip(grant.rules, grant.groups, strict=True)
        trace.append(", ".join(f"{rule} {names(group)}" for rule, group in pairs))
    else:
        trace.append(f"{', '.join(grant.rules)} {', '.join(map(names, grant.groups))}")
    public = not grant.egress and (grant.share is None or grant.share > 0)
    return (
        Cell(f"    {fit(FAMILIES.get(grant.families, '-'), FAMILY)}"),
        Cell(fit(clean(name, 80), PEER) + " ", Tone.WARN if public else Tone.ACCENT),
        Cell(f"{fit(_share(grant), SHARE)} "),
        Cell(clean(" · ".join(trace), 300), Tone.DIM),
    )


def _everybody(grant: Grant) -> bool:
    return grant.peer in EVERYBODY


def _share(grant: Grant) -> str:
    """How much of the internet a peer is; of what is not the internet, what it is."""
    if grant.share is None:
        return "unknown"
    if grant.share > 0:
        return percent(grant.share).replace("less than ", "<")
    return "members" if grant.peer.startswith("sg-") else "private"


def _useless(covered: Covered) -> Line:
    told = f"{covered.rule} is {BESIDE[covered.how]} {', '.join(covered.by)}"
    return (Cell("      ~ ", Tone.INFO), Cell(clean(told), Tone.INFO))


def _traffic(protocol: str, low: int, high: int, text: str) -> str:
    """`tcp/22 ssh`."""
    if protocol == ALL:
        return "everything"
    service = service_name(protocol, low, high) if protocol in PORTED else ""
    return clean(f"{text} {service}" if service else text, 60)


def _names(found: Effective, inventory: Inventory) -> Callable[[str], str]:
    """The name of a group or prefix list, its id where that is not known; `anywhere` for everybody."""
    place = found.interface

    def name(id_: str) -> str:
        kind = Kind.PREFIX_LISTS if id_.startswith("pl-") else Kind.SECURITY_GROUPS
        item = inventory.table(kind).get(place._replace(id=id_))
        return EVERYBODY.get(id_) or (item.name if item is not None and item.name else id_)

    return name
