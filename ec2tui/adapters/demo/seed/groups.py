"""Puts the security groups and their rules into moto."""

from datetime import timedelta
from typing import Any

from moto.ec2.models.security_groups import SecurityGroupRule

from ec2tui.adapters.demo.seed.group_tables import BAD, GOOD, INSIDE, OFFICE, Group, Rule, tcp
from ec2tui.adapters.demo.seed.networks import NETWORKS, remember
from ec2tui.adapters.demo.world import World


def build_groups(world: World) -> None:
    """Make all groups, then their rules, since rules refer to groups."""
    for network in NETWORKS:
        _prefix_list(world, network.region)
    for group in (*GOOD, *BAD):
        _create(world, group)
    for group in (*GOOD, *BAD):
        _fill(world, group)
    _endpoint_rule(world)
    _default_groups(world)


def build_group(world: World, group: Group) -> str:
    """Makes one more group, whose rules refer to groups that exist; its id."""
    _create(world, group)
    _fill(world, group)
    return world.names[f"{_region(group.network)}/sg/{group.name}"]


def _fill(world: World, group: Group) -> None:
    backend, found = _find(world, group)
    found.ingress_rules[:] = [_rule(world, backend, found, rule) for rule in group.rules]
    found.egress_rules[:] = [_rule(world, backend, found, rule, True) for rule in group.egress]


def _region(network: str) -> str:
    return next(one.region for one in NETWORKS if one.name == network)


def _prefix_list(world: World, region: str) -> None:
    key = f"{region}/pl/office"
    if key in world.names:
        return
    entry = [
        {"Cidr": OFFICE, "Description": "head office"},
        {"Cidr": "81.2.69.192/28", "Description": "branch"},
    ]
    made = world.ec2(region).create_managed_prefix_list(
        "IPv4", entry, "10", "office", {"Name": "office", "owner": "network@example.com"}
    )
    world.names[key] = made.id


def _create(world: World, group: Group) -> None:
    region = _region(group.network)
    made = world.ec2(region).create_security_group(
        group.name,
        group.description,
        vpc_id=world.names[f"{region}/vpc/{group.network}"],
        tags={"Name": group.name, "env": group.network, "owner": "network@example.com", **group.tags},
    )
    remember(world, region, "sg", group.name, made.id)


def _find(world: World, group: Group) -> tuple[Any, Any]:
    region = _region(group.network)
    backend = world.ec2(region)
    return backend, backend.get_security_group_from_id(world.names[f"{region}/sg/{group.name}"])


def _rule(world: World, backend: Any, found: Any, rule: Rule, egress: bool = False) -> Any:
    kind, _, name = rule.peer.partition(":")
    cidr = source = prefix = None
    if rule.peer == "self":
        source = {"GroupId": found.id, "UserId": world.account_id}
    elif kind == "group":
        wanted = world.names.get(f"{backend.region_name}/sg/{name}", "sg-0deadbeef00c0ffee")
        source = {"GroupId": wanted, "UserId": world.account_id}
    elif kind == "prefix":
        prefix = {"PrefixListId": world.names[f"{backend.region_name}/pl/{name}"]}
    else:
        cidr = {"CidrIpv6" if ":" in rule.peer else "CidrIp": rule.peer}
    made = SecurityGroupRule(
        backend,
        rule.protocol,
        found.id,
        None if rule.low is None else str(rule.low),
        None if rule.high is None else str(rule.high),
        cidr,
        source,
        prefix,
        is_egress=egress,
        tags=_rule_tags(world, rule),
    )
    made.demo_description = rule.description  # type: ignore[attr-defined]
    return made


def _rule_tags(world: World, rule: Rule) -> dict[str, str]:
    past = (world.clock.now() - timedelta(days=3, hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {key: past if value == "PAST" else value for key, value in rule.tags.items()}


def _endpoint_rule(world: World) -> None:
    backend = world.ec2("eu-west-1")
    group = backend.get_security_group_from_id(world.names["eu-west-1/sg/vpc-endpoints"])
    group.ingress_rules[:] = [_rule(world, backend, group, tcp(443, INSIDE["prod"], "HTTPS from the VPC"))]
    group.egress_rules.clear()
    group.add_tags({"Name": "vpc-endpoints", "env": "prod", "owner": "network@example.com"})


def _default_groups(world: World) -> None:
    for network in NETWORKS:
        backend = world.ec2(network.region)
        vpc_id = world.names[f"{network.region}/vpc/{network.name}"]
        group = backend.get_default_security_group(vpc_id)
        remember(world, network.region, "sg", f"{network.name}/default", group.id)
        group.ingress_rules.clear()
        if network.name == "staging":
            source = {"GroupId": group.id, "UserId": world.account_id}
            group.ingress_rules.append(
                SecurityGroupRule(backend, "-1", group.id, None, None, None, source, is_egress=False)
            )
        else:
            group.egress_rules.clear()
