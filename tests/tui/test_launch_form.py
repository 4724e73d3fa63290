"""`n` on the screen: a form with defaults, a review, and what was reviewed is what is sent."""

from ec2tui.core.model.api_call import Reply
from ec2tui.core.model.image import ALLOWED_ID, AllowedImages, Image, ImageSnapshot, PublicParameter
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.offering import Offering
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.status import InstanceStatus
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from tests.services.audit_fakes import Account, MemoryAuditLog, account, failure
from tests.services.fakes import REGION, instance, key
from tests.tui.desk import Desk, desk

PARAMETER = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
IMAGE = Image(
    key("ami-1"),
    "al2023-ami-2023.9-kernel-6.1-x86_64",
    owner_id="137112412989",
    state="available",
    imds_support="v2.0",
    ena_support=True,
    architecture="x86_64",
    root_device="/dev/xvda",
    snapshots=(ImageSnapshot("/dev/xvda", "snap-1", 8),),
    public_parameter=PARAMETER,
    creation_time=2_000_000_000,
)


def place() -> Account:
    """An account with one instance and all that a launch is chosen from."""
    aws = account("i-1")
    there = {
        Kind.INSTANCES: tuple(aws.items[REGION, Kind.INSTANCES].values()),
        Kind.IMAGES: (IMAGE,),
        Kind.PUBLIC_PARAMETERS: (PublicParameter(key(PARAMETER), "ami-1"),),
        Kind.ALLOWED_IMAGES: (AllowedImages(key(ALLOWED_ID), "disabled"),),
        Kind.SUBNETS: (Subnet(key("subnet-1"), "vpc-1", "eu-west-1a", free_addresses=9),),
        Kind.SECURITY_GROUPS: (SecurityGroup(key("sg-0"), "default", vpc_id="vpc-1"),),
        Kind.INSTANCE_TYPES: (
            InstanceType(key("t3.micro"), 2, 1024, ("x86_64",), boot_modes=("uefi", "legacy-bios")),
        ),
        Kind.OFFERINGS: (Offering(key("t3.micro"), ("eu-west-1a",)),),
    }
    for kind, items in there.items():
        aws.pages[REGION, kind] = [Page(items)]
        aws.items[REGION, kind] = {item.key.id: item for item in items}
    return aws


def comes_up(aws: Account) -> Reply:
    """RunInstances as AWS answers it; what is launched is listed from now on."""
    aws.items[REGION, Kind.INSTANCES]["i-9"] = instance("i-9", state="pending", name="web")
    return Reply(Outcome.OK, {"Instances": [{"InstanceId": "i-9"}]})


async def test_the_defaults_are_reviewed_and_sent() -> None:
    aws, log = place(), MemoryAuditLog()

    def prepare(it: Desk) -> None:
        it.around.changing = Changing(log, Policy())

    async with desk(aws, size=(120, 40), prepare=prepare) as it:
        await it.press("n")
        await it.rest()
        text = it.text()
        assert "al2023-ami-2023.9" in text and "t3.micro" in text and "eu-west-1a" in text
        await it.press("down", "down", "enter", *"web", "enter")
        assert "web" in it.text()
        await it.press("ctrl+s")
        await it.rest()
        assert "image: none → ami-1" in it.text() and aws.sent == []
        aws.script["RunInstances"] = [lambda call: comes_up(aws)]
        await it.press("enter")
        await it.rest()
        await it.press("escape")
        assert "Launched i-9" in it.text() and "0 of 1 ready" in it.text() and "pending" in it.text()
        aws.items[REGION, Kind.INSTANCES]["i-9"] = instance("i-9", state="running", name="web")
        aws.items[REGION, Kind.STATUSES] = {"i-9": InstanceStatus(key("i-9"), "ok", "ok")}
        await it.clock.advance(2)
        await it.rest()
        assert "1 of 1 ready" in it.text() and "2/2 checks passed" in it.text()
        await it.press("escape")
        assert it.screen.selected_keys() == (key("i-9"),), "the cursor is on what was launched"
    [call] = aws.sent
    assert call.operation == "RunInstances" and call.params["ClientToken"]
    assert call.params["ImageId"] == "ami-1" and call.params["InstanceType"] == "t3.micro"
    assert call.params["BlockDeviceMappings"][0]["Ebs"]["Encrypted"] is True


async def test_a_launch_that_aws_refuses_brings_the_form_back_with_the_next_step() -> None:
    aws, log = place(), MemoryAuditLog()
    aws.script["RunInstances"] = [failure(Outcome.INVALID, "InsufficientInstanceCapacity", "none left")]

    def prepare(it: Desk) -> None:
        it.around.changing = Changing(log, Policy())

    async with desk(aws, size=(120, 40), prepare=prepare) as it:
        await it.press("n", "down", "down", "enter", *"web", "enter", "ctrl+s")
        await it.press("enter")
        await it.press("escape")
        text = it.text()
    assert "no t3.micro in eu-west-1a now" in text and "web" in text, "what was filled in is still there"


async def test_a_form_that_is_left_launches_nothing_and_says_what_it_needs() -> None:
    aws = account("i-1")
    aws.pages[REGION, Kind.INSTANCES] = [Page(tuple(aws.items[REGION, Kind.INSTANCES].values()))]

    def prepare(it: Desk) -> None:
        it.around.changing = Changing(MemoryAuditLog(), Policy())

    async with desk(aws, size=(80, 24), prepare=prepare) as it:
        await it.press("n")
        await it.rest()
        await it.press("ctrl+s")
        assert "Needed before the review: image, type, subnet" in it.text()
        await it.press("escape")
        assert it.app.screen is it.screen and aws.sent == []
