"""IAM policies by their text."""

import json
from typing import Any
from urllib.parse import unquote

from ec2tui.core.model.role_grants import PolicyText, Statement


def policy_text(name: str, document: Any) -> PolicyText:
    """A policy's statements that allow; `document` is a dict, or JSON that may be percent-encoded."""
    if isinstance(document, str):
        document = json.loads(unquote(document) if document.startswith("%") else document)
    statements = (document or {}).get("Statement", ())
    found = [statements] if isinstance(statements, dict) else statements
    return PolicyText(name, tuple(_statement(one) for one in found if one.get("Effect") == "Allow"))


def _statement(one: dict[str, Any]) -> Statement:
    conditions = dict.fromkeys(key for values in (one.get("Condition") or {}).values() for key in values)
    return Statement(
        _listed(one.get("Action", one.get("NotAction"))),
        _listed(one.get("Resource", one.get("NotResource"))),
        tuple(conditions),
        "NotAction" in one,
        "NotResource" in one,
    )


def _listed(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value or ()))
