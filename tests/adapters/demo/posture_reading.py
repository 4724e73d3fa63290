"""The seeded account as one reads it over the wire, for deciding the checks anew and simply."""

import ipaddress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from .conftest import Account

V4 = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.168.0.0/16", "224.0.0.0/4", "240.0.0.0/4",
]  # fmt: skip
NOT_PUBLIC = [ipaddress.IPv4Network(one) for one in V4]
GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")


def share(cidrs: list[str], version: int) -> float:
    """How much of the public internet of a family these cover together."""
    networks = [n for n in map(ipaddress.ip_network, cidrs) if n.version == version]
    merged = list(ipaddress.collapse_addresses(networks))  # type: ignore[type-var]
    if version == 6:
        inside = sum(min(n.num_addresses, GLOBAL_V6.num_addresses) for n in merged if n.overlaps(GLOBAL_V6))
        return inside / GLOBAL_V6.num_addresses
    hidden = sum(min(n.num_addresses, p.num_addresses) for n in merged for p in NOT_PUBLIC if n.overlaps(p))
    total = 2**32 - sum(p.num_addresses for p in NOT_PUBLIC)
    return (sum(n.num_addresses for n in merged) - hidden) / total


@dataclass
class Region:
    """What one region of the account says of itself."""

    account: Account
    region: str
    now: datetime
    names: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        prefix = f"{self.region}/"
        known = self.account.control("names")["names"]
        self.names = {one: key.removeprefix(prefix) for key, one in known.items() if key.startswith(prefix)}

    def read(self, operation: str, key: str, **given: Any) -> list[dict[str, Any]]:
        return list(getattr(self.account.client("ec2", self.region), operation)(**given)[key])

    @cached_property
    def instances(self) -> list[dict[str, Any]]:
        found = [i for r in self.read("describe_instances", "Reservations") for i in r["Instances"]]
        ending = ("shutting-down", "terminated")
        return [i for i in found if i["State"]["Name"] not in ending and i["InstanceId"] in self.names]

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        return self.read("describe_security_groups", "SecurityGroups")

    @cached_property
    def rules(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {group["GroupId"]: [] for group in self.groups}
        for rule in self.read("describe_security_group_rules", "SecurityGroupRules"):
            found[rule["GroupId"]].append(rule)
        return found

    @cached_property
    def volumes(self) -> dict[str, dict[str, Any]]:
        return {v["VolumeId"]: v for v in self.read("describe_volumes", "Volumes")}

    @cached_property
    def images(self) -> dict[str, dict[str, Any]]:
        return {i["ImageId"]: i for i in self.read("describe_images", "Images", IncludeDeprecated=True)}

    @cached_property
    def subnets(self) -> dict[str, dict[str, Any]]:
        return {s["SubnetId"]: s for s in self.read("describe_subnets", "Subnets")}

    @cached_property
    def alarms(self) -> list[dict[str, Any]]:
        found = self.account.client("cloudwatch", self.region).describe_alarms()
        return list(found["MetricAlarms"])

    @cached_property
    def roles(self) -> dict[str, str]:
        """The role in each instance profile, by the profile's ARN."""
        listed = self.account.client("iam", "us-east-1").list_instance_profiles()["InstanceProfiles"]
        return {one["Arn"]: one["Roles"][0]["RoleName"] for one in listed}

    @cached_property
    def broad_roles(self) -> set[str]:
        iam = self.account.client("iam", "us-east-1")
        broad = ("AdministratorAccess", "PowerUserAccess", "IAMFullAccess", "AmazonEC2RoleforSSM")
        found = set()
        for role in {self.role(one) for one in self.instances} - {None}:
            attached = iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
            names = [one["PolicyName"] for one in attached]
            if any(name in broad or name.endswith("FullAccess") for name in names):
                found.add(str(role))
        return found

    def role(self, instance: dict[str, Any]) -> str | None:
        arn = instance.get("IamInstanceProfile", {}).get("Arn")
        return self.roles[arn] if arn else None

    def sources(self, groups: list[str], port: int | None, protocol: str = "tcp") -> list[str]:
        """The addresses that the groups together let in to a port; to all ports, when it is None."""
        found = []
        for rule in [one for group in groups for one in self.rules[group] if not one["IsEgress"]]:
            everything = rule["IpProtocol"] == "-1"
            wide = (rule["FromPort"], rule["ToPort"]) == (0, 65535) and rule["IpProtocol"] == protocol
            within = rule["IpProtocol"] == protocol and rule["FromPort"] <= (port or -9) <= rule["ToPort"]
            if everything or (port is None and wide) or within:
                found += [rule[key] for key in ("CidrIpv4", "CidrIpv6") if key in rule]
        return found

    def open(self, groups: list[str], ports: tuple[int, ...]) -> bool:
        """Whether one of the ports is open to the whole internet of either family."""
        return any(share(self.sources(groups, port), version) > 0.99 for port in ports for version in (4, 6))

    def route_to_gateway(self, subnet: str, anywhere: str) -> bool:
        for table in self.read("describe_route_tables", "RouteTables"):
            if any(one.get("SubnetId") == subnet for one in table["Associations"]):
                return any(
                    str(route.get("GatewayId", "")).startswith("igw-")
                    and anywhere in (route.get("DestinationCidrBlock"), route.get("DestinationIpv6CidrBlock"))
                    for route in table["Routes"]
                )
        return False
