"""Images of the demo: what vets them, and what only their owner may change."""

from datetime import UTC, datetime

from tests.adapters.demo.conftest import error_code

UBUNTU = "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id"


def images(account, **asked):
    return {one["ImageId"]: one for one in account.ec2.describe_images(**asked)["Images"]}


def test_public_parameters_resolve_to_current_images(account):
    ssm = account.client("ssm")
    told = ssm.get_parameters(Names=[UBUNTU, "/aws/service/none"])
    assert [one["Value"] for one in told["Parameters"]] == [account.id("ubuntu", "image")]
    assert told["InvalidParameters"] == ["/aws/service/none"]
    below = ssm.get_parameters_by_path(Path="/aws/service/canonical", Recursive=True)["Parameters"]
    assert {one["Value"] for one in below} == {account.id(n, "image") for n in ("ubuntu", "ubuntu-arm")}


def test_the_setting_lets_providers_and_own_images_through(account):
    setting = account.ec2.get_allowed_images_settings()
    assert (setting["State"], setting["ManagedBy"]) == ("audit-mode", "account")
    allowed = {i: one["ImageAllowed"] for i, one in images(account, IncludeDeprecated=True).items()}
    assert allowed[account.id("ubuntu", "image")] and allowed[account.id("golden", "image")]
    assert not allowed[account.id("impostor", "image")] and not allowed[account.id("shared-in", "image")]


def test_another_accounts_image_is_not_changed(account):
    image = account.id("ubuntu", "image")
    look = account.ec2.describe_image_attribute
    assert error_code(look, ImageId=image, Attribute="launchPermission") == "AuthFailure"


def test_an_image_is_made_changed_and_deregistered_by_its_owner(account):
    ec2, instance = account.ec2, account.id("bastion")
    image = ec2.create_image(InstanceId=instance, Name="acme-web-1", NoReboot=True)["ImageId"]
    assert images(account, ImageIds=[image])[image]["State"] == "pending"
    assert error_code(ec2.create_image, InstanceId=instance, Name="acme-web-1") == "InvalidAMIName.Duplicate"
    account.control("advance?seconds=60")
    assert images(account, ImageIds=[image])[image]["State"] == "available"

    permission = {"ImageId": image, "Attribute": "launchPermission", "OperationType": "add"}
    ec2.modify_image_attribute(**permission, UserIds=["222233334444"])
    told = ec2.describe_image_attribute(ImageId=image, Attribute="launchPermission")["LaunchPermissions"]
    assert told == [{"UserId": "222233334444"}]
    ec2.enable_image_deprecation(ImageId=image, DeprecateAt=datetime(2031, 5, 1, 12, 30, 40, tzinfo=UTC))
    assert images(account, Owners=["self"])[image]["DeprecationTime"] == "2031-05-01T12:30:00.000Z"
    ec2.disable_image_deprecation(ImageId=image)
    assert "DeprecationTime" not in images(account, Owners=["self"])[image]

    ec2.disable_image(ImageId=image)
    assert image not in images(account, Owners=["self"])
    shown = images(account, Owners=["self"], IncludeDisabled=True)[image]
    assert (shown["State"], shown["Public"]) == ("disabled", False)
    ec2.enable_image(ImageId=image)
    assert images(account, Owners=["self"])[image]["State"] == "available"

    ec2.deregister_image(ImageId=image, DeleteAssociatedSnapshots=True)
    snapshot = shown["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"]
    assert error_code(ec2.describe_images, ImageIds=[image]) == "InvalidAMIID.NotFound"
    assert error_code(ec2.describe_snapshots, SnapshotIds=[snapshot]) == "InvalidSnapshot.NotFound"
