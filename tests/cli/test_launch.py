"""`launch` on the demo: what the review shows is sent and made; impostors and open groups are refused."""

import json
from pathlib import Path

import boto3
import pytest

from tests.cli.conftest import REGION

HERE = ("--type", "t4g.micro", "--subnet", "prod-app-a", "--group", "app", "--role", "ssm-only")


LATEST = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"


@pytest.fixture
def ec2(account):
    demo = account.demo
    return boto3.client(
        "ec2",
        REGION,
        endpoint_url=demo.endpoint_url,
        aws_access_key_id=demo.access_key,
        aws_secret_access_key=demo.secret_key,
    )


def blocked(done):
    """The rules that block a plan."""
    assert done.returncode == 3, done
    return {one["check"] for one in json.loads(done.stdout)["findings"] if one["level"] == "block"}


def test_what_is_reviewed_is_launched_and_taken_back(on_demo, ec2, tmp_path):
    script = tmp_path / "first.sh"
    script.write_text("#!/bin/sh\necho hello\n")
    asked = ("launch", "--image", "amazon-linux", *HERE, "--name", "made", "--count", "2", "--protect")
    with_data = (*asked, "--user-data", str(script), "--size", "9", "--tag", "env=test", "-o", "json")
    plan = on_demo(*with_data, "--dry-run", "--yes")
    assert plan.returncode == 0, plan.stderr
    [command] = json.loads(plan.stdout)["commands"]
    done = on_demo(*with_data, "--yes", "--wait")
    assert done.returncode == 0, done.stderr
    [result] = json.loads(done.stdout)["results"]
    assert len(result["made"]) == 2 and "echo hello" not in done.stdout + done.stderr
    found = [
        one
        for page in ec2.describe_instances(InstanceIds=result["made"])["Reservations"]
        for one in page["Instances"]
    ]
    for one in found:
        assert one["InstanceType"] == "t4g.micro" and one["ImageId"] in command
        assert one["SubnetId"] in command and one["SecurityGroups"][0]["GroupId"] in command
        assert one["MetadataOptions"]["HttpTokens"] == "required" and "PublicIpAddress" not in one
        assert {"Key": "env", "Value": "test"} in one["Tags"] and {"Key": "Name", "Value": "made"} in one[
            "Tags"
        ]
        [volume] = ec2.describe_volumes(VolumeIds=[one["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]])[
            "Volumes"
        ]
        assert (volume["Size"], volume["Encrypted"]) == (9, True)
        protected = ec2.describe_instance_attribute(
            InstanceId=one["InstanceId"], Attribute="disableApiTermination"
        )
        assert protected["DisableApiTermination"]["Value"] is True
    refused = on_demo("undo", result["plan"], "--yes", "--confirm", "terminate 2")
    assert refused.returncode == 3 and "Termination protection is on" in refused.stderr
    assert "something changed" not in refused.stderr
    assert on_demo("unprotect", *result["made"], "--yes").returncode == 0
    back = on_demo("undo", result["plan"], "--yes", "--confirm", "terminate 2")
    assert back.returncode == 0, back.stderr
    ended = ec2.describe_instances(InstanceIds=result["made"])["Reservations"]
    states = {one["State"]["Name"] for page in ended for one in page["Instances"]}
    assert states <= {"shutting-down", "terminated"}


def test_what_must_not_be_launched_is_blocked_by_its_rule(on_demo, ec2):
    listed = ec2.describe_images()["Images"]
    [impostor] = [one["ImageId"] for one in listed if one["OwnerId"] == "634519214787"]
    dry = ("--dry-run", "--yes", "-o", "json")
    stranger = on_demo("launch", "--image", impostor, *HERE[2:], "--type", "t3.micro", *dry)
    assert blocked(stranger) == {"image_vetted"} and "634519214787" in stranger.stdout
    windows = on_demo(
        "launch", "--image", "windows-server", "--type", "m6i.large", "--subnet", "prod-app-a",
        "--group", "windows-admin", "--key", "staging-ed25519", *dry,
    )  # fmt: skip
    assert blocked(windows) == {"key_pair_fits"}
    intel = next(one["ImageId"] for one in listed if one["Name"].startswith("debian"))
    arm = on_demo("launch", "--image", intel, *HERE, *dry)
    assert blocked(arm) == {"type_fits_image"}
    opened = on_demo(
        "launch", "--image", "amazon-linux", "--type", "t4g.micro", "--subnet", "staging-app-a",
        "--group", "wide-open", *dry,
    )  # fmt: skip
    assert blocked(opened) == {"admin_port_public", "everything_public"}


def test_a_preset_is_kept_and_launched_from(on_demo):
    kept = on_demo("launch", "--image", "amazon-linux", *HERE, "--save", "web", "--dry-run", "--yes")
    assert kept.returncode == 0 and "preset web is kept in" in kept.stderr
    assert 'type = "t4g.micro"' in on_demo("presets", "web").stdout
    again = on_demo("launch", "--preset", "web", "--name", "w", "--dry-run", "--yes", "-o", "json")
    assert again.returncode == 0 and "t4g.micro" in json.loads(again.stdout)["commands"][0]
    wrong = on_demo("launch", "--preset", "wbe", "--dry-run")
    assert wrong.returncode == 2 and "did you mean web?" in wrong.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--type", "t3.micro"), "An image is needed"),
        (("--image", "amazon-linux"), "A type is needed"),
        (("--image", "debian", "--type", "t4g.micro"), "No image of debian that runs on t4g.micro is known"),
        (("--image", "gentoo", "--type", "t3.micro"), "publishers of the catalogue are amazon-linux"),
        (("--image", "/aws/service/nothing", "--type", "t3.micro"), "no public parameter"),
        (("--image", "amazon-linux", "--type", "t3.micro"), "no default subnet; say which"),
        (("--image", "amazon-linux", "--type", "t3.micro", "--user-data", "/none"), "cannot read /none"),
        (("--image", "amazon-linux", "--type", "t3.micro", "--tag", "x"), "is not KEY=VALUE"),
    ],
)
def test_a_mistake_is_one_line_with_the_next_step(on_demo, words, told):
    done = on_demo("launch", *words, "--dry-run")
    assert done.returncode == 2 and told in done.stderr and len(done.stderr.splitlines()) == 1


def test_the_policys_catalogue_decides_which_image_is_vetted(on_demo, demo_options):
    asked = ("launch", "--image", LATEST, *HERE, "--dry-run", "--yes", "-o", "json")
    assert on_demo(*asked).returncode == 0
    with Path(demo_options[1]).open("a", encoding="utf-8") as file:
        file.write('[guardrails.images]\nbuiltin = false\nunvetted = "block"\n')
    assert blocked(on_demo(*asked)) == {"image_vetted"}


def test_a_preset_is_made_of_an_instance_and_of_a_template_and_forgotten(on_demo, ec2):
    data = {"ImageId": "ami-1", "InstanceType": "m7i.large", "CpuOptions": {"CoreCount": 1}}
    ec2.create_launch_template(LaunchTemplateName="workers", LaunchTemplateData=data)
    assert on_demo("presets", "import", "like", "--like", "bastion", "--region", REGION).returncode == 0
    made = on_demo("presets", "import", "workers", "--template", "workers", "--region", REGION)
    assert made.returncode == 0 and "left out: CpuOptions" in made.stderr, made.stderr
    assert json.loads(on_demo("presets", "workers", "-o", "json").stdout)["type"] == "m7i.large"
    assert json.loads(on_demo("presets", "like", "-o", "json").stdout)["key"]
    assert on_demo("presets", "import", "x", "--template", "wrokers", "--region", REGION).returncode == 1
    assert on_demo("presets", "delete", "like").returncode == 0
    assert on_demo("presets", "delete", "like").returncode == 2
