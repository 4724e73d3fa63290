"""A report that leaves the machine holds no secret, and still says where and what."""

import pytest

from ec2tui.core.views.redaction import HIDDEN, without_secrets

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # the example of AWS's documentation


@pytest.mark.parametrize(
    "text",
    [
        f"KeyError: '{SECRET}'",
        f"aws_secret_access_key = {SECRET}",
        f'{{"SecretAccessKey": "{SECRET}", "SessionToken": "short"}}',
        f"X-Amz-Security-Token: {SECRET}== rest",
        f"Authorization=AWS4 {SECRET}",
        f"a\n-----BEGIN RSA PRIVATE KEY-----\n{SECRET}\nxx\n-----END RSA PRIVATE KEY-----\nb",
        f"-----BEGIN OPENSSH PRIVATE KEY-----\n{SECRET}\ncut",
    ],
)
def test_secrets_are_hidden(text: str) -> None:
    told = without_secrets(text)
    assert SECRET not in told and "xx" not in told and HIDDEN in told


def test_short_secrets_are_hidden_by_name_and_known_ones_everywhere() -> None:
    assert "hunter2" not in without_secrets("password='hunter2'")
    assert "hunter2" not in without_secrets("the token is hunter2")
    assert "correct horse" not in without_secrets("it was correct horse", ["correct horse"])
    assert "AKIAIOSFODNN7EXAMPLE" not in without_secrets("of AKIAIOSFODNN7EXAMPLE")


def test_what_tells_where_it_happened_stays() -> None:
    text = (
        "Traceback (most recent call last):\n"
        '  File "/opt/Python3/lib/site-packages/ec2tui/core/Views0/header.py", '
        "line 3, in identity_line\n    return facts.identity.account\n"
        "AttributeError: 'NoneType' object has no attribute 'account' (i-0123456789abcdef0 in eu-west-1)"
    )
    assert without_secrets(text, ["", "ab"]) == text
