"""What it costs to judge one edit of a security group in a large account."""

import time
from collections.abc import Iterator
from random import Random
from statistics import median

from immutables import Map

from benchmarks.figure import Figure, Options
from ec2tui.core.changes.change import put
from ec2tui.core.grammar.line import Parsed, parse
from ec2tui.core.model.instance import GroupRef, Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.origin import Origin
from ec2tui.core.model.reading import Reading
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.rules.live import judge_line

GROUPS, INTERFACES, RULES = 500, 5_000, 20
REACH = 50.0
"""Milliseconds for one edit."""

ME = Origin(("192.0.3.7/32",))
SOURCE = Source("default", "eu-west-1")
EDITS = (
    ("a narrow rule", "tcp/8443 from 192.0.3.0/24"),
    ("SSH from the internet", "tcp/22 from 0.0.0.0/0"),
    ("everything from everywhere", "all from 0.0.0.0/0"),
)


def key(id: str) -> Key:
    """A key in the account of the benchmark."""
    return Key("111122223333", SOURCE.region, id)


def account(pick: Random) -> Inventory:
    """500 groups of 20 rules on 5,000 interfaces of 5,000 instances, each in one to five groups.

    The group `sg-0` is on every interface: the worst one to edit.
    """
    places = [key(f"sg-{n}") for n in range(GROUPS)]
    groups = {place: SecurityGroup(place, place.id, vpc_id="vpc-1") for place in places}
    rules = {rule.key: rule for n in range(GROUPS) for m in range(RULES) for rule in (_rule(pick, n, m),)}
    interfaces, instances = {}, {}
    for n in range(INTERFACES):
        names = {0, *(pick.randrange(GROUPS) for _ in range(pick.randint(0, 4)))}
        held = tuple(GroupRef(f"sg-{m}", f"sg-{m}") for m in sorted(names))
        place, owner = key(f"eni-{n}"), key(f"i-{n}")
        interfaces[place] = NetworkInterface(
            place, "interface", vpc_id="vpc-1", instance_id=owner.id, groups=held, public_ips=("192.0.3.1",)
        )
        instances[owner] = Instance(owner, "running", "t3.micro", profile_arn="x")
    tables = {
        Kind.SECURITY_GROUPS: Map(groups),
        Kind.RULES: Map(rules),
        Kind.INTERFACES: Map(interfaces),
        Kind.INSTANCES: Map(instances),
    }
    readings = Map({(SOURCE, kind): Reading(complete_at=1.0) for kind in Kind})
    return Inventory(Map(tables), readings, Map({(key("").account, SOURCE.region): SOURCE}))


def _rule(pick: Random, n: int, m: int) -> SecurityGroupRule:
    """One of a group's rules: of four, one lets in a group, two private networks and one a public one."""
    peer = {"cidr": f"10.{pick.randint(0, 255)}.0.0/16"}
    if m % 4 == 0:
        peer = {"peer_group_id": f"sg-{pick.randrange(GROUPS)}"}
    elif m % 4 == 3:
        peer = {"cidr": f"198.{pick.randint(20, 50)}.0.0/24"}
    first = pick.randint(1, 9_000)
    last = first + pick.choice((0, 0, 10))
    protocol = pick.choice(("tcp", "udp"))
    return SecurityGroupRule(key(f"sgr-{n}-{m}"), f"sg-{n}", m % 5 == 0, protocol, first, last, **peer)


def _timed(world: Inventory, group: Key, line: str, runs: int, cold: bool = False, revoke: str = "") -> float:
    """The median of milliseconds of one judgement; `cold`: of an inventory that was not seen before."""
    parsed = parse(line)
    assert isinstance(parsed, Parsed)
    instead = (world.table(Kind.RULES)[key(revoke)],) if revoke else ()
    times = []
    for n in range(runs + 1):
        if cold:
            world = put(world, Kind.RULES, SecurityGroupRule(key(f"sgr-new-{n}"), "sg-1", False, "tcp", n, n))
        start = time.perf_counter()
        assert judge_line(world, group, parsed.spec, instead_of=instead, origin=ME)
        times.append((time.perf_counter() - start) * 1000)
    return median(times[1:])


def measure(options: Options) -> Iterator[Figure]:
    """Edits of the group that everything is in, and of an ordinary one."""
    world = account(Random(7))
    for about, line in EDITS:
        for group, where in (("sg-0", "a group on 5,000 interfaces"), ("sg-9", "a usual group")):
            taken = _timed(world, key(group), line, options.runs)
            yield Figure(f"judge {about}, {where}", taken, unit="ms", reach=REACH, absolute=True)
    own = SecurityGroupRule(key("sgr-own"), "sg-0", False, "tcp", 22, 22, cidr="192.0.3.0/24")
    with_own = put(world, Kind.RULES, own)
    taken = _timed(with_own, key("sg-0"), "https from 10.0.0.0/8", options.runs, revoke="sgr-own")
    yield Figure(
        "judge what locks one out, a group on 5,000 interfaces", taken, unit="ms", reach=REACH, absolute=True
    )
    taken = _timed(world, key("sg-9"), EDITS[0][1], options.runs, cold=True)
    yield Figure(
        "the same after a refresh", taken, unit="ms", reach=REACH, absolute=True, note="indexes made anew"
    )
