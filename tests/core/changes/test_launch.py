"""A launch is one call for all its instances; taking it back is a termination of each."""

from ec2tui.core.changes.change import put
from ec2tui.core.changes.instance_state import TerminateInstance
from ec2tui.core.changes.launch import NEW, EndLaunch, RunInstances
from ec2tui.core.changes.plan import Step, draft
from ec2tui.core.changes.tags import SetTag
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.launch import Launch, LaunchVolume, UserData
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.subnet import Subnet
from tests.core.changes.worlds import key

WEB = Launch(
    "ami-1",
    "m7i.large",
    count=2,
    subnet_id="subnet-1",
    groups=("sg-1",),
    volumes=(LaunchVolume("/dev/xvda", 20),),
    protect=True,
    user_data=UserData("ab" * 32, 40),
)


def known() -> Inventory:
    there = put(Inventory(), Kind.SUBNETS, Subnet(key("subnet-1"), "vpc-1", "eu-west-1a"))
    return put(there, Kind.SECURITY_GROUPS, SecurityGroup(key("sg-1"), "web", vpc_id="vpc-1"))


def test_safe_where_nothing_is_said() -> None:
    params = RunInstances(key(NEW), Launch("ami-1", "t3.nano")).call().params
    assert params["MetadataOptions"]["HttpTokens"] == "required"
    assert params["NetworkInterfaces"][0]["AssociatePublicIpAddress"] is False
    assert params["InstanceInitiatedShutdownBehavior"] == "stop"
    assert "UserData" not in params and "KeyName" not in params


def test_volumes_are_encrypted_and_go_with_the_instance_unless_kept() -> None:
    call = RunInstances(key(NEW), WEB).call()
    assert call.params["BlockDeviceMappings"][0]["Ebs"] == {
        "VolumeSize": 20,
        "VolumeType": "gp3",
        "Encrypted": True,
        "DeleteOnTermination": True,
    }


def test_the_would_be_instances_are_what_the_call_makes() -> None:
    after = RunInstances(key(NEW), WEB, (("Name", "web"),)).effect(known())
    found = sorted(after.table(Kind.INSTANCES).values(), key=lambda one: one.key.id)
    assert [one.key.id for one in found] == ["(new instance 2)", "(new instance)"]
    one = found[1]
    assert (one.name, one.az, one.vpc_id, one.public_ip) == ("web", "eu-west-1a", "vpc-1", None)
    assert [group.name for group in one.security_groups] == ["web"]
    assert len(after.table(Kind.INTERFACES)) == len(after.table(Kind.VOLUMES)) == 2
    assert after.table(Kind.PROTECTION)[one.key].termination is True


def test_the_text_of_user_data_is_in_no_plan() -> None:
    plan = draft([RunInstances(key(NEW), WEB)], known(), "p1")
    assert plan.changes[0].call().params["UserData"] == "(user data)"


def test_what_takes_a_launch_back_is_one_termination_for_each() -> None:
    reply = {"Instances": [{"InstanceId": "i-1"}, {"InstanceId": "i-2"}]}
    back = RunInstances(key(NEW), WEB).learn(reply)
    assert back == EndLaunch(key("i-1"), ("i-2",))
    after = Step(SetTag(key("i-9"), "a", "b", Kind.INSTANCES), needs=(0,))
    plan = draft([back, after], Inventory())
    assert plan.changes[:2] == (TerminateInstance(key("i-1")), TerminateInstance(key("i-2")))
    assert plan.steps[2].needs == (1,)
