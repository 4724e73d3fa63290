"""Secrets in user data are told by kind and line, and their text is told nowhere."""

import base64
import gzip

import pytest

from ec2tui.core.rules.user_data import MOST, looked_at, suspicions

SECRET = b"#!/bin/sh\nDB_PASSWORD=hunter22\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "an AWS access key in line 2"),
        (
            "aws_secret_access_key = " + "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "an AWS secret key in line 2",
        ),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key in line 2"),
        ("TOKEN=ghp_" + "a" * 36, "a GitHub token in line 2"),
        ("deploy glpat-" + "b" * 20, "a GitLab token in line 2"),
        ("xoxb-1234567890-abc", "a Slack token in line 2"),
        ("key sk_live_" + "c" * 24, "a Stripe key in line 2"),
        ("AIza" + "d" * 35, "a Google API key in line 2"),
        ("curl https://ann:hunter22@example.org/", "a password in an address in line 2"),
        ("hashed_passwd: $6$salt$" + "e" * 40, "a password hash in line 2"),
        ("DB_PASSWORD=hunter22", "a password in line 2"),
        ("password: 'correct-horse'", "a password in line 2"),
        ('{"db_password": "hunter22"}', "a password in line 2"),
        ("mysql --password=hunter22 -u root", "a password in line 2"),
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
        "curl https://ann:$PASSWORD@example.org/",
        "echo token",
        "password: changeme",
        "PasswordAuthentication no",
        "HttpTokens: required",
        "secret=********",
        "\xff\x00",
    ],
)
def test_what_only_speaks_of_secrets_is_none(line: str) -> None:
    assert suspicions(line.encode("latin-1")) == ()


def test_what_is_packed_is_looked_into() -> None:
    inner = base64.b64encode(gzip.compress(SECRET)).decode()
    folded = "\n".join(inner[at : at + 70] for at in range(0, len(inner), 70))
    assert suspicions(gzip.compress(SECRET)) == ("a password in line 2",)
    assert suspicions(f"write_files:\n{folded}\n".encode()) == ("a password in line 2 of what line 2 packs",)
    long = base64.b64encode(SECRET + b"# " + b"x" * 60).decode()
    assert suspicions(f"content: {long}".encode()) == ("a password in line 2 of what line 1 packs",)
    twice = base64.b64encode(f"content: {long}\n".encode()).decode()
    assert len(suspicions(f"x: {twice}".encode())) == 1


def test_a_bomb_is_not_unpacked_and_damage_is_told() -> None:
    found, unread = looked_at(gzip.compress(SECRET + b"\0" * 64 * MOST))
    assert found == ("a password in line 2",) and "looked at" in unread
    assert looked_at(b"\x1f\x8b damaged") == ((), "It is a damaged gzip.")
    assert looked_at(SECRET)[1] == ""
