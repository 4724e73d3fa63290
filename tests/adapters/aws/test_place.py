"""Hints name whose credentials were not accepted, and the address that does not answer."""

import pytest

from ec2tui.adapters.aws.place import Place, is_aws


@pytest.mark.parametrize(
    ("method", "whose", "mend"),
    [
        ("env", "the environment", "AWS_ACCESS_KEY_ID"),
        ("shared-credentials-file", "profile work of the credentials file", "aws configure --profile work"),
        ("sso", "SSO sign-in of profile work", "aws sso login --profile work"),
        ("custom-process", "credential_process of profile work", "profile work"),
        ("something-new", "profile work", "profile work"),
    ],
)
def test_credentials_are_named_by_their_source(method: str, whose: str, mend: str) -> None:
    place = Place("work", method)
    assert whose in place.credentials and mend in place.mend_keys


def test_keys_of_the_environment_end_otherwise_than_a_profiles() -> None:
    assert "start again" in Place("work", "env").renewal
    assert Place("work", "sso").renewal == "aws sso login --profile work"
    assert "work" in Place("work", "assume-role").renewal


def test_an_address_that_does_not_answer_is_named_with_who_named_it(monkeypatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.delenv("AWS_ENDPOINT_URL_EC2", raising=False)
    here = Place(endpoint="http://127.0.0.1:9").connection_hint
    assert "127.0.0.1:9 (AWS_ENDPOINT_URL)" in here and "demo" in here
    there = Place(endpoint="https://proxy.example.com").connection_hint
    assert "proxy.example.com" in there and "--endpoint-url" in there and "demo" not in there
    assert "eu-west-1" in Place(region="eu-west-1").connection_hint


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://ec2.eu-west-1.amazonaws.com", True),
        ("https://ec2.cn-north-1.amazonaws.com.cn", True),
        ("https://ec2.eu-west-1.api.aws", True),
        ("http://127.0.0.1:4566", False),
        ("https://amazonaws.com.example.org", False),
    ],
)
def test_what_is_an_address_of_aws(url: str, own: bool) -> None:
    assert is_aws(url) is own
