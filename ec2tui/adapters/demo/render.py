"""Writes a reply of EC2's protocol from a plain dict, visiting only what is in the dict."""

import base64
import re
from collections.abc import Mapping
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
        _structure(out, _members(operation.output_shape), payload)
    out.append(f"</{operation.name}Response>")
    return "".join(out)


def timestamp(moment: datetime) -> str:
    """A moment as EC2 writes it; one without a zone is taken as UTC."""
    if moment.tzinfo is not None and moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return f"{moment.replace(tzinfo=None, microsecond=0).isoformat()}.000Z"


class _Plan:
    """How a member is written: its name in XML, and its kind with what is inside."""

    __slots__ = ("item", "kind", "members", "name")

    def __init__(self, shape: Any, name: str) -> None:
        self.name = name
        self.kind = str(shape.type_name)
        self.members: dict[str, _Plan] = _members(shape) if self.kind == "structure" else {}
        self.item: _Plan | None = None
        if self.kind == "list":
            self.item = _Plan(shape.member, shape.member.serialization.get("name", "item"))


_plans: dict[str, dict[str, _Plan]] = {}


def _members(shape: Any) -> dict[str, _Plan]:
    if shape.name not in _plans:
        plan: dict[str, _Plan] = {}
        _plans[shape.name] = plan  # before its members, since shapes refer to themselves
        for key, member in shape.members.items():
            plan[key] = _Plan(member, member.serialization.get("name", key))
    return _plans[shape.name]


def _structure(out: list[str], members: dict[str, _Plan], value: Mapping[str, Any]) -> None:
    for key, item in value.items():
        if item is not None:
            _element(out, members[key], item)


def _element(out: list[str], plan: _Plan, value: Any) -> None:
    name, kind = plan.name, plan.kind
    if kind == "structure":
        out.append(f"<{name}>")
        _structure(out, plan.members, value)
        out.append(f"</{name}>")
    elif kind == "list":
        assert plan.item is not None
        out.append(f"<{name}>")
        for item in value:
            _element(out, plan.item, item)
        out.append(f"</{name}>")
    else:
        out.append(f"<{name}>{_scalar(kind, value)}</{name}>")


def _scalar(kind: str, value: Any) -> str:
    if kind == "string":
        text = str(value)
        if not text.isprintable():
            text = _NOT_XML.sub("", text)
        return escape(text) if "&" in text or "<" in text or ">" in text else text
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "timestamp":
        return timestamp(value) if isinstance(value, datetime) else str(value)
    if kind == "blob":
        return base64.b64encode(value if isinstance(value, bytes) else str(value).encode()).decode()
    return escape(str(value))
