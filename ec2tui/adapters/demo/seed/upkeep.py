"""What checks look at beside the rest: flow logs, settings, a template, and small things that are amiss.

It is made last, so that all that was made before keeps its ids.
"""

from typing import Any

from moto.core.types import Base64EncodedString
from moto.ec2.models.flow_logs import FlowLogs
from moto.ec2.models.security_groups import SecurityGroupRule

from ec2tui.adapters.demo.chance import hexadecimal
from ec2tui.adapters.demo.corrections.managed_nodes import PATCHES
from ec2tui.adapters.demo.seed.networks import NETWORKS, remember
from ec2tui.adapters.demo.world import World

LOGGED = ("prod", "analytics")
"""VPCs whose traffic is logged."""

UNPATCHED = {"reporting-win": 14}
"""Managed instances that lack so many patches."""

PARTNERS = 48
"""Partners of the analytics VPC, each with a rule of its own."""


_FLOW_LOG: Any = FlowLogs
"""Moto's class leaves methods of CloudFormation abstract, but only for type checkers."""


def build_upkeep(world: World) -> None:
    """Put all of it into the account."""
    for network in NETWORKS:
        _name_acls(world, network.region, network.name)
        if network.name in LOGGED:
            _log(world, network.region, network.name)
    _settings(world)
    _template(world)
    _spare_address(world)
    _router_without_routes(world)
    _crowd(world)
    for name, missing in UNPATCHED.items():
        instance_id = world.names.get(f"eu-west-1/instance/{name}")
        if instance_id is not None:
            setattr(world.ec2("eu-west-1").get_instance(instance_id), PATCHES, missing)


def _name_acls(world: World, region: str, network: str) -> None:
    vpc_id = world.names[f"{region}/vpc/{network}"]
    for acl in world.ec2(region).network_acls.values():
        if acl.vpc_id == vpc_id:
            remember(world, region, "acl", f"{network}-{'default' if acl.default else 'data'}", acl.id)


def _log(world: World, region: str, network: str) -> None:
    backend = world.ec2(region)
    log_id = f"fl-{hexadecimal(world.seed, 'flow log', network, 0)}"
    log = _FLOW_LOG(
        backend,
        log_id,
        world.names[f"{region}/vpc/{network}"],
        "ALL",
        "arn:aws:s3:::acme-flow-logs",
        "",
        "",
        600,
        "s3",
        "",
    )
    log.add_tags({"Name": f"{network}-vpc", "owner": "network@example.com"})
    backend.flow_logs[log_id] = log


def _settings(world: World) -> None:
    """The second region is set up as it should be, but for encryption."""
    backend = world.ec2("us-east-1")
    backend.demo_snapshot_block = "block-all-sharing"
    backend.demo_image_block = "block-new-sharing"
    backend.demo_metadata_defaults = {"HttpTokens": "required"}


def _template(world: World) -> None:
    region = "eu-west-1"
    data: dict[str, Any] = {
        "ImageId": world.names[f"{region}/image/golden"],
        "InstanceType": "t3.small",
        "KeyName": "staging-ed25519",
        "SecurityGroupIds": [world.names[f"{region}/sg/staging-web"]],
        "UserData": Base64EncodedString.from_raw_string("#!/bin/sh\nsystemctl start shop\n"),
    }
    made = world.ec2(region).create_launch_template("stage-web", "preview of the shop", data, {})
    remember(world, region, "template", "stage-web", made.id)


def _spare_address(world: World) -> None:
    address = world.ec2("eu-west-1").allocate_address("vpc")
    address.add_tags({"Name": "old-vpn", "owner": "network@example.com"})
    remember(world, "eu-west-1", "address", "old-vpn", address.allocation_id)


def _router_without_routes(world: World) -> None:
    """An instance that may take what is not its own, and that no route names."""
    instance_id = world.names.get("eu-west-1/instance/contractor-ssh")
    if instance_id is None:
        return
    instance = world.ec2("eu-west-1").get_instance(instance_id)
    instance.source_dest_check = False
    instance.nics[0].source_dest_check = False
    remember(world, "eu-west-1", "interface", "contractor-ssh", instance.nics[0].id)


def _crowd(world: World) -> None:
    """Nearly as many rules as a group may have: single hosts, so that none says what another does."""
    backend = world.ec2("us-east-1")
    group = backend.get_security_group_from_id(world.names["us-east-1/sg/ping-all"])
    for number in range(PARTNERS):
        cidr = {"CidrIp": f"203.0.113.{2 * number + 1}/32"}
        made = SecurityGroupRule(backend, "tcp", group.id, "443", "443", cidr, None, None, is_egress=False)
        made.demo_description = f"partner {number + 1}"  # type: ignore[attr-defined]
        group.ingress_rules.append(made)
