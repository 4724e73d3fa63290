"""Settings of a region, templates, snapshots and managed nodes, as boto3 sees them on the demo endpoint."""

from .conftest import Account, error_code


def test_settings_are_kept_by_region(account: Account) -> None:
    here = account.ec2
    assert here.get_snapshot_block_public_access_state()["State"] == "unblocked"
    assert error_code(here.enable_snapshot_block_public_access, State="no") == "InvalidParameterValue"
    here.enable_snapshot_block_public_access(State="block-new-sharing")
    assert here.get_snapshot_block_public_access_state()["State"] == "block-new-sharing"
    here.disable_snapshot_block_public_access()
    here.enable_image_block_public_access(ImageBlockPublicAccessState="block-new-sharing")
    assert here.get_image_block_public_access_state()["ImageBlockPublicAccessState"] == "block-new-sharing"
    here.disable_image_block_public_access()
    assert here.get_image_block_public_access_state()["ImageBlockPublicAccessState"] == "unblocked"
    here.modify_instance_metadata_defaults(HttpTokens="required")
    assert here.get_instance_metadata_defaults()["AccountLevel"]["HttpTokens"] == "required"
    here.modify_instance_metadata_defaults(HttpTokens="no-preference")
    assert "HttpTokens" not in here.get_instance_metadata_defaults()["AccountLevel"]
    there = account.client("ec2", "us-east-1")
    assert there.get_instance_metadata_defaults()["AccountLevel"]["HttpTokens"] == "required"


def test_templates_snapshots_and_types_are_told_apart(account: Account) -> None:
    found = account.ec2.describe_launch_template_versions(Versions=["$Latest", "$Default"])
    (one,) = found["LaunchTemplateVersions"]
    assert one["LaunchTemplateData"]["KeyName"] == "staging-ed25519"
    named = account.ec2.describe_launch_template_versions(LaunchTemplateName="stage-web")
    assert len(named["LaunchTemplateVersions"]) == 1
    assert error_code(account.ec2.describe_launch_template_versions) == "InvalidParameterValue"
    public = account.ec2.describe_snapshots(OwnerIds=["self"], RestorableByUserIds=["all"])["Snapshots"]
    assert [one["SnapshotId"] for one in public] == [account.id("public-dump", "snapshot")]
    types = account.ec2.describe_instance_types(InstanceTypes=["m5.large", "m3.medium"])["InstanceTypes"]
    assert {one["InstanceType"]: one["CurrentGeneration"] for one in types} == {
        "m5.large": True,
        "m3.medium": False,
    }


def test_managed_nodes_are_those_whose_role_and_network_let_them(account: Account) -> None:
    ssm = account.client("ssm")
    pages = ssm.get_paginator("describe_instance_information").paginate()
    nodes = {one["InstanceId"] for page in pages for one in page["InstanceInformationList"]}
    assert account.id("bastion") in nodes and account.id("shop-web-01") in nodes
    assert account.id("legacy-jump") not in nodes, "its role lets nobody in"
    assert account.id("stage-db") not in nodes, "its network has no way out"
    told = ssm.get_paginator("list_resource_compliance_summaries").paginate()
    states = {
        one["ResourceId"]: one["Status"] for page in told for one in page["ResourceComplianceSummaryItems"]
    }
    assert states[account.id("reporting-win")] == "NON_COMPLIANT"
    assert states[account.id("bastion")] == "COMPLIANT"
