"""The rival: Cloud Custodian's filters over as many resources, in memory; prints microseconds a check.

It runs in an environment of its own; argv: instances, groups, volumes.
"""

import logging
import sys
import time
from random import Random

from c7n.config import Config
from c7n.policy import PolicyCollection
from c7n.resources import load_resources

logging.disable(logging.CRITICAL)
PUBLIC = {"Cidr": {"value": "0.0.0.0/0"}}
FILTERS = {
    "aws.ec2": [
        {"type": "value", "key": "MetadataOptions.HttpTokens", "value": "optional"},
        {"type": "value", "key": "PublicIpAddress", "value": "present"},
        {"type": "value", "key": "IamInstanceProfile", "value": "absent"},
        {"tag:owner": "absent"},
    ],
    "aws.security-group": [
        {"type": "ingress", "Ports": [22, 3389], **PUBLIC},
        {"type": "ingress", "Ports": [3306, 5432, 6379], **PUBLIC},
        {"type": "egress", "IpProtocol": "-1", **PUBLIC},
    ],
    "aws.ebs": [{"Encrypted": False}, {"tag:owner": "absent"}],
}


def resources(pick: Random, instances: int, groups: int, volumes: int) -> dict:
    """The same sorts of resources as AWS's documents."""
    tags = [{"Key": "Name", "Value": "x"}, {"Key": "owner", "Value": "ops"}]
    networks = [{"CidrIp": f"10.{n}.0.0/16"} for n in range(7)]
    rules = [
        {"IpProtocol": "tcp", "FromPort": n + 22, "ToPort": n + 22, "IpRanges": [one]}
        for n, one in enumerate(networks)
    ]
    return {
        "aws.ec2": [
            {
                "InstanceId": f"i-{n}",
                "State": {"Name": "running"},
                "MetadataOptions": {"HttpTokens": pick.choice(("required", "optional"))},
                "Tags": tags,
            }
            for n in range(instances)
        ],
        "aws.security-group": [
            {
                "GroupId": f"sg-{n}",
                "OwnerId": "1",
                "GroupName": f"g-{n}",
                "IpPermissions": rules,
                "IpPermissionsEgress": [],
            }
            for n in range(groups)
        ],
        "aws.ebs": [{"VolumeId": f"vol-{n}", "Encrypted": bool(n % 3), "Tags": tags} for n in range(volumes)],
    }


def main() -> None:
    """Runs each filter over all resources of its sort."""
    load_resources(tuple(FILTERS))
    world = resources(Random(7), *map(int, sys.argv[1:4]))
    config = Config.empty(account_id="111122223333", region="eu-west-1")
    spent, checks = 0.0, 0
    for sort, filters in FILTERS.items():
        for n, one in enumerate(filters):
            policy = {"name": f"p{n}", "resource": sort, "filters": [one]}
            manager = next(iter(PolicyCollection.from_data({"policies": [policy]}, config))).resource_manager
            start = time.process_time()
            manager.filter_resources([dict(item) for item in world[sort]])
            spent += time.process_time() - start
            checks += len(world[sort])
    print(spent / checks * 1e6)


main()
