"""An IAM role with the policies that are written into it."""

import json
from typing import Any

import msgspec

from ec2tui.core.model.key import Key


class IamRole(msgspec.Struct, frozen=True):
    """A role as iam:GetRole and iam:GetRolePolicy tell it; the key's id is its name, IAM has no regions.

    `trust` says who may take it, `policies` are the inline ones (name, document); documents are as
    `document_text` writes them. What managed policies add is not read.
    """

    key: Key
    trust: str = ""
    policies: tuple[tuple[str, str], ...] = ()


def document_text(document: Any) -> str:
    """A policy as text: the same for two documents that IAM holds for the same."""
    return json.dumps(_plain(document), sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """IAM takes one value for a list of it."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return _plain(value[0]) if len(value) == 1 else [_plain(item) for item in value]
    return value
