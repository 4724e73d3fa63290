"""Posture checks of security groups: what is open to how much of the internet, measured."""

from ec2tui.core.grammar.protocols import ALL, ICMP, PORTED
from ec2tui.core.model.exposure import percent
from ec2tui.core.model.finding import FindingStatus, Severity
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.network.coverage import coverage, mergeable
from ec2tui.core.rules.network.intervals import Intervals, intersect, prefix_length, share, subtract
from ec2tui.core.rules.network.ports import ADMIN, DATASTORE, LEGACY, MOST_PORTS, PortClass
from ec2tui.core.rules.network.segments import Open, traffic_text
from ec2tui.core.rules.posture.check import Check, Judged, Verdict, failed, not_applicable, passed
from ec2tui.core.rules.posture.time_boxes import expired_rules

FAMILY = {4: "IPv4", 6: "IPv6"}


def _ports(one: Open, ports: PortClass) -> tuple[tuple[str, Intervals], ...]:
    """The ports of a class that an open segment holds, by protocol."""
    names = ("tcp", "udp") if one.protocol == ALL else (one.protocol,)
    span = ((one.segment.low, one.segment.high),)
    found = ((name, intersect(ports.of(name), span)) for name in names)
    return tuple((name, parts) for name, parts in found if parts)


def _of_class(place: Judged, ports: PortClass) -> Verdict:
    """Fails when a port of a class is open to the internet, graded by whether anything is behind it."""
    hit = [one for one in place.public(place.open) if _ports(one, ports)]
    if not hit:
        return passed(f"No port of {ports.name} is open to the internet.")
    worst = max(hit, key=lambda one: one.share)
    texts = [traffic_text(name, *part) for name, parts in _ports(worst, ports) for part in parts]
    more = f" and {len(texts) - 4} more" if len(texts) > 4 else ""
    reason = f"{', '.join(texts[:4])}{more} {'is' if len(texts) == 1 else 'are'} open to {_much(worst)}."
    return _graded(place, failed(reason, hit), Severity.CRITICAL if ports is not LEGACY else Severity.HIGH)


def _much(one: Open) -> str:
    return f"{percent(one.share)} of the {FAMILY[one.family]} internet"


def _text(one: Open) -> str:
    """The segment as a rule line says it."""
    if one.protocol == ALL:
        return "Everything"
    return traffic_text(one.protocol, one.segment.low, one.segment.high)


def _graded(place: Judged, verdict: Verdict, severity: Severity) -> Verdict:
    """One grade less for a group that no interface is in: nothing is behind it yet."""
    if place.used is False:
        reason = f"{verdict.reason} Nothing is in the group now."
        return verdict._replace(severity=severity.lower(), reason=reason)
    return verdict


def admin_ports(place: Judged) -> Verdict:
    """SSH, Telnet, RDP, VNC and WinRM that the internet reaches are tried by everybody, all day. Let in only
    where you come from, or use Session Manager or an EC2 Instance Connect endpoint, which need no open port.
    Rules are added up: two halves of the internet are the internet.
    """
    return _of_class(place, ADMIN)


def datastore_ports(place: Judged) -> Verdict:
    """A data store that the internet reaches needs one weak password or one unpatched flaw to lose its data.
    Let in the group of the application instead of addresses.
    """
    return _of_class(place, DATASTORE)


def legacy_ports(place: Judged) -> Verdict:
    """Clear-text and legacy services, and the usual ports of development servers, are not made for the
    internet. Close them, or let in only who needs them.
    """
    return _of_class(place, LEGACY)


def everything_open(place: Judged) -> Verdict:
    """A rule for all protocols, or ports that add up to most of a protocol, makes every service of the host
    public, also those of tomorrow. Name the ports.
    """
    hit = []
    counts: dict[tuple[int, str], int] = {}
    public = place.public(place.open)
    for one in public:
        if one.protocol in PORTED:
            at = (one.family, one.protocol)
            counts[at] = counts.get(at, 0) + one.segment.high - one.segment.low + 1
    for one in public:
        most = counts.get((one.family, one.protocol), 0) > MOST_PORTS
        if one.protocol == ALL or most:
            hit.append(one)
    if not hit:
        return passed("No protocol is open to the internet as a whole.")
    worst = max(hit, key=lambda one: (one.protocol == ALL, one.share))
    what = "Every protocol" if worst.protocol == ALL else f"Most of {worst.protocol}"
    return _graded(place, failed(f"{what} is open to {_much(worst)}.", hit), Severity.CRITICAL)


def other_ports(place: Judged) -> Verdict:
    """Only ports that the policy names (`guardrails.network.public_ports`, by default 80 and 443) are meant
    for everybody. Close what is not, or add it to the policy.
    """
    allowed: Intervals = tuple((port, port) for port in sorted(place.limits.allowed_ports))
    hit = []
    for one in place.public(place.open):
        span = ((one.segment.low, one.segment.high),)
        fine = one.protocol in ICMP or (one.protocol == "tcp" and not subtract(span, allowed))
        if not fine:
            hit.append(one)
    if not hit:
        return passed("Only ports that the policy allows are open to the internet.")
    worst = max(hit, key=lambda one: one.share)
    return _graded(place, failed(f"{_text(worst)} is open to {_much(worst)}.", hit), Severity.HIGH)


def wide_sources(place: Judged) -> Verdict:
    """A public source wider than a site has (`guardrails.network.widest_ipv4`, by default /24; IPv6 /48) lets
    in strangers. Use the networks that you know.
    """
    hit = []
    for one in place.open:
        length = _widest(one, place)
        if length is not None and length < place.limits.widest(one.family) and not _allowed(one, place):
            hit.append((length, one))
    if not hit:
        return passed("No public source is wider than the policy allows.")
    length, worst = min(hit, key=lambda found: found[0] or 0)
    reason = f"{_text(worst)} is open to a public network as wide as a /{length}."
    return failed(reason, (one for _, one in hit))


def _widest(one: Open, place: Judged) -> int | None:
    """The shortest prefix of what is no more than a part of the internet: of all sources together, and where
    those are the internet, of each by itself. None without a public one.
    """
    if one.share < place.limits.share:
        return prefix_length(one.sources, one.family)
    parts = (o.sources for o in one.segment.openings if share(o.sources, one.family) < 1)
    lengths = (prefix_length(part, one.family) for part in parts)
    return min((length for length in lengths if length is not None), default=None)


def _allowed(one: Open, place: Judged) -> bool:
    spans = ((one.segment.low, one.segment.high),)
    allowed = tuple((port, port) for port in sorted(place.limits.allowed_ports))
    return one.protocol == "tcp" and not subtract(spans, allowed)


def split_internet(place: Judged) -> Verdict:
    """Sources that are a large part of the internet without saying 0.0.0.0/0 slip past scanners that look for
    that text. Say what is meant: everybody, or the networks that you know.
    """
    hit = []
    for one in place.public(place.open):
        widest = max(share(opening.sources, one.family) for opening in one.segment.openings)
        if widest < 1:
            hit.append(one)
    if not hit:
        return passed("No large part of the internet is let in piece by piece.")
    worst = max(hit, key=lambda one: one.share)
    reason = f"{_text(worst)} is open to {_much(worst)}, by sources none of which is the whole internet."
    return _graded(place, failed(reason, hit), Severity.CRITICAL)


def default_group(place: Judged) -> Verdict:
    """What is launched without a group gets the VPC's default one, whose members may all talk to each other.
    Take its rules away and give each thing a group of its own.
    """
    if place.group is None or place.group.name != "default":
        return not_applicable("It is no default group.")
    members = place.index.members.get(place.subject, ())
    if members:
        many = "network interface is" if len(members) == 1 else "network interfaces are"
        return failed(f"{len(members)} {many} in the default group.")
    if place.rules:
        return failed(f"The default group has {len(place.rules)} rule{'s' if len(place.rules) > 1 else ''}.")
    if place.used is None:
        return Verdict(FindingStatus.UNKNOWN, "It has no rules; whether anything is in it is not known.")
    return passed("The default group has no rules, and nothing is in it.")


def egress_everywhere(place: Judged) -> Verdict:
    """What may send anything to anywhere can carry data out and fetch tools in. Name what is needed, as
    https to anywhere, or endpoints of the VPC.
    """
    hit = [one for one in place.public(place.outward) if one.protocol == ALL]
    if not hit:
        return passed("Egress to the internet is held to what rules name.")
    return failed(f"Every protocol may go to {_much(hit[0])}.", hit, egress=True)


WIZARD = ("launch-wizard-",)


def undescribed(place: Judged) -> Verdict:
    """A rule that nobody can explain is a rule that nobody dares to remove. Describe rules and groups."""
    group = place.group
    if group is None:
        return not_applicable("The group is not known.")
    if group.name.startswith(WIZARD):
        return failed(f"The name {group.name} tells only that the launch wizard made it.")
    bare = [rule.key.id for rule in place.rules if not (rule.description or "").strip()]
    if bare:
        more = f" and {len(bare) - 3} more" if len(bare) > 3 else ""
        return failed(f"Without a description: {', '.join(sorted(bare)[:3])}{more}.", rules=bare)
    return passed("Every rule is described.")


_BESIDE = {"duplicate": "of", "shadowed": "by", "redundant": "with"}


def useless_rules(place: Judged) -> Verdict:
    """A rule that others cover opens nothing, and hides what closing one of them would do. Revoke it, and
    make one rule of two that say the same of the halves of a network.
    """
    found = coverage(place.rules, place.inventory)
    if found:
        names = [f"{one.rule} ({one.how} {_BESIDE[one.how]} {', '.join(one.by)})" for one in found[:3]]
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        told = f"These rules open nothing of their own: {', '.join(names)}{more}."
        return failed(told, rules=(one.rule for one in found))
    halves = mergeable(place.rules)
    if halves:
        told = f"{' and '.join(halves[0].rules)} are the two halves of {halves[0].cidr}."
        return failed(told, rules=(id for pair in halves for id in pair.rules))
    return passed("Every rule opens something of its own.")


_USE = (Kind.SECURITY_GROUPS, Kind.RULES, Kind.INTERFACES)

_BOXED = (Kind.RULES, Kind.SCHEDULES)

CHECKS: tuple[Check, ...] = (
    Check("SG-01", "Administration ports open to the internet", Severity.CRITICAL, admin_ports),
    Check("SG-02", "Data store ports open to the internet", Severity.CRITICAL, datastore_ports),
    Check("SG-03", "Legacy or clear-text ports open to the internet", Severity.HIGH, legacy_ports),
    Check("SG-04", "All ports open to the internet", Severity.CRITICAL, everything_open),
    Check("SG-05", "Ports open to the internet that the policy does not allow", Severity.HIGH, other_ports),
    Check("SG-06", "A public source wider than a site", Severity.MEDIUM, wide_sources),
    Check("SG-07", "The internet let in piece by piece", Severity.CRITICAL, split_internet),
    Check("SG-08", "The default group is used or has rules", Severity.HIGH, default_group, False, _USE),
    Check("SG-09", "Egress of all to the internet", Severity.MEDIUM, egress_everywhere, measured=False),
    Check("SG-13", "Rules or groups without a description", Severity.LOW, undescribed, False),
    Check("SG-14", "Rules that open nothing of their own", Severity.LOW, useless_rules, measured=False),
    Check("SG-18", "A time-boxed rule past its end", Severity.HIGH, expired_rules, False, _BOXED),
)
"""The checks of security groups, in the order of their ids."""
