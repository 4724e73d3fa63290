"""Profiles are found as botocore finds them, without it."""

from pathlib import Path

import botocore.session
import pytest

from ec2tui.adapters.aws.client import AwsConnector
from ec2tui.adapters.aws.profiles import chosen_profile, config_path, profile_names

CONFIG = """
[default]
region = eu-west-1
output = json
    [profile nested]
[profile work]
region = us-east-1
[profile "with space"]
[profile two words]
[sso-session corp]
[services local]
[stray]
# [profile commented]
"""


def test_the_same_names_as_botocore(aws_files):
    (aws_files / "config").write_text(CONFIG)
    (aws_files / "credentials").write_text("[default]\n[only-keys]\naws_access_key_id = x\n")
    names = AwsConnector().profiles()
    assert names == ("default", "only-keys", "with space", "work")
    assert set(names) == set(botocore.session.Session().available_profiles)


@pytest.mark.parametrize("content", [b"", b"no section = 1\n[", b"\xff\xfe[profile x]", b'[profile "open]\n'])
def test_a_broken_file_breaks_nothing(aws_files, content):
    (aws_files / "config").write_bytes(content)
    (aws_files / "credentials").write_text("[keys]\n")
    assert profile_names() == ("keys",)


def test_no_files_no_profiles(aws_files):
    assert profile_names() == ()


def test_paths_are_expanded():
    assert config_path({"AWS_CONFIG_FILE": "~/x"}) == Path("~/x").expanduser()
    assert config_path({}).name == "config"


@pytest.mark.parametrize(
    ("asked", "environ", "expected"),
    [
        ("a", {"AWS_PROFILE": "b"}, "a"),
        (None, {"AWS_PROFILE": "b"}, "b"),
        (None, {"AWS_PROFILE": "b", "AWS_DEFAULT_PROFILE": "c"}, "c"),
        (None, {}, "default"),
    ],
)
def test_the_profile_that_the_chain_takes(asked, environ, expected):
    assert chosen_profile(asked, environ) == expected
