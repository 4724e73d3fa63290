"""EC2 Instance Connect endpoints are made, described with pages and filters, and deleted."""

from .conftest import Account, error_code


def test_an_endpoint_is_made_with_its_interface_and_goes_with_it(account: Account) -> None:
    ec2, subnet, group = account.ec2, account.id("prod-app-a", "subnet"), account.id("bastion", "sg")
    before = len(ec2.describe_instance_connect_endpoints()["InstanceConnectEndpoints"])
    made = ec2.create_instance_connect_endpoint(SubnetId=subnet, SecurityGroupIds=[group])
    one = made["InstanceConnectEndpoint"]
    id_ = one["InstanceConnectEndpointId"]
    try:
        assert (one["State"], one["PreserveClientIp"]) == ("create-complete", False)
        wanted = [{"Name": "vpc-id", "Values": [one["VpcId"]]}]
        found = ec2.describe_instance_connect_endpoints(InstanceConnectEndpointIds=[id_], Filters=wanted)
        assert found["InstanceConnectEndpoints"] == [one]
        assert len(ec2.describe_instance_connect_endpoints()["InstanceConnectEndpoints"]) == before + 1
        (nic,) = ec2.describe_network_interfaces(NetworkInterfaceIds=one["NetworkInterfaceIds"])[
            "NetworkInterfaces"
        ]
        assert nic["InterfaceType"] == "ec2_instance_connect_endpoint"
        assert [each["GroupId"] for each in nic["Groups"]] == [group]
    finally:
        ec2.delete_instance_connect_endpoint(InstanceConnectEndpointId=id_)
    assert len(ec2.describe_instance_connect_endpoints()["InstanceConnectEndpoints"]) == before
    code = error_code(ec2.describe_instance_connect_endpoints, InstanceConnectEndpointIds=[id_])
    assert code == "InvalidInstanceConnectEndpointId.NotFound"
    code = error_code(ec2.create_instance_connect_endpoint, SubnetId=subnet, SecurityGroupIds=["sg-0" * 5])
    assert code.startswith("InvalidGroup")
    assert error_code(ec2.delete_instance_connect_endpoint, InstanceConnectEndpointId=id_) == (
        "InvalidInstanceConnectEndpointId.NotFound"
    )
