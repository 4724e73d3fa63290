"""Two sets of credentials are told apart before anything is asked, and none of their secrets is looked at."""

import pytest

from ec2tui.adapters.aws.whose import configured_endpoint, whose

CONFIG = """
[default]
region = eu-west-1
[profile work]
role_arn = arn:aws:iam::111111111111:role/ops
source_profile = keys
[profile machine]
region = eu-west-1
[profile corp]
sso_account_id = 222222222222
sso_role_name = Admin
[profile loop]
source_profile = loop
role_arn = arn:aws:iam::111111111111:role/loop
[profile of-env]
role_arn = arn:aws:iam::111111111111:role/ops
credential_source = Environment
[profile local]
credential_process = give
services = emulator
[profile plain]
endpoint_url = http://127.0.0.1:9999
[services emulator]
s3 =
  endpoint_url = http://127.0.0.1:1
ec2 =
  endpoint_url = http://127.0.0.1:4566
"""
KEYS = "[keys]\naws_access_key_id = AKIA1\naws_secret_access_key = hush\n"


@pytest.fixture
def files(tmp_path):
    def write(config: str = CONFIG, keys: str = KEYS, **more: str) -> dict[str, str]:
        (tmp_path / "config").write_text(config)
        (tmp_path / "credentials").write_text(keys)
        return {
            "AWS_CONFIG_FILE": str(tmp_path / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
            **more,
        }

    return write


def test_keys_of_the_environment_are_told_apart_and_win_over_no_named_profile(files):
    one, other = files(AWS_ACCESS_KEY_ID="AKIA8"), files(AWS_ACCESS_KEY_ID="AKIA9", AWS_PROFILE="corp")
    assert whose(None, one) != whose(None, other) and "AKIA9" in whose(None, other)
    assert whose("corp", one) == whose("corp", other) and "222222222222" in whose("corp", one)
    assert whose(None, one) == whose(None, {**one, "AWS_SECRET_ACCESS_KEY": "other"})


def test_a_profile_is_what_it_takes_its_credentials_from(files):
    before = whose("work", files())
    assert "111111111111" in before and "AKIA1" in before and "hush" not in before
    assert whose("work", files(keys=KEYS.replace("AKIA1", "AKIA2"))) != before
    assert whose("work", files(config=CONFIG.replace("role/ops", "role/other"))) != before
    assert whose("work", files(config=CONFIG.replace("region = eu-west-1", "region = eu-west-2"))) == before
    assert whose("of-env", files(AWS_ACCESS_KEY_ID="a")) != whose("of-env", files(AWS_ACCESS_KEY_ID="b"))
    assert whose("loop", files())


def test_where_nothing_tells_nobody_is_named(files):
    assert whose(None, files()) == whose("machine", files()) == whose("nobody", files()) == ""
    web = {"AWS_ROLE_ARN": "arn:aws:iam::1:role/pod", "AWS_WEB_IDENTITY_TOKEN_FILE": "/t"}
    assert "role/pod" in whose(None, files(**web))


def test_an_emulator_and_aws_are_not_the_same_account(files):
    keys = {"AWS_ACCESS_KEY_ID": "AKIA1"}
    assert whose(None, files(**keys)) != whose(None, files(**keys, AWS_ENDPOINT_URL="http://127.0.0.1:1"))
    assert whose("local", files()) != whose("local", files(config=CONFIG.replace(":4566", ":4567")))


def test_the_address_that_the_configuration_file_names(files):
    assert configured_endpoint("local", files()) == "http://127.0.0.1:4566"
    assert configured_endpoint("plain", files()) == "http://127.0.0.1:9999"
    assert configured_endpoint("plain", files(AWS_IGNORE_CONFIGURED_ENDPOINT_URLS="true")) == ""
    assert configured_endpoint("work", files()) == configured_endpoint(None, files()) == ""
