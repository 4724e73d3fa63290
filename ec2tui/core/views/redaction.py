"""Takes secrets out of a text that may leave this machine: a report about a defect."""

import re
from collections.abc import Iterable

HIDDEN = "[hidden]"
LEAST = 6
"""Characters that a known secret has at least; shorter ones would take words apart."""

_PEM = re.compile(r"-----BEGIN [^-]*-----.*?(-----END [^-]*-----|\Z)", re.DOTALL)
_NAMED = re.compile(
    r"(?i)((?:secret|token|passw|passphrase|passcode|signature|authorization|credential|mfa)[\w.-]*"
    r"[\"']?\s*(?:[=:]|\bis\b)\s*)(\"[^\"]*\"|'[^']*'|[^\s,;)\]}]+)"
)
_KEY_ID = re.compile(r"\b(A[KS]IA)[A-Z0-9]{12,}\b")
_BLOB = re.compile(
    r"(?<![\w/+])(?=[\w/+=-]*\d)(?=[\w/+=-]*[A-Z])(?=[\w/+=-]*[a-z])[A-Za-z0-9/+_-]{32,}={0,2}"
)
_FILE = re.compile(r'^\s*File "')


def without_secrets(text: str, known: Iterable[str] = ()) -> str:
    """The text with private keys, named secrets, access keys, long random words and `known` values hidden."""
    for secret in sorted({one for one in known if len(one) >= LEAST}, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    text = _PEM.sub(HIDDEN, text)
    return "\n".join(line if _FILE.match(line) else _line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    """One line; those that name a file of the program hold no values."""
    line = _NAMED.sub(rf"\1{HIDDEN}", line)
    line = _KEY_ID.sub(rf"\1{HIDDEN}", line)
    return _BLOB.sub(HIDDEN, line)
