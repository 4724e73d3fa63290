"""Writes a reply of EC2's protocol from a plain dict, visiting only what is in the dict."""

import base64
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

REQUEST_ID = "7a62c49f-347e-4fc4-9331-6e8eexample"
_NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def render(operation: Any, payload: Mapping[str, Any]) -> str:
    """The XML document that EC2 sends for this payload, whose keys are the model's member names."""
    out: list[str] = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    out.append(f'<{operation.name}Response xmlns="{_NAMESPACE}"><requestId>{REQUEST_ID}</requestId>')
    if operation.output_shape is not None:
        _members(out, operation.output_shape, payload)
    out.append(f"</{operation.name}Response>")
    return "".join(out)


def timestamp(moment: datetime) -> str:
    """A moment as EC2 writes it; one without a zone is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _members(out: list[str], shape: Any, value: Mapping[str, Any]) -> None:
    members = shape.members
    for key, item in value.items():
        if item is None:
            continue
        member = members[key]
        _element(out, member, member.serialization.get("name", key), item)


def _element(out: list[str], shape: Any, name: str, value: Any) -> None:
    kind = shape.type_name
    if kind == "structure":
        out.append(f"<{name}>")
        _members(out, shape, value)
        out.append(f"</{name}>")
    elif kind == "list":
        _list(out, shape, name, value)
    else:
        out.append(f"<{name}>{_scalar(kind, value)}</{name}>")


def _list(out: list[str], shape: Any, name: str, values: Sequence[Any]) -> None:
    item_name = shape.member.serialization.get("name", "item")
    out.append(f"<{name}>")
    for value in values:
        _element(out, shape.member, item_name, value)
    out.append(f"</{name}>")


def _scalar(kind: str, value: Any) -> str:
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "timestamp":
        return timestamp(value) if isinstance(value, datetime) else str(value)
    if kind == "blob":
        return base64.b64encode(value if isinstance(value, bytes) else str(value).encode()).decode()
    return escape(_NOT_XML.sub("", str(value)))
