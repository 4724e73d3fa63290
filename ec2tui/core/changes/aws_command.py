"""A call as the `aws` command that makes it, for reading and for copying."""

import re
import shlex
from collections.abc import Mapping
from typing import Any

import msgspec

from ec2tui.core.changes.change import Ref
from ec2tui.core.model.api_call import ApiCall

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z0-9]+")

_SERVICES = {"monitoring": "cloudwatch"}
"""Services whose command has another name than their id."""

_FILES = ("file://", "fileb://")
"""Beginnings of values that the command would take for the name of a file to read."""


def kebab(name: str) -> str:
    """A parameter or operation in the command's spelling: `InstanceIds` is `instance-ids`."""
    return "-".join(word.lower() for word in _WORDS.findall(name))


def aws_command(call: ApiCall, profile: str = "") -> tuple[str, ...]:
    """The words of the command; structures are JSON, and a `Ref` is a placeholder in angle brackets."""
    words = ["aws", _SERVICES.get(call.service, call.service), kebab(call.operation), "--region", call.region]
    if profile and profile != "default":
        words += ["--profile", profile]
    params = {name: _plain(value) for name, value in call.params.items()}
    if any(isinstance(value, str) and value.startswith(_FILES) for value in params.values()):
        return (*words, "--cli-input-json", msgspec.json.encode(params).decode())
    for name, value in params.items():
        words += _option(name, value, call.service)
    return tuple(words)


def aws_line(call: ApiCall, profile: str = "") -> str:
    """The command as one line that a shell reads back word for word."""
    return shlex.join(aws_command(call, profile))


def _option(name: str, value: Any, service: str) -> list[str]:
    option = kebab(name)
    if service == "ec2" and isinstance(value, dict) and list(value) == ["Value"]:
        value = value["Value"] if isinstance(value["Value"], bool) else value
    if isinstance(value, bool):
        return [f"--{option}" if value else f"--no-{option}"]
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return [f"--{option}", *value]
    if isinstance(value, dict | list):
        return [f"--{option}", msgspec.json.encode(value).decode()]
    text = str(value)
    return [f"--{option}={text}"] if text.startswith("-") else [f"--{option}", text]


def _plain(value: Any) -> Any:
    """The value with references written as placeholders."""
    if isinstance(value, Ref):
        return value.placeholder
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
