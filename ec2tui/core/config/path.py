"""Where a value of the configuration stands, as TOML writes it."""

import re
from collections.abc import Iterable


def dotted(path: Iterable[str]) -> str:
    """A path as TOML writes it; action ids keep their dots, as `[keys]` takes them either way."""
    parts = tuple(path)
    plain = r"[A-Za-z0-9_.-]+" if parts[:1] == ("keys",) else r"[A-Za-z0-9_-]+"
    return ".".join(part if re.fullmatch(plain, part) else f'"{part.translate(_ESCAPES)}"' for part in parts)


_ESCAPES = {34: '\\"', 92: "\\\\"}
