"""`ls -o json` says what an independent client reads from the same endpoint, field by field."""

import json
from datetime import UTC

import pytest

from tests.cli.conftest import REGION, client

ROLE = "writes-reports"


@pytest.fixture(scope="module")
def fleet(emulator):
    """Instances with as many different fields as the emulator keeps; the address of the emulator."""
    ec2 = client(emulator)
    group = ec2.create_security_group(GroupName="web", Description="d")["GroupId"]
    ec2.create_key_pair(KeyName="ann")
    common = {"ImageId": "ami-12345678", "MinCount": 1, "MaxCount": 1, "SecurityGroupIds": [group]}
    ec2.run_instances(
        **common,
        InstanceType="m5.large",
        KeyName="ann",
        EbsOptimized=True,
        Monitoring={"Enabled": True},
        MetadataOptions={"HttpTokens": "required", "HttpPutResponseHopLimit": 2},
        BlockDeviceMappings=[
            {"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 9, "DeleteOnTermination": False}},
            {"DeviceName": "/dev/sdb", "Ebs": {"VolumeSize": 1, "DeleteOnTermination": True}},
        ],
        TagSpecifications=[
            {
                "ResourceType": "instance",
                "Tags": [{"Key": "Name", "Value": "wéb <&> 1"}, {"Key": "env", "Value": ""}],
            }
        ],
    )
    stopped = ec2.run_instances(**common, InstanceType="t3.nano")["Instances"][0]["InstanceId"]
    ec2.stop_instances(InstanceIds=[stopped])
    iam = client(emulator, service="iam")
    iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument="{}")
    iam.create_instance_profile(InstanceProfileName="of-a-template")
    iam.add_role_to_instance_profile(InstanceProfileName="of-a-template", RoleName=ROLE)
    ec2.associate_iam_instance_profile(InstanceId=stopped, IamInstanceProfile={"Name": "of-a-template"})
    ended = ec2.run_instances(**common, InstanceType="t3.nano")["Instances"][0]["InstanceId"]
    ec2.terminate_instances(InstanceIds=[ended])
    return emulator


def iso(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def groups(listed):
    return [{"id": one["GroupId"], "name": one["GroupName"]} for one in listed]


def expected(reservation, i):
    """The instance as the independent client sees it, in our words."""
    get = i.get
    tags = {tag["Key"]: tag["Value"] for tag in get("Tags", [])}
    options = get("MetadataOptions", {})
    cpu = get("CpuOptions", {})
    profile = get("IamInstanceProfile", {}).get("Arn")
    return {
        "id": i["InstanceId"],
        "name": tags.get("Name"),
        "state": i["State"]["Name"],
        "type": i["InstanceType"],
        "region": REGION,
        "az": i["Placement"]["AvailabilityZone"],
        "private_ip": get("PrivateIpAddress"),
        "public_ip": get("PublicIpAddress"),
        "private_dns": get("PrivateDnsName") or None,
        "public_dns": get("PublicDnsName") or None,
        "vpc_id": get("VpcId"),
        "subnet_id": get("SubnetId"),
        "image_id": get("ImageId"),
        "key_name": get("KeyName"),
        "profile_arn": profile,
        "role": ROLE if profile else None,
        "security_groups": groups(get("SecurityGroups", [])),
        "launch_time": iso(i["LaunchTime"]),
        "platform": get("Platform"),
        "tags": tags,
        "account": reservation["OwnerId"],
        "reservation_id": reservation["ReservationId"],
        "source_dest_check": get("SourceDestCheck"),
        "placement_group": i["Placement"].get("GroupName") or None,
        "tenancy": i["Placement"].get("Tenancy"),
        "lifecycle": get("InstanceLifecycle"),
        "monitoring": i["Monitoring"]["State"],
        "state_reason": get("StateReason", {}).get("Message") or None,
        "state_transition": get("StateTransitionReason") or None,
        "platform_details": get("PlatformDetails"),
        "architecture": get("Architecture"),
        "virtualization": get("VirtualizationType"),
        "hypervisor": get("Hypervisor"),
        "boot_mode": get("CurrentInstanceBootMode") or get("BootMode"),
        "root_device_name": get("RootDeviceName"),
        "root_device_type": get("RootDeviceType"),
        "ebs_optimized": get("EbsOptimized"),
        "ena_support": get("EnaSupport"),
        "hibernation": get("HibernationOptions", {}).get("Configured"),
        "enclave": get("EnclaveOptions", {}).get("Enabled"),
        "cores": cpu.get("CoreCount"),
        "threads_per_core": cpu.get("ThreadsPerCore"),
        "metadata_options": {
            "http_endpoint": options.get("HttpEndpoint"),
            "http_tokens": options.get("HttpTokens"),
            "hop_limit": options.get("HttpPutResponseHopLimit"),
            "ipv6": options.get("HttpProtocolIpv6"),
            "tags": options.get("InstanceMetadataTags"),
        },
        "block_devices": [
            {
                "device": device["DeviceName"],
                "volume_id": device["Ebs"]["VolumeId"],
                "delete_on_termination": device["Ebs"]["DeleteOnTermination"],
                "status": device["Ebs"]["Status"],
                "attach_time": iso(device["Ebs"].get("AttachTime")),
            }
            for device in get("BlockDeviceMappings", [])
        ],
        "interfaces": [interface(one) for one in get("NetworkInterfaces", [])],
    }


def interface(one):
    addresses = one.get("PrivateIpAddresses", [])
    public = [a["Association"]["PublicIp"] for a in addresses if a.get("Association", {}).get("PublicIp")]
    return {
        "id": one["NetworkInterfaceId"],
        "device_index": one["Attachment"]["DeviceIndex"],
        "type": one.get("InterfaceType"),
        "status": one.get("Status"),
        "subnet_id": one.get("SubnetId"),
        "vpc_id": one.get("VpcId"),
        "mac": one.get("MacAddress"),
        "private_ips": [a["PrivateIpAddress"] for a in addresses],
        "public_ips": public,
        "ipv6": [a["Ipv6Address"] for a in one.get("Ipv6Addresses", [])],
        "security_groups": groups(one.get("Groups", [])),
        "source_dest_check": one.get("SourceDestCheck"),
        "delete_on_termination": one["Attachment"].get("DeleteOnTermination"),
    }


def test_every_field_agrees_with_boto3(program, fleet):
    done = program("--endpoint-url", fleet, "--region", REGION, "ls", "-o", "json")
    assert (done.returncode, done.stderr) == (0, "")
    listed = {one["id"]: one for one in json.loads(done.stdout)}
    theirs = {
        i["InstanceId"]: expected(reservation, i)
        for reservation in client(fleet).describe_instances()["Reservations"]
        for i in reservation["Instances"]
    }
    assert listed.keys() == theirs.keys() and len(listed) == 3
    for id_, fields in theirs.items():
        assert {name: listed[id_].get(name, "absent") for name in fields} == fields


def test_protection_is_null_until_it_is_asked_for(program, fleet):
    at = ("--endpoint-url", fleet, "--region", REGION)
    [web] = json.loads(program(*at, "ls", "-o", "json", "name:wéb*").stdout)
    assert web["termination_protected"] is None
    client(fleet).modify_instance_attribute(InstanceId=web["id"], DisableApiTermination={"Value": True})
    done = program(*at, "ls", "-o", "json", "--columns", "protected", "name:wéb*")
    assert json.loads(done.stdout)[0]["termination_protected"] is True
    assert program(*at, "ls", "-o", "ids", "name:wéb* unprotected").stdout == ""


def test_show_knows_the_volumes_and_what_survives_termination(program, fleet):
    shown = json.loads(
        program("--endpoint-url", fleet, "--region", REGION, "show", "wéb <&> 1", "-o", "json").stdout
    )
    assert [one["size_gib"] for one in shown["volumes"]] == [9, 1]
    assert [one["delete_on_termination"] for one in shown["block_devices"]] == [False, True]
    assert (shown["vcpus"], shown["memory_mib"]) == (2, 8192)
