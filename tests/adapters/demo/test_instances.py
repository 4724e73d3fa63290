from typing import Any

import pytest

from .conftest import Account, error_code


def test_launch_keeps_termination_protection(account: Account) -> None:
    one = account.running(DisableApiTermination=True)
    said = account.ec2.describe_instance_attribute(InstanceId=one, Attribute="disableApiTermination")
    assert said["DisableApiTermination"]["Value"] is True
    assert error_code(account.ec2.terminate_instances, InstanceIds=[one]) == "OperationNotPermitted"


def test_batch_terminate_is_all_or_nothing(account: Account) -> None:
    free, kept = account.running(), account.running(DisableApiTermination=True)
    assert error_code(account.ec2.terminate_instances, InstanceIds=[free, kept]) == "OperationNotPermitted"
    assert account.instance(free)["State"]["Name"] == "running"


def test_states_pass_through_their_transitions(account: Account) -> None:
    one = account.launch()
    assert account.instance(one)["State"]["Name"] == "pending"
    account.control("advance?seconds=20")
    assert account.instance(one)["State"]["Name"] == "running"
    changed = account.ec2.stop_instances(InstanceIds=[one])["StoppingInstances"][0]
    assert (changed["PreviousState"]["Name"], changed["CurrentState"]["Name"]) == ("running", "stopping")
    assert account.instance(one)["State"]["Name"] == "stopping"
    assert error_code(account.ec2.start_instances, InstanceIds=[one]) == "IncorrectInstanceState"
    account.control("advance?seconds=30")
    assert account.instance(one)["State"]["Name"] == "stopped"
    account.ec2.terminate_instances(InstanceIds=[one])
    assert account.instance(one)["State"]["Name"] == "shutting-down"
    account.control("advance?seconds=40")
    gone = account.instance(one)
    assert gone["State"]["Name"] == "terminated"
    assert gone["NetworkInterfaces"] == []
    for operation in (account.ec2.start_instances, account.ec2.stop_instances, account.ec2.reboot_instances):
        assert error_code(operation, InstanceIds=[one]) == "IncorrectInstanceState"
    account.control("advance?seconds=3700")
    assert error_code(account.ec2.describe_instances, InstanceIds=[one]) == "InvalidInstanceID.NotFound"


def test_status_checks_initialize_after_a_boot(account: Account) -> None:
    one = account.running()

    def status() -> dict[str, Any]:
        return dict(account.ec2.describe_instance_status(InstanceIds=[one])["InstanceStatuses"][0])

    assert status()["InstanceStatus"]["Status"] == "initializing"
    account.control("advance?seconds=200")
    assert {status()[kind]["Status"] for kind in ("InstanceStatus", "SystemStatus", "AttachedEbsStatus")} == {
        "ok"
    }


def test_scheduled_events_and_failing_checks_are_told(account: Account) -> None:
    found = {one["InstanceId"]: one for one in account.ec2.describe_instance_status()["InstanceStatuses"]}
    assert found[account.id("ml-train-01")]["Events"][0]["Code"] == "instance-retirement"
    us = account.client("ec2", "us-east-1").describe_instance_status(
        Filters=[{"Name": "instance-status.status", "Values": ["impaired"]}]
    )
    ids = [one["InstanceId"] for one in us["InstanceStatuses"]]
    assert ids == [account.id("spark-master", region="us-east-1")]


def test_a_client_token_launches_once(account: Account) -> None:
    first = account.launch(ClientToken="once", MaxCount=2)
    assert account.launch(ClientToken="once", MaxCount=2) == first
    found = account.ec2.describe_instances(Filters=[{"Name": "client-token", "Values": ["once"]}])
    assert sum(len(one["Instances"]) for one in found["Reservations"]) == 2


def test_every_instance_of_a_launch_has_the_profile_and_the_default_group(account: Account) -> None:
    made = account.ec2.run_instances(
        ImageId=account.id("golden", "image"),
        InstanceType="t3.small",
        SubnetId=account.id("staging-app-a", "subnet"),
        IamInstanceProfile={"Name": "ssm-only"},
        MinCount=1,
        MaxCount=2,
    )["Instances"]
    default = account.id("staging/default", "sg")
    assert len(made) == 2
    for one in made:
        assert one["State"]["Name"] == "pending"
        assert one["IamInstanceProfile"]["Arn"].endswith("/ssm-only")
        assert [group["GroupId"] for group in one["SecurityGroups"]] == [default]


def test_modified_groups_are_the_interfaces_groups_too(account: Account) -> None:
    one = account.running(SecurityGroupIds=[account.id("staging-web", "sg")])
    wanted = account.id("redis-public", "sg")
    account.ec2.modify_instance_attribute(InstanceId=one, Groups=[wanted])
    found = account.instance(one)
    assert [group["GroupId"] for group in found["SecurityGroups"]] == [wanted]
    assert [group["GroupId"] for group in found["NetworkInterfaces"][0]["Groups"]] == [wanted]
    nic = found["NetworkInterfaces"][0]["NetworkInterfaceId"]
    account.ec2.modify_network_interface_attribute(
        NetworkInterfaceId=nic, Groups=[account.id("staging-web", "sg")]
    )
    shown = account.ec2.describe_network_interfaces(NetworkInterfaceIds=[nic])["NetworkInterfaces"][0]
    assert [group["GroupName"] for group in shown["Groups"]] == ["staging-web"]
    assert [group["GroupName"] for group in account.instance(one)["SecurityGroups"]] == ["staging-web"]


def test_shutdown_behaviour_leaves_the_groups_alone(account: Account) -> None:
    one = account.running()
    before = account.instance(one)["SecurityGroups"]
    account.ec2.modify_instance_attribute(
        InstanceId=one, InstanceInitiatedShutdownBehavior={"Value": "terminate"}
    )
    said = account.ec2.describe_instance_attribute(
        InstanceId=one, Attribute="instanceInitiatedShutdownBehavior"
    )
    assert said["InstanceInitiatedShutdownBehavior"]["Value"] == "terminate"
    assert account.instance(one)["SecurityGroups"] == before != []


def test_a_running_instance_is_not_resized(account: Account) -> None:
    one = account.running()
    asked = {"InstanceId": one, "InstanceType": {"Value": "t3.large"}}
    assert error_code(account.ec2.modify_instance_attribute, **asked) == "IncorrectInstanceState"
    account.ec2.stop_instances(InstanceIds=[one])
    account.control("advance?seconds=30")
    account.ec2.modify_instance_attribute(**asked)
    assert account.instance(one)["InstanceType"] == "t3.large"


def test_metadata_options_not_named_stay(account: Account) -> None:
    one = account.running(MetadataOptions={"HttpTokens": "required", "HttpPutResponseHopLimit": 2})
    account.ec2.modify_instance_metadata_options(InstanceId=one, HttpEndpoint="disabled")
    options = account.instance(one)["MetadataOptions"]
    assert (options["HttpTokens"], options["HttpPutResponseHopLimit"]) == ("required", 2)
    assert options["HttpEndpoint"] == "disabled"


def test_detailed_monitoring_goes_on_and_off(account: Account) -> None:
    one = account.running()
    account.ec2.monitor_instances(InstanceIds=[one])
    assert account.instance(one)["Monitoring"]["State"] == "enabled"
    account.ec2.unmonitor_instances(InstanceIds=[one])
    assert account.instance(one)["Monitoring"]["State"] == "disabled"


def test_a_volume_is_kept_or_deleted_on_termination(account: Account) -> None:
    one = account.id("notebook-01", region="us-east-1")
    ec2 = account.client("ec2", "us-east-1")
    mapping = [{"DeviceName": "/dev/sdf", "Ebs": {"DeleteOnTermination": True}}]
    ec2.modify_instance_attribute(InstanceId=one, BlockDeviceMappings=mapping)
    shown = {
        device["DeviceName"]: device["Ebs"]["DeleteOnTermination"]
        for device in account.instance(one, "us-east-1")["BlockDeviceMappings"]
    }
    assert shown["/dev/sdf"] is True


def test_a_replaced_profile_shows_on_the_instance(account: Account) -> None:
    one = account.running(IamInstanceProfile={"Name": "ssm-only"})
    found = account.ec2.describe_iam_instance_profile_associations(
        Filters=[{"Name": "instance-id", "Values": [one]}]
    )["IamInstanceProfileAssociations"][0]
    account.ec2.replace_iam_instance_profile_association(
        AssociationId=found["AssociationId"], IamInstanceProfile={"Name": "shop-web"}
    )
    assert account.instance(one)["IamInstanceProfile"]["Arn"].endswith("/shop-web")
    account.ec2.disassociate_iam_instance_profile(AssociationId=found["AssociationId"])
    assert "IamInstanceProfile" not in account.instance(one)


def test_a_profile_of_the_seeded_account_shows_no_more_when_it_is_taken_off(account: Account) -> None:
    one = account.id("notebook-02", region="us-east-1")
    ec2 = account.client("ec2", "us-east-1")
    shown = account.instance(one, "us-east-1")["IamInstanceProfile"]
    found = ec2.describe_iam_instance_profile_associations(
        Filters=[{"Name": "instance-id", "Values": [one]}]
    )["IamInstanceProfileAssociations"][0]
    ec2.disassociate_iam_instance_profile(AssociationId=found["AssociationId"])
    assert "IamInstanceProfile" not in account.instance(one, "us-east-1")
    ec2.associate_iam_instance_profile(IamInstanceProfile={"Arn": shown["Arn"]}, InstanceId=one)
    assert account.instance(one, "us-east-1")["IamInstanceProfile"]["Arn"] == shown["Arn"]


def test_an_address_of_an_interface_names_its_instance(account: Account) -> None:
    one = account.running()
    interface = account.instance(one)["NetworkInterfaces"][0]["NetworkInterfaceId"]
    made = account.ec2.allocate_address(Domain="vpc")["AllocationId"]
    for where in ({"NetworkInterfaceId": interface}, {"InstanceId": one}):
        held = account.ec2.associate_address(AllocationId=made, **where)["AssociationId"]
        (shown,) = account.ec2.describe_addresses(AllocationIds=[made])["Addresses"]
        assert (shown["InstanceId"], shown["NetworkInterfaceId"]) == (one, interface)
        account.ec2.disassociate_address(AssociationId=held)
    account.ec2.release_address(AllocationId=made)


def test_images_are_found_by_the_snapshot_that_they_are_made_from(account: Account) -> None:
    golden = account.id("golden", "image")
    (image,) = account.ec2.describe_images(ImageIds=[golden])["Images"]
    snapshot = image["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"]

    def made_from(id_: str) -> list[str]:
        chosen = [{"Name": "block-device-mapping.snapshot-id", "Values": [id_]}]
        return [
            one["ImageId"] for one in account.ec2.describe_images(Owners=["self"], Filters=chosen)["Images"]
        ]

    assert made_from(snapshot) == [golden]
    assert made_from("snap-00000000000000000") == []


@pytest.mark.parametrize(
    ("bad", "code"),
    [("i-nonsense", "InvalidInstanceID.Malformed"), ("i-0123456789abcdef0", "InvalidInstanceID.NotFound")],
)
def test_bad_ids_are_told_apart(account: Account, bad: str, code: str) -> None:
    for operation in (
        account.ec2.describe_instances,
        account.ec2.stop_instances,
        account.ec2.start_instances,
    ):
        assert error_code(operation, InstanceIds=[bad]) == code
