"""Flags win over the environment, that over the file, that over the defaults; every value has an origin."""

from ec2tui.core.actions.catalog import ACTIONS
from ec2tui.core.config.parse import parse
from ec2tui.core.config.settings import Flags, Settings, resolve

FILE = """
[aws]
profile = "filed"
regions = ["us-east-2"]
read_only = true
[profiles.filed]
regions = ["eu-central-1"]
[profiles.safe]
read_only = true
[ui]
theme = "light"
"""


def settings(text="", environment=None, **flags) -> Settings:
    return resolve(parse(text, ACTIONS), "config.toml", environment or {}, Flags(**flags))


def test_nothing_said_is_the_default():
    made = settings()
    assert (made.profile, made.profile_name, made.regions, made.read_only) == (None, "default", (), False)
    assert made.origin("regions") == "default" and made.origin("ui.theme") == "default"


def test_the_file_says_what_holds_and_on_which_line():
    made = settings(FILE)
    assert made.profile == "filed" and made.origin("profile") == "config.toml line 3"
    assert made.regions == ("eu-central-1",) and made.origin("regions") == "config.toml line 7"
    assert made.read_only and made.origin("read_only") == "config.toml line 5"
    assert made.origin("ui.theme") == "config.toml line 11"


def test_the_environment_wins_over_the_file():
    made = settings(FILE, {"AWS_REGION": "eu-west-3", "AWS_PROFILE": "safe"})
    assert made.regions == ("eu-west-3",) and made.origin("regions") == "AWS_REGION"
    assert made.profile_name == "safe" and made.origin("profile") == "AWS_PROFILE"


def test_a_profile_of_the_environment_is_left_to_awss_own_chain():
    assert settings("", {"AWS_PROFILE": "safe"}).profile is None
    assert settings("", {"AWS_PROFILE": "safe", "AWS_DEFAULT_PROFILE": "first"}).profile_name == "first"


def test_keys_in_the_environment_win_over_a_profile_of_the_file():
    made = settings(FILE, {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE"})
    assert made.profile is None and made.profile_name == "default"


def test_a_flag_wins_over_all():
    made = settings(
        FILE,
        {"AWS_REGION": "eu-west-3", "AWS_PROFILE": "x", "AWS_ENDPOINT_URL": "http://a"},
        profile="flagged",
        regions=("all",),
        endpoint_url="http://b",
    )
    assert (made.profile, made.regions, made.endpoint_url) == ("flagged", ("all",), "http://b")
    assert made.origin("regions") == "--region" and made.origin("endpoint_url") == "--endpoint-url"


def test_read_only_of_a_profile_holds_only_there():
    text = "[profiles.safe]\nread_only = true"
    assert settings(text, profile="safe").read_only
    assert not settings(text, profile="other").read_only
    assert settings(text, profile="other", read_only=True).origin("read_only") == "--read-only"


def test_an_endpoint_for_ec2_alone_wins_over_the_one_for_all():
    made = settings("", {"AWS_ENDPOINT_URL": "http://all", "AWS_ENDPOINT_URL_EC2": "http://ec2"})
    assert made.endpoint_url == "http://ec2" and made.origin("endpoint_url") == "AWS_ENDPOINT_URL_EC2"
