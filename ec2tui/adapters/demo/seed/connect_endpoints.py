"""The account's EC2 Instance Connect endpoint, the way in to what has no public address in staging."""

from ec2tui.adapters.demo.corrections.connect_endpoints import make_endpoint
from ec2tui.adapters.demo.seed.group_tables import INSIDE, Group, tcp
from ec2tui.adapters.demo.seed.groups import build_group
from ec2tui.adapters.demo.seed.networks import remember
from ec2tui.adapters.demo.world import World

GROUP = Group(
    "staging",
    "connect-endpoint",
    "EC2 Instance Connect endpoint, lets nobody in",
    (),
    egress=(tcp(22, INSIDE["staging"], "SSH to the instances"),),
)
"""The endpoint's own security group."""


def build_connect_endpoints(world: World) -> None:
    """One endpoint that keeps the client's address, so that the office's rules let it in."""
    region = "eu-west-1"
    subnet = world.ec2(region).get_subnet(world.names[f"{region}/subnet/staging-app-a"])
    tags = [{"Key": "Name", "Value": "staging-connect"}, {"Key": "env", "Value": "staging"}]
    made = make_endpoint(world, subnet, [build_group(world, GROUP)], tags, preserve=True)
    remember(world, region, "connect-endpoint", "staging", made["InstanceConnectEndpointId"])
