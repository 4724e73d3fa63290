"""Secrets in user data are told by kind and line, and their text is told nowhere."""

import pytest

from ec2tui.core.rules.user_data import suspicions


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "an AWS access key in line 2"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key in line 2"),
        ("TOKEN=ghp_" + "a" * 36, "a GitHub token in line 2"),
        ("curl https://ann:hunter22@example.org/", "a password in an address in line 2"),
        ("DB_PASSWORD=hunter22", "a password in line 2"),
        ("password: 'correct-horse'", "a password in line 2"),
    ],
)
def test_a_secret_is_told_by_its_line(line: str, words: str) -> None:
    found = suspicions(f"#!/bin/sh\n{line}\n".encode())
    assert found == (words,)
    assert "hunter22" not in repr(found) and "AKIA" not in repr(found)


@pytest.mark.parametrize(
    "line",
    [
        "yum install -y nginx",
        "PASSWORD=$(aws ssm get-parameter --name x)",
        'SECRET="${FROM_ELSEWHERE}"',
        "echo token",
        "\xff\x00",
    ],
)
def test_what_only_speaks_of_secrets_is_none(line: str) -> None:
    assert suspicions(line.encode("latin-1")) == ()
