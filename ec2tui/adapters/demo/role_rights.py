"""What a role of the demo account may do, and who may take it: enough of IAM for schedules to be honest."""

import json
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

Context = Mapping[str, str]
"""Condition keys with their values, such as `aws:ResourceTag/env`."""

_LIKE = ("StringLike", "ArnLike", "ArnEquals")
_EQUAL = ("StringEquals",)


def role_may(role: Any, action: str, resource: str, context: Context) -> bool:
    """Whether the role's policies allow an action; a condition that is not understood allows nothing."""
    applying = [
        statement
        for document in _documents(role)
        for statement in _statements(document)
        if _matches(statement.get("Action"), action, fold=True)
        and _matches(statement.get("Resource"), resource)
        and _holds(statement.get("Condition", {}), context)
    ]
    effects = {statement["Effect"] for statement in applying}
    return effects == {"Allow"}


def service_may_assume(role: Any, service: str, context: Context) -> bool:
    """Whether the role's trust policy lets a service take it."""
    return any(
        statement["Effect"] == "Allow"
        and service in _listed(statement.get("Principal", {}).get("Service"))
        and _matches(statement.get("Action"), "sts:AssumeRole", fold=True)
        and _holds(statement.get("Condition", {}), context)
        for statement in _statements(role.assume_role_policy_document)
    )


def _documents(role: Any) -> Iterator[Any]:
    yield from role.policies.values()
    for policy in role.managed_policies.values():
        yield next(version.document for version in policy.versions if version.is_default)


def _statements(document: Any) -> list[dict[str, Any]]:
    read = json.loads(document) if isinstance(document, str) else document
    found = read.get("Statement", [])
    return [found] if isinstance(found, dict) else list(found)


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [] if value is None else [str(value)]


def _matches(patterns: Any, value: str, fold: bool = False) -> bool:
    text = value.lower() if fold else value
    return any(fnmatchcase(text, one.lower() if fold else one) for one in _listed(patterns))


def _holds(conditions: Mapping[str, Any], context: Context) -> bool:
    """Whether all conditions hold; operators but equality and likeness never do."""
    for operator, wanted in conditions.items():
        for key, values in wanted.items():
            present = context.get(key)
            if present is None or operator not in (*_LIKE, *_EQUAL):
                return False
            if operator in _EQUAL and present not in _listed(values):
                return False
            if operator in _LIKE and not _matches(values, present):
                return False
    return True
