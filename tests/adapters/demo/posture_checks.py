"""The checks of the first tier, decided as plainly as possible: names of what fails, of what is looked at."""

import ipaddress
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from .posture_reading import Region, share

ADMIN = (22, 3389, 5985, 5986, 5900, 5901, 5902, 5903, 23)
DATA = (
    1433, 1434, 1521, 2483, 2484, 3306, 5432, 6379, 9042, 7000, 7001, 7199, 9160, 9092, 9200, 9300, 5601,
    11211, 27017, 27018, 2049,
)  # fmt: skip
LEGACY = (
    20, 21, 25, 110, 135, 137, 138, 139, 143, 389, 445, 88, 464, 3000, 4333, 5000, 5500, 8080, 8088, 8888,
)  # fmt: skip
KNOWN_OWNERS = (
    "099720109477", "136693071363", "309956199498", "013907871322", "764336703387", "792107900819",
    "137112412989", "801119661308", "125523088429",
)  # fmt: skip

Item = dict[str, Any]
Fails = Callable[[Region, Item], bool]


def inbound(region: Region, group: Item) -> list[Item]:
    return [rule for rule in region.rules[group["GroupId"]] if not rule["IsEgress"]]


def cidrs(rules: list[Item]) -> list[str]:
    return [rule[key] for rule in rules for key in ("CidrIpv4", "CidrIpv6") if key in rule]


def public(cidr: str) -> bool:
    return share([cidr], ipaddress.ip_network(cidr).version) > 0


def too_wide(region: Region, group: Item) -> bool:
    networks = [ipaddress.ip_network(one) for one in cidrs(inbound(region, group)) if public(one)]
    return any(0 < one.prefixlen < (24 if one.version == 4 else 48) for one in networks)


def split(region: Region, group: Item) -> bool:
    given = cidrs(inbound(region, group))
    return not {"0.0.0.0/0", "::/0"} & set(given) and any(share(given, v) >= 0.25 for v in (4, 6))


def any_other_port(region: Region, group: Item) -> bool:
    ends = {r[key] for r in inbound(region, group) if r["IpProtocol"] in ("tcp", "udp") for key in
            ("FromPort", "ToPort")}  # fmt: skip
    ends |= {1} if any(r["IpProtocol"] == "-1" for r in inbound(region, group)) else set()
    return region.open([group["GroupId"]], tuple(ends - {80, 443}))


def default_in_use(region: Region, group: Item) -> bool:
    return group["GroupName"] == "default" and bool(region.rules[group["GroupId"]])


def undescribed(region: Region, group: Item) -> bool:
    named = group["GroupName"].startswith("launch-wizard")
    return named or not all(rule.get("Description") for rule in region.rules[group["GroupId"]])


def overlapping(region: Region, group: Item) -> bool:
    rules = [rule for rule in inbound(region, group) if "CidrIpv4" in rule or "CidrIpv6" in rule]
    for one in rules:
        for other in rules:
            if one is other or one["IpProtocol"] != other["IpProtocol"]:
                continue
            a, b = (ipaddress.ip_network(cidrs([rule])[0]) for rule in (one, other))
            ports = one["FromPort"] <= other["FromPort"] and other["ToPort"] <= one["ToPort"]
            same = (one["FromPort"], one["ToPort"]) == (other["FromPort"], other["ToPort"])
            if a.version == b.version and ports and b.subnet_of(a):  # type: ignore[arg-type]
                return True
            if a.version == b.version and same and a.supernet() == b.supernet() and a.prefixlen:
                return True
    return False


def expired(region: Region, group: Item) -> bool:
    tags = [tag for rule in region.rules[group["GroupId"]] for tag in rule["Tags"]]
    return any(tag["Key"] == "ec2tui:expires-at" and tag["Value"] < region.now.isoformat() for tag in tags)


def reached(region: Region, instance: Item) -> bool:
    if instance["State"]["Name"] != "running":
        return False
    groups = [one["GroupId"] for one in instance["SecurityGroups"]]
    for version, has, anywhere in (
        (4, instance.get("PublicIpAddress"), "0.0.0.0/0"),
        (6, instance.get("Ipv6Address"), "::/0"),
    ):
        routed = has and region.route_to_gateway(instance["SubnetId"], anywhere)
        if routed and any(share(region.sources(groups, p), version) > 0.25 for p in (*ADMIN, *DATA)):
            return True
    return False


def facing(region: Region, instance: Item) -> bool:
    public = instance.get("PublicIpAddress")
    return bool(public) and region.route_to_gateway(instance["SubnetId"], "0.0.0.0/0")


def unprotected(region: Region, instance: Item) -> bool:
    def off(name: str) -> bool:
        said = region.account.client("ec2", region.region).describe_instance_attribute(
            InstanceId=instance["InstanceId"], Attribute=name[0].lower() + name[1:]
        )
        return not said[name]["Value"]

    if instance.get("InstanceLifecycle") == "spot":
        return False
    return off("DisableApiTermination") or (tag(instance, "env") == "prod" and off("DisableApiStop"))


def bare(item: Item) -> bool:
    return any(tag(item, key) is None for key in ("Name", "env", "owner"))


def stale(region: Region, instance: Item) -> bool:
    if instance["State"]["Name"] == "stopped":
        since = instance["StateTransitionReason"].partition("(")[2][:10]
        return bool(since < (region.now - timedelta(days=30)).isoformat()[:10])
    return bool(region.now - instance["LaunchTime"] > timedelta(days=180))


def tag(item: Item, key: str) -> str | None:
    return next((one["Value"] for one in item.get("Tags", []) if one["Key"] == key), None)


def volumes(region: Region, instance: Item) -> Iterator[tuple[Item, bool, bool]]:
    for block in instance["BlockDeviceMappings"]:
        root = block["DeviceName"] == instance["RootDeviceName"]
        yield region.volumes[block["Ebs"]["VolumeId"]], root, block["Ebs"]["DeleteOnTermination"]


def wrong_ending(region: Region, instance: Item) -> bool:
    return any(
        (root and not deleted) or (deleted and tag(volume, "keep") is not None)
        for volume, root, deleted in volumes(region, instance)
    )


def image_of(region: Region, instance: Item) -> Item:
    return region.images[instance["ImageId"]]


def stranger(region: Region, instance: Item) -> bool:
    owner = image_of(region, instance)["OwnerId"]
    return owner not in (*KNOWN_OWNERS, region.account.demo.account_id)


def older(region: Region, instance: Item) -> bool:
    return bool(image_of(region, instance)["CreationDate"] < (region.now - timedelta(days=365)).isoformat())


def unwatched(region: Region, instance: Item) -> bool:
    mine = {"Name": "InstanceId", "Value": instance["InstanceId"]}
    watching = [
        one for one in region.alarms
        if mine in one["Dimensions"] and one["MetricName"].startswith("StatusCheckFailed")
        and one["AlarmActions"] and one["StateValue"] != "INSUFFICIENT_DATA"
    ]  # fmt: skip
    return not watching or instance["Monitoring"]["State"] != "enabled"


def ports(*wanted: int) -> Fails:
    return lambda region, group: region.open([group["GroupId"]], wanted)


GROUP_CHECKS: dict[str, Fails] = {
    "SG-01": ports(*ADMIN),
    "SG-02": ports(*DATA),
    "SG-03": ports(*LEGACY),
    "SG-04": lambda region, group: "0.0.0.0/0" in region.sources([group["GroupId"]], None),
    "SG-05": any_other_port,
    "SG-06": too_wide,
    "SG-07": split,
    "SG-08": default_in_use,
    "SG-09": lambda region, group: any(
        rule["IsEgress"] and rule["IpProtocol"] == "-1" and "0.0.0.0/0" in cidrs([rule])
        for rule in region.rules[group["GroupId"]]
    ),
    "SG-13": undescribed,
    "SG-14": overlapping,
    "SG-18": expired,
}
INSTANCE_CHECKS: dict[str, Fails] = {
    "NET-01": reached,
    "NET-02": lambda region, one: bool(one.get("PublicIpAddress")),
    "NET-03": lambda region, one: bool(
        one.get("Ipv6Address") and region.route_to_gateway(one["SubnetId"], "::/0")
    ),
    "NET-04": lambda region, one: facing(region, one) and region.role(one) is not None,
    "INS-01": lambda region, one: one["MetadataOptions"]["HttpTokens"] == "optional",
    "INS-04": unprotected,
    "INS-07": stale,
    "INS-10": lambda region, one: bare(one),
    "IAM-01": lambda region, one: region.role(one) is None,
    "IAM-02": lambda region, one: region.role(one) in region.broad_roles,
    "STO-05": wrong_ending,
    "AMI-01": stranger,
    "AMI-02": lambda region, one: image_of(region, one).get("DeprecationTime", "9") < region.now.isoformat(),
    "AMI-03": older,
    "MON-01": unwatched,
}


def decide(region: Region) -> Iterator[tuple[str, str, str, bool]]:
    """(check, kind, name, fails) of every seeded thing that a check looks at."""
    for group in region.groups:
        for check, fails in GROUP_CHECKS.items():
            yield check, *_named(region, group["GroupId"]), fails(region, group)
    for one in region.instances:
        for check, fails in INSTANCE_CHECKS.items():
            yield check, *_named(region, one["InstanceId"]), fails(region, one)
    for subnet in region.subnets.values():
        yield "NET-05", *_named(region, subnet["SubnetId"]), bool(subnet["MapPublicIpOnLaunch"])
    for volume in region.volumes.values():
        if volume["VolumeId"] not in region.names:
            continue  # of an instance that has ended
        name = _named(region, volume["VolumeId"])
        yield "INS-10", *name, bare(volume)
        if volume["Attachments"]:
            yield "STO-01", *name, not volume["Encrypted"]
        else:
            yield "STO-05", *name, True
    state = region.account.client("ec2", region.region).get_image_block_public_access_state()
    blocked = state["ImageBlockPublicAccessState"] != "unblocked"
    yield "AMI-04", "account", "image-block-public-access", not blocked
    for image in region.images.values():
        if image["OwnerId"] == region.account.demo.account_id:
            yield "AMI-04", *_named(region, image["ImageId"]), bool(image["Public"])


def _named(region: Region, one: str) -> tuple[str, str]:
    kind, _, name = region.names[one].partition("/")
    return kind, name
