"""What in user data looks like a secret; told by kind and line, never by its text."""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

MOST = 1024 * 1024
"""The most bytes that are looked at of what is unpacked, all parts together."""

DEEPEST = 3
"""How many wrappings (base64, gzip) are opened, one inside the other."""

_PLACEHOLDER = r"(?![$<{(`\s'\"]|\*{3,}|x{4,}|(?i:changeme|redacted|true|false|none|null|yes|no)\b)"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an AWS access key", re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")),
    (
        "an AWS secret key",
        re.compile(r"(?i)aws_?secret_?(?:access_?)?key\W{1,6}[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])"),
    ),
    ("a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("a GitHub token", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})\b")),
    ("a GitLab token", re.compile(r"\bglpat-[A-Za-z0-9_-]{20,}")),
    ("a Slack token", re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}")),
    ("a Stripe key", re.compile(r"\b[rs]k_live_[A-Za-z0-9]{20,}")),
    ("a Google API key", re.compile(r"\bAIza[A-Za-z0-9_-]{35}")),
    ("a JSON web token", re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}")),
    ("a password in an address", re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s:/@]+:(?![$<{])[^\s:/@]{3,}@")),
    ("a password hash", re.compile(r"\$(?:6|5|2[aby]|y)\$[./A-Za-z0-9$=,]{20,}")),
    (
        "a password",
        re.compile(
            r"(?i)\b[\w.-]*(?:passw(?:or)?d|passphrase|secret|token|(?:api|secret|private)[_-]?key)(?:[_-]?\d+)?"
            r"['\"]?\s*[=:]\s*['\"]?" + _PLACEHOLDER + r"\S{6,}"
        ),
    ),
    ("a password", re.compile(r"(?i)\s--?(?:password|passwd|token)[= ]['\"]?" + _PLACEHOLDER + r"\S{6,}")),
)
"""What is looked for, in words, and how it is known."""

_WRAPPED = re.compile(r"[A-Za-z0-9+/]{64,}={0,2}")
_GZIP = b"\x1f\x8b"


def suspicions(data: bytes) -> tuple[str, ...]:
    """What looks like a secret, such as `a private key in line 3`; each line is told once."""
    return looked_at(data)[0]


def looked_at(data: bytes) -> tuple[tuple[str, ...], str]:
    """The suspicions about user data and what is packed in it, and why not all was looked at (empty: all)."""
    found: dict[str, None] = {}
    left, gaps = [MOST], list[str]()
    for where, text in _texts(data, "", 0, left, gaps):
        for number, line in enumerate(text.splitlines(), 1):
            words = next((words for words, pattern in _PATTERNS if pattern.search(line)), None)
            if words is not None:
                found[f"{words} in line {number}{where}"] = None
    return tuple(found), gaps[0] if gaps else ""


def _texts(
    data: bytes, where: str, depth: int, left: list[int], gaps: list[str]
) -> Iterator[tuple[str, str]]:
    """The texts in user data, each with the words for where it is: itself, and what its lines pack."""
    if data.startswith(_GZIP):
        data = _unzipped(data, left, gaps)
    if len(data) > MOST:
        gaps.append(f"Only the first {MOST // 1024} KiB were looked at.")
        data = data[:MOST]
    text = data.decode("utf-8", "replace")
    yield where, text
    if depth == DEEPEST:
        return
    for number, block in _blocks(text):
        inner = _decoded(block)
        if inner is None:
            continue
        left[0] -= len(inner)
        if left[0] < 0:
            gaps.append("It packs more than is looked at.")
            return
        yield from _texts(inner, f" of what line {number} packs", depth + 1, left, gaps)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """What may be base64, with its line: runs in one line, and lines of the same length that go on."""
    run: list[str] = []
    first = 0
    for number, line in enumerate((*text.splitlines(), ""), 1):
        whole = _WRAPPED.fullmatch(line.strip())
        if whole or (run and line.strip() and re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", line.strip())):
            first = first if run else number
            run.append(line.strip())
            continue
        if run:
            yield first, "".join(run)
            run = []
        for found in _WRAPPED.finditer(line):
            yield number, found.group()


def _decoded(block: str) -> bytes | None:
    """What a block of base64 holds when that is a text or a gzip; None else."""
    try:
        inner = base64.b64decode(block + "=" * (-len(block) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    if inner.startswith(_GZIP):
        return inner
    try:
        text = inner.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return inner if all(char.isprintable() or char in "\t\r\n" for char in text[:200]) else None


def _unzipped(data: bytes, left: list[int], gaps: list[str]) -> bytes:
    """What a gzip holds, as much of it as may still be looked at."""
    unpack = zlib.decompressobj(wbits=31)
    try:
        inner = unpack.decompress(data, max(1, left[0]))
    except zlib.error:
        gaps.append("It is a damaged gzip.")
        return b""
    if not unpack.eof:
        gaps.append("Not all of what is packed in it was looked at.")
    left[0] -= len(inner)
    return inner
