"""AWS's filters over reply documents: names looked up in a table, values with * and ?."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from ec2tui.adapters.demo.errors import invalid_value
from ec2tui.adapters.demo.render import timestamp

Document = TypeVar("Document", bound=Mapping[str, Any])
Paths = Mapping[str, str]


def select(
    documents: Iterable[Document], filters: Mapping[str, Sequence[str]], paths: Paths, tags: str = "Tags"
) -> Iterator[Document]:
    """The documents that pass every filter; an unknown filter name is an error, as in AWS.

    `tags` is the member that holds the tags, which is not the same in all documents.
    """
    tests = [(_path(name, paths, tags), _pattern(tuple(values))) for name, values in filters.items()]
    for document in documents:
        if all(any(pattern(text) for text in _values(document, path)) for path, pattern in tests):
            yield document


def _path(name: str, paths: Paths, tags: str) -> tuple[str, ...]:
    if name.startswith("tag:"):
        return (tags, "=" + name[4:])
    if name in paths:
        return tuple(paths[name].split("."))
    raise invalid_value(f"The filter '{name}' is invalid")


@lru_cache(maxsize=512)
def _pattern(values: tuple[str, ...]) -> Any:
    parts = []
    for value in values:
        escaped = re.escape(value).replace(r"\*", ".*").replace(r"\?", ".")
        parts.append(escaped)
    return re.compile("|".join(parts) if parts else "(?!)", re.DOTALL).fullmatch


def _values(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    if value is None:
        return
    if isinstance(value, list | tuple):
        for item in value:
            yield from _values(item, path)
    elif not path:
        yield _text(value)
    elif path[0].startswith("="):
        if value.get("Key") == path[0][1:]:
            yield _text(value.get("Value"))
    else:
        yield from _values(value.get(path[0]), path[1:])


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return timestamp(value)
    return str(value)
