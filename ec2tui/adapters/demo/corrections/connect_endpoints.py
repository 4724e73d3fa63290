"""EC2 Instance Connect endpoints, which moto does not have: made, described and deleted at once."""

from collections.abc import Mapping
from typing import Any

from ec2tui.adapters.demo.chance import hexadecimal
from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.paging import cut
from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.filters import select
from ec2tui.adapters.demo.group_rules import find_group
from ec2tui.adapters.demo.world import World

Reply = Mapping[str, Any]

FILTERS = {
    "instance-connect-endpoint-id": "InstanceConnectEndpointId",
    "state": "State",
    "subnet-id": "SubnetId",
    "tag-key": "Tags.Key",
    "vpc-id": "VpcId",
}
"""DescribeInstanceConnectEndpoints' filters."""


def describe(call: Call) -> Reply:
    """The endpoints of the region that ids and filters choose."""
    known = _endpoints(call.backend)
    wanted = [str(one) for one in call.param("InstanceConnectEndpointIds", [])]
    for one in wanted:
        _find(call, one)
    chosen = [document for id_, document in known.items() if not wanted or id_ in wanted]
    page, following = cut(call, list(select(chosen, call.filters, FILTERS)), 1, 50, 50)
    return {"InstanceConnectEndpoints": page, "NextToken": following}


def check_new(call: Call) -> None:
    """A subnet and groups that exist."""
    _subnet(call)
    for group in call.param("SecurityGroupIds", []):
        find_group(call.backend, str(group))


def create(call: Call) -> Reply:
    """A new endpoint with an interface of its own; without groups it is in the VPC's default one."""
    subnet = _subnet(call)
    default = call.backend.get_default_security_group(subnet.vpc_id)
    groups = [str(group) for group in call.param("SecurityGroupIds", [])] or [default.id]
    given = call.param("TagSpecifications", [])
    tags = [tag for each in given for tag in each.get("Tags", [])]
    # AWS's default (API reference, CreateInstanceConnectEndpoint).
    preserve = str(call.param("PreserveClientIp", False)).lower() == "true"
    return {"InstanceConnectEndpoint": make_endpoint(call.world, subnet, groups, tags, preserve)}


def make_endpoint(
    world: World, subnet: Any, groups: list[str], tags: list[dict[str, str]], preserve: bool
) -> dict[str, Any]:
    """An endpoint in a subnet of moto's, as AWS describes it."""
    backend = subnet.ec2_backend
    region, known = backend.region_name, _endpoints(backend)
    id_ = f"eice-{hexadecimal(world.seed, 'connect-endpoint', region, len(known))}"
    nic = backend.create_network_interface(
        subnet, None, group_ids=groups, description=f"EC2 Instance Connect Endpoint {id_}"
    )
    nic.interface_type = "ec2_instance_connect_endpoint"
    nic.status = "in-use"
    nic.requester_managed = True
    known[id_] = {
        "OwnerId": world.account_id,
        "InstanceConnectEndpointId": id_,
        "InstanceConnectEndpointArn": (
            f"arn:aws:ec2:{region}:{world.account_id}:instance-connect-endpoint/{id_}"
        ),
        "State": "create-complete",
        "DnsName": f"{id_}.ec2-instance-connect-endpoint.{region}.amazonaws.com",
        "NetworkInterfaceIds": [nic.id],
        "VpcId": subnet.vpc_id,
        "AvailabilityZone": subnet.availability_zone,
        "CreatedAt": world.clock.now(),
        "SubnetId": subnet.id,
        "PreserveClientIp": preserve,
        "SecurityGroupIds": groups,
        "Tags": tags,
    }
    return known[id_]


def check_old(call: Call) -> None:
    """The endpoint must exist."""
    _find(call, str(call.param("InstanceConnectEndpointId")))


def delete(call: Call) -> Reply:
    """An endpoint and its interface less."""
    document = _endpoints(call.backend).pop(str(call.param("InstanceConnectEndpointId")))
    for nic in document["NetworkInterfaceIds"]:
        call.backend.enis.pop(nic, None)
    return {"InstanceConnectEndpoint": {**document, "State": "delete-complete"}}


def _subnet(call: Call) -> Any:
    return call.backend.get_subnet(str(call.param("SubnetId")))


def _endpoints(backend: Any) -> dict[str, dict[str, Any]]:
    if not hasattr(backend, "demo_connect_endpoints"):
        backend.demo_connect_endpoints = {}
    found: dict[str, dict[str, Any]] = backend.demo_connect_endpoints
    return found


def _find(call: Call, id_: str) -> None:
    if id_ not in _endpoints(call.backend):
        message = f"The instance connect endpoint ID '{id_}' does not exist"
        raise AwsError("InvalidInstanceConnectEndpointId.NotFound", message)


CORRECTION = Correction(
    name="instance-connect-endpoints",
    moto="does not implement the operations",
    aws="makes, describes and deletes endpoints, which have an interface in their subnet",
    before={
        "CreateInstanceConnectEndpoint": check_new,
        "DeleteInstanceConnectEndpoint": check_old,
    },
    instead={
        "DescribeInstanceConnectEndpoints": describe,
        "CreateInstanceConnectEndpoint": create,
        "DeleteInstanceConnectEndpoint": delete,
    },
)
