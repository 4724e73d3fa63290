"""What in user data looks like a secret; told by kind and line, never by its text."""

import re

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an AWS access key", re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")),
    ("a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("a GitHub token", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})\b")),
    ("a Slack token", re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}")),
    ("a JSON web token", re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}")),
    ("a password in an address", re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s:/@]+:[^\s:/@]{3,}@")),
    (
        "a password",
        re.compile(
            r"(?i)\b[\w.-]*(?:passw(?:or)?d|secret|token|api[_-]?key)[\w.-]*\s*[=:]\s*['\"]?(?![$<{(\s'\"])\S{6,}"
        ),
    ),
)
"""What is looked for, in words, and how it is known."""


def suspicions(data: bytes) -> tuple[str, ...]:
    """What looks like a secret, such as `a private key in line 3`; each line is told once."""
    found = []
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        for words, pattern in _PATTERNS:
            if pattern.search(line):
                found.append(f"{words} in line {number}")
                break
    return tuple(found)
