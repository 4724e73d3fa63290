"""Images as AWS tells them: own and shared ones as lists, others by id, and who may launch one."""

import pytest

from ec2tui.adapters.aws.parse.image import allowed_images, image, sharing
from ec2tui.adapters.aws.reads import READS
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from tests.adapters.aws.endpoint import Endpoint, collect, connect, json_reply, read_of

KEY = Key("111122223333", "eu-west-1", "ami-1")


def test_the_lists_are_those_of_an_owner_and_of_what_is_shared_with_us() -> None:
    requests = [params for params, _ in READS[Kind.OWN_IMAGES].requests(())]
    assert [(one.get("Owners"), one.get("ExecutableUsers")) for one in requests] == [
        (["self"], None),
        (None, ["self"]),
    ]
    assert all(one["IncludeDeprecated"] and one["IncludeDisabled"] for one in requests)


def test_no_image_is_read_without_an_owner_or_an_id() -> None:
    assert READS[Kind.IMAGES].needs_ids


def test_what_vets_an_image_is_parsed() -> None:
    document = {
        "ImageId": "ami-1",
        "OwnerId": "1",
        "PublicSsmParameterName": "/aws/service/x",
        "ImageAllowed": False,
        "ProductCodes": [{"ProductCodeId": "abc", "ProductCodeType": "marketplace"}],
        "DeregistrationProtection": "enabled-with-cooldown",
        "RootDeviceName": "/dev/xvda",
    }
    found = image(document, *KEY[:2])
    assert (found.public_parameter, found.allowed, found.product_codes) == ("/aws/service/x", False, ("abc",))
    assert (found.deregistration_protection, found.root_device) == ("enabled-with-cooldown", "/dev/xvda")
    assert image({"ImageId": "ami-1"}, *KEY[:2]).allowed is None


def test_who_may_launch_it_is_everybody_accounts_and_organisations() -> None:
    told = {
        "LaunchPermissions": [
            {"Group": "all"},
            {"UserId": "222233334444"},
            {"OrganizationArn": "arn:o"},
            {"OrganizationalUnitArn": "arn:ou"},
        ]
    }
    found = sharing(KEY, told)
    assert (found.public, found.accounts, found.organizations) == (
        True,
        ("222233334444",),
        ("arn:o", "arn:ou"),
    )


def test_the_allowed_images_setting_says_its_criteria() -> None:
    told = {
        "State": "audit-mode",
        "ManagedBy": "account",
        "ImageCriteria": [
            {"ImageProviders": ["amazon"], "CreationDateCondition": {"MaximumDaysSinceCreated": 90}}
        ],
    }
    (found,) = allowed_images(told, *KEY[:2])
    assert (found.state, found.criteria) == ("audit-mode", ("providers amazon; at most 90 days old",))
    with pytest.raises(KeyError):
        allowed_images({}, *KEY[:2])


async def test_parameters_of_other_things_than_images_are_left_out() -> None:
    told = {
        "Parameters": [
            {"Name": "/aws/service/a", "Value": "ami-1"},
            {"Name": "/aws/service/b", "Value": "4"},
        ],
        "InvalidParameters": ["/aws/service/c"],
    }
    async with Endpoint(json_reply(told)) as endpoint:
        gateway = await connect(endpoint.url)
        names = ("/aws/service/a", "/aws/service/b", "/aws/service/c")
        items, problem = await collect(gateway, read_of(Kind.PUBLIC_PARAMETERS, *names))
        await gateway.aclose()
    assert problem is None
    assert [(one.key.id, one.image_id) for one in items] == [("/aws/service/a", "ami-1")]
