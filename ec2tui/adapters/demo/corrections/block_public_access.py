"""VPC Block Public Access of a region: off at first, with its exclusions."""

from collections.abc import Mapping
from typing import Any

from moto.ec2.models.subnets import Subnet
from moto.ec2.models.vpcs import VPC

from ec2tui.adapters.demo.chance import hexadecimal
from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.paging import cut
from ec2tui.adapters.demo.errors import AwsError, invalid_value
from ec2tui.adapters.demo.filters import select
from ec2tui.adapters.demo.world import World

Reply = Mapping[str, Any]

MODES = ("off", "block-bidirectional", "block-ingress")
"""What a region may block at its internet gateways."""

EXCLUSIONS = ("allow-bidirectional", "allow-egress")
"""What an excluded VPC or subnet is still allowed."""

FILTERS = {
    "internet-gateway-exclusion-mode": "InternetGatewayExclusionMode",
    "resource-arn": "ResourceArn",
    "state": "State",
    "tag-key": "Tags.Key",
}
"""DescribeVpcBlockPublicAccessExclusions' filters."""


def options(call: Call) -> Reply:
    """What the region blocks."""
    backend = call.backend
    changed = getattr(backend, "demo_bpa_changed", None)
    return {
        "VpcBlockPublicAccessOptions": {
            "AwsAccountId": call.world.account_id,
            "AwsRegion": call.region,
            "State": "update-complete" if changed else "default-state",
            "InternetGatewayBlockMode": _mode(backend),
            "LastUpdateTimestamp": changed,
            "ManagedBy": "account",
            "ExclusionsAllowed": "allowed",
        }
    }


def check_options(call: Call) -> None:
    """Only modes that exist."""
    if call.param("InternetGatewayBlockMode") not in MODES:
        raise invalid_value(f"Invalid InternetGatewayBlockMode: {call.param('InternetGatewayBlockMode')}")


def change_options(call: Call) -> Reply:
    """Another mode, at once: AWS takes minutes."""
    call.backend.demo_bpa_mode = call.param("InternetGatewayBlockMode")
    call.backend.demo_bpa_changed = call.world.clock.now()
    return options(call)


def exclusions(call: Call) -> Reply:
    """What is excluded from the region's block."""
    wanted = [str(one) for one in call.param("ExclusionIds", [])]
    known = _exclusions(call.backend)
    for one in wanted:
        if one not in known:
            raise _no_exclusion(one)
    chosen = [document for key, document in known.items() if not wanted or key in wanted]
    page, following = cut(call, list(select(chosen, call.filters, FILTERS)), 5, 1000, 1000)
    return {"VpcBlockPublicAccessExclusions": page, "NextToken": following}


def check_exclusion(call: Call) -> None:
    """A mode that exists, and a VPC or subnet that does."""
    if call.param("InternetGatewayExclusionMode") not in EXCLUSIONS:
        mode = call.param("InternetGatewayExclusionMode")
        raise invalid_value(f"Invalid InternetGatewayExclusionMode: {mode}")
    _excluded(call)


def exclude(call: Call) -> Reply:
    """A new exclusion."""
    known = _exclusions(call.backend)
    now = call.world.clock.now()
    one = f"vpcbpa-exclude-{hexadecimal(call.world.seed, 'exclusion', call.region, len(known))}"
    given = call.param("TagSpecifications", [])
    known[one] = {
        "ExclusionId": one,
        "InternetGatewayExclusionMode": call.param("InternetGatewayExclusionMode"),
        "ResourceArn": f"arn:aws:ec2:{call.region}:{call.world.account_id}:{_excluded(call)}",
        "State": "create-complete",
        "CreationTimestamp": now,
        "LastUpdateTimestamp": now,
        "Tags": [tag for each in given for tag in each.get("Tags", [])],
    }
    return {"VpcBlockPublicAccessExclusion": known[one]}


def check_end(call: Call) -> None:
    """The exclusion must exist."""
    if call.param("ExclusionId") not in _exclusions(call.backend):
        raise _no_exclusion(str(call.param("ExclusionId")))


def end_exclusion(call: Call) -> Reply:
    """An exclusion less."""
    gone = _exclusions(call.backend).pop(str(call.param("ExclusionId")))
    return {"VpcBlockPublicAccessExclusion": {**gone, "State": "delete-complete"}}


def show_on_networks(world: World) -> None:
    """Let VPCs and subnets say what the region blocks."""

    def states(resource: Any) -> dict[str, str]:
        return {"InternetGatewayBlockMode": _mode(resource.ec2_backend)}

    kinds: tuple[Any, ...] = (VPC, Subnet)
    for kind in kinds:
        kind.block_public_access_states = property(states)


def _mode(backend: Any) -> str:
    return str(getattr(backend, "demo_bpa_mode", "off"))


def _exclusions(backend: Any) -> dict[str, dict[str, Any]]:
    if not hasattr(backend, "demo_bpa_exclusions"):
        backend.demo_bpa_exclusions = {}
    found: dict[str, dict[str, Any]] = backend.demo_bpa_exclusions
    return found


def _excluded(call: Call) -> str:
    subnet, vpc = call.param("SubnetId"), call.param("VpcId")
    if subnet and any(subnet in zone for zone in call.backend.subnets.values()):
        return f"subnet/{subnet}"
    if vpc and vpc in call.backend.vpcs:
        return f"vpc/{vpc}"
    kind = "Subnet" if subnet else "Vpc"
    raise AwsError(f"Invalid{kind}ID.NotFound", f"The {kind.lower()} ID '{subnet or vpc}' does not exist")


def _no_exclusion(one: str) -> AwsError:
    return AwsError(
        "InvalidVpcBlockPublicAccessExclusionId.NotFound", f"The exclusion '{one}' does not exist"
    )


CORRECTION = Correction(
    name="vpc-block-public-access",
    moto="does not implement the operations",
    aws="blocks internet gateways by region, but for excluded VPCs and subnets",
    before={
        "ModifyVpcBlockPublicAccessOptions": check_options,
        "CreateVpcBlockPublicAccessExclusion": check_exclusion,
        "DeleteVpcBlockPublicAccessExclusion": check_end,
    },
    instead={
        "DescribeVpcBlockPublicAccessOptions": options,
        "ModifyVpcBlockPublicAccessOptions": change_options,
        "DescribeVpcBlockPublicAccessExclusions": exclusions,
        "CreateVpcBlockPublicAccessExclusion": exclude,
        "DeleteVpcBlockPublicAccessExclusion": end_exclusion,
    },
    install=show_on_networks,
)
