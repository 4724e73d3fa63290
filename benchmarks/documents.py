"""What the endpoint answers: DescribeInstances pages made from one reservation, and the small calls."""

from collections.abc import Iterator
from functools import lru_cache

NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/"
ACCOUNT = "123456789012"
REGIONS = (
    "us-east-1", "eu-west-1", "us-west-2", "eu-central-1", "ap-southeast-1", "ap-northeast-1", "us-east-2",
    "eu-west-2", "eu-west-3", "eu-north-1", "ap-south-1", "ap-southeast-2", "ap-northeast-2", "sa-east-1",
    "ca-central-1", "us-west-1", "eu-south-1", "me-south-1", "af-south-1", "ap-east-1",
)  # fmt: skip
"""The regions of the account, the first of which are used when fewer are asked for."""

_RESERVATION = """<item><reservationId>r-{n:017x}</reservationId><ownerId>{account}</ownerId><groupSet/>
<instancesSet><item><instanceId>i-{n:017x}</instanceId><imageId>ami-0a1b2c3d4e5f67890</imageId>
<instanceState><code>{code}</code><name>{state}</name></instanceState>
<privateDnsName>ip-10-{b}-{c}-{d}.{region}.compute.internal</privateDnsName>
<dnsName>ec2-203-0-113-{d}.{region}.compute.amazonaws.com</dnsName><reason/><keyName>operations</keyName>
<amiLaunchIndex>0</amiLaunchIndex><productCodes/><instanceType>{type}</instanceType>
<launchTime>2026-0{month}-1{digit}T08:15:3{digit}.000Z</launchTime>
<placement><availabilityZone>{region}{zone}</availabilityZone><availabilityZoneId>use1-az1</availabilityZoneId>
<groupName/><tenancy>default</tenancy></placement><monitoring><state>disabled</state></monitoring>
<subnetId>subnet-0{zone}1b2c3d4e5f67890</subnetId><vpcId>vpc-0a1b2c3d4e5f67890</vpcId>
<privateIpAddress>10.{b}.{c}.{d}</privateIpAddress><ipAddress>203.0.113.{d}</ipAddress>
<sourceDestCheck>true</sourceDestCheck>
<groupSet><item><groupId>sg-0a1b2c3d4e5f67890</groupId><groupName>web</groupName></item>
<item><groupId>sg-0f9e8d7c6b5a43210</groupId><groupName>monitoring</groupName></item></groupSet>
<architecture>arm64</architecture><rootDeviceType>ebs</rootDeviceType><rootDeviceName>/dev/xvda</rootDeviceName>
<blockDeviceMapping><item><deviceName>/dev/xvda</deviceName><ebs><volumeId>vol-{n:017x}</volumeId>
<status>attached</status><attachTime>2026-01-10T08:15:31.000Z</attachTime>
<deleteOnTermination>true</deleteOnTermination></ebs></item>
<item><deviceName>/dev/sdf</deviceName><ebs><volumeId>vol-f{n:016x}</volumeId><status>attached</status>
<attachTime>2026-01-10T08:15:31.000Z</attachTime><deleteOnTermination>false</deleteOnTermination></ebs></item>
</blockDeviceMapping><virtualizationType>hvm</virtualizationType>
<clientToken>5f0c1a52-7a06-4a2e-9d0b-{n:012x}</clientToken>
<tagSet><item><key>Name</key><value>bench-{n:06}</value></item><item><key>env</key><value>{env}</value></item>
<item><key>team</key><value>platform</value></item><item><key>cost-center</key><value>4711</value></item>
<item><key>service</key><value>checkout-{digit}</value></item>
<item><key>aws:autoscaling:groupName</key><value>checkout-{digit}-group</value></item></tagSet>
<hypervisor>xen</hypervisor><networkInterfaceSet><item><networkInterfaceId>eni-{n:017x}</networkInterfaceId>
<subnetId>subnet-0{zone}1b2c3d4e5f67890</subnetId><vpcId>vpc-0a1b2c3d4e5f67890</vpcId><description/>
<ownerId>{account}</ownerId><status>in-use</status><macAddress>0a:1b:2c:00:{c:02x}:{d:02x}</macAddress>
<privateIpAddress>10.{b}.{c}.{d}</privateIpAddress>
<privateDnsName>ip-10-{b}-{c}-{d}.{region}.compute.internal</privateDnsName>
<sourceDestCheck>true</sourceDestCheck>
<groupSet><item><groupId>sg-0a1b2c3d4e5f67890</groupId><groupName>web</groupName></item>
<item><groupId>sg-0f9e8d7c6b5a43210</groupId><groupName>monitoring</groupName></item></groupSet>
<attachment><attachmentId>eni-attach-{n:017x}</attachmentId><deviceIndex>0</deviceIndex>
<status>attached</status><attachTime>2026-01-10T08:15:30.000Z</attachTime>
<deleteOnTermination>true</deleteOnTermination><networkCardIndex>0</networkCardIndex></attachment>
<association><publicIp>203.0.113.{d}</publicIp>
<publicDnsName>ec2-203-0-113-{d}.{region}.compute.amazonaws.com</publicDnsName><ipOwnerId>amazon</ipOwnerId>
</association><privateIpAddressesSet><item><privateIpAddress>10.{b}.{c}.{d}</privateIpAddress>
<privateDnsName>ip-10-{b}-{c}-{d}.{region}.compute.internal</privateDnsName><primary>true</primary>
<association><publicIp>203.0.113.{d}</publicIp>
<publicDnsName>ec2-203-0-113-{d}.{region}.compute.amazonaws.com</publicDnsName><ipOwnerId>amazon</ipOwnerId>
</association></item></privateIpAddressesSet><ipv6AddressesSet/><interfaceType>interface</interfaceType></item>
</networkInterfaceSet><iamInstanceProfile><arn>arn:aws:iam::{account}:instance-profile/web</arn>
<id>AIPABENCHMARKBENCHMARK</id></iamInstanceProfile><ebsOptimized>true</ebsOptimized>
<enaSupport>true</enaSupport><cpuOptions><coreCount>2</coreCount><threadsPerCore>1</threadsPerCore></cpuOptions>
<capacityReservationSpecification><capacityReservationPreference>open</capacityReservationPreference>
</capacityReservationSpecification><hibernationOptions><configured>false</configured></hibernationOptions>
<metadataOptions><state>applied</state><httpTokens>required</httpTokens>
<httpPutResponseHopLimit>2</httpPutResponseHopLimit><httpEndpoint>enabled</httpEndpoint>
<httpProtocolIpv6>disabled</httpProtocolIpv6><instanceMetadataTags>disabled</instanceMetadataTags>
</metadataOptions><enclaveOptions><enabled>false</enabled></enclaveOptions><bootMode>uefi</bootMode>
<platformDetails>Linux/UNIX</platformDetails><usageOperation>RunInstances</usageOperation>
<usageOperationUpdateTime>2026-01-10T08:15:30.000Z</usageOperationUpdateTime>
<privateDnsNameOptions><hostnameType>ip-name</hostnameType>
<enableResourceNameDnsARecord>false</enableResourceNameDnsARecord></privateDnsNameOptions>
<maintenanceOptions><autoRecovery>default</autoRecovery></maintenanceOptions>
<currentInstanceBootMode>uefi</currentInstanceBootMode></item></instancesSet></item>
"""
_STATES = ((16, "running"), (16, "running"), (16, "running"), (80, "stopped"))
_TYPES = ("m7g.large", "c7i.xlarge", "t3.micro", "r7g.2xlarge")


def reservation(number: int, region: str) -> str:
    """One instance of the account as DescribeInstances tells it."""
    code, state = _STATES[number % 4]
    return _RESERVATION.format(
        n=number,
        account=ACCOUNT,
        region=region,
        code=code,
        state=state,
        type=_TYPES[number % 4],
        zone="abc"[number % 3],
        env=("prod", "test")[number % 2],
        month=number % 6 + 1,
        digit=number % 10,
        b=number >> 16 & 255,
        c=number >> 8 & 255,
        d=number & 255,
    )


_SETS = {
    "DescribeInstanceStatus": "instanceStatusSet",
    "DescribeSecurityGroups": "securityGroupInfo",
    "DescribeSecurityGroupRules": "securityGroupRuleSet",
    "DescribeNetworkInterfaces": "networkInterfaceSet",
    "DescribeVolumes": "volumeSet",
    "DescribeSnapshots": "snapshotSet",
    "DescribeImages": "imagesSet",
    "DescribeKeyPairs": "keySet",
    "DescribeInstanceTypes": "instanceTypeSet",
    "DescribeSubnets": "subnetSet",
    "DescribeVpcs": "vpcSet",
    "DescribeAddresses": "addressesSet",
    "DescribeRouteTables": "routeTableSet",
}


def nothing(operation: str) -> bytes:
    """The reply of a call that finds nothing."""
    if operation == "DescribeVpcBlockPublicAccessOptions":
        off = "<internetGatewayBlockMode>off</internetGatewayBlockMode>"
        return answer(operation, f"<vpcBlockPublicAccessOptions>{off}</vpcBlockPublicAccessOptions>")
    return answer(operation, f"<{_SETS[operation]}/>" if operation in _SETS else "")


def chosen(ids: list[str], first: int, count: int, region: str) -> bytes:
    """The instances with these ids that are among the region's."""
    numbers = (int(id_.removeprefix("i-"), 16) for id_ in ids)
    items = "".join(reservation(n, region) for n in numbers if first <= n < first + count)
    return answer("DescribeInstances", f"<reservationSet>{items}</reservationSet>")


def answer(operation: str, body: str = "") -> bytes:
    """A reply of EC2 with this body."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{operation}Response xmlns="{NAMESPACE}">'
        f"<requestId>00000000-0000-4000-8000-000000000000</requestId>{body}</{operation}Response>"
    ).encode()


def pages(first: int, count: int, region: str, size: int) -> Iterator[bytes]:
    """The pages of a region that holds the instances from number `first` on."""
    for start in range(0, max(count, 1), size):
        items = "".join(
            reservation(first + number, region) for number in range(start, min(start + size, count))
        )
        more = f"<nextToken>{start + size}</nextToken>" if start + size < count else ""
        yield answer("DescribeInstances", f"<reservationSet>{items}</reservationSet>{more}")


@lru_cache
def regions(count: int) -> bytes:
    """The reply of DescribeRegions."""
    items = "".join(
        f"<item><regionName>{name}</regionName><regionEndpoint>ec2.{name}.amazonaws.com</regionEndpoint>"
        "<optInStatus>opt-in-not-required</optInStatus></item>"
        for name in REGIONS[:count]
    )
    return answer("DescribeRegions", f"<regionInfo>{items}</regionInfo>")


PROFILES = (
    b'<ListInstanceProfilesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">'
    b"<ListInstanceProfilesResult><InstanceProfiles/><IsTruncated>false</IsTruncated>"
    b"</ListInstanceProfilesResult></ListInstanceProfilesResponse>"
)
"""The reply of iam:ListInstanceProfiles."""

CALLER = (
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
    f"<Arn>arn:aws:iam::{ACCOUNT}:user/bench</Arn><UserId>AIDABENCHMARK</UserId><Account>{ACCOUNT}</Account>"
    "</GetCallerIdentityResult><ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId>"
    "</ResponseMetadata></GetCallerIdentityResponse>"
).encode()
"""The reply of sts:GetCallerIdentity."""
