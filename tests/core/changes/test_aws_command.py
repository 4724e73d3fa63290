"""The `aws` command says exactly the call: read back by botocore's model it gives the same parameters."""

import json
import shlex
from typing import Any

import botocore.session
import hypothesis.strategies as st
import pytest
from botocore import xform_name
from hypothesis import HealthCheck, given, settings

from ec2tui.core.changes.addresses import AssociateAddress
from ec2tui.core.changes.aws_command import aws_command, aws_line, kebab
from ec2tui.core.changes.change import Change, Ref
from ec2tui.core.changes.codec import CHANGES
from ec2tui.core.changes.instance_protection import ProtectTermination
from ec2tui.core.changes.instance_state import StopInstance
from ec2tui.core.changes.snapshots import CreateSnapshot
from ec2tui.core.changes.tags import SetTag
from ec2tui.core.model.api_call import ApiCall
from tests.core.changes.worlds import CHANGES_OF, key

SESSION: Any = botocore.session.get_session()


def read_back(words: tuple[str, ...]) -> ApiCall:
    """What the command line would send: options by the model's names, values by its types."""
    _, service, operation_word, _, region, *rest = words
    model = SESSION.get_service_model(service)
    by_word = {xform_name(name, "-"): name for name in model.operation_names}
    operation = by_word[operation_word]
    members = model.operation_model(operation).input_shape.members
    names = {xform_name(name, "-"): name for name in members}
    params: dict[str, Any] = {}
    while rest:
        option, *rest = rest
        option, _, joined = option.removeprefix("--").partition("=")
        if option == "cli-input-json":
            return ApiCall(service, operation, region, json.loads(rest[0]))
        if option not in names and option.removeprefix("no-") in names:
            name, value = names[option.removeprefix("no-")], False
            params[name] = value if members[name].type_name == "boolean" else {"Value": value}
            continue
        name = names[option]
        shape = members[name]
        if shape.type_name == "boolean":
            params[name] = True
            continue
        if shape.type_name == "structure" and (not rest or rest[0].startswith("--")):
            params[name] = {"Value": True}
            continue
        taken = [joined] if joined else []
        while rest and not rest[0].startswith("--") and not joined:
            taken.append(rest.pop(0))
        params[name] = _typed(shape, taken)
    return ApiCall(service, operation, region, params)


def _typed(shape: Any, taken: list[str]) -> Any:
    if shape.type_name == "list":
        return json.loads(taken[0]) if taken[0].startswith("[") else taken
    if shape.type_name == "structure":
        return json.loads(taken[0])
    if shape.type_name == "double":
        return float(taken[0])
    return int(taken[0]) if shape.type_name in ("integer", "long") else taken[0]


@pytest.mark.parametrize("kind", CHANGES, ids=lambda kind: kind.__struct_config__.tag)
@settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_command_is_the_call(kind: type[Change], data: st.DataObject) -> None:
    call = data.draw(CHANGES_OF[kind]).call()
    assert read_back(aws_command(call)) == call
    assert tuple(shlex.split(aws_line(call))) == aws_command(call)


def test_names_are_spelled_as_the_command_spells_them() -> None:
    model = SESSION.get_service_model("ec2")
    for operation in model.operation_names:
        assert kebab(operation) == xform_name(operation, "-")
        shape = model.operation_model(operation).input_shape
        for name in shape.members if shape else ():
            assert kebab(name) == xform_name(name, "-")


def test_a_stop() -> None:
    line = aws_line(StopInstance(key("i-1"), force=True).call(), profile="prod")
    assert line == "aws ec2 stop-instances --region eu-west-1 --profile prod --instance-ids i-1 --force"


def test_protection_is_a_flag() -> None:
    assert aws_line(ProtectTermination(key("i-1"), on=False).call()).endswith("--no-disable-api-termination")


def test_what_a_shell_would_expand_is_quoted() -> None:
    line = aws_line(SetTag(key("i-1"), "Name", "$(reboot) 'x'\n").call())
    assert shlex.split(line)[-1] == '[{"Key":"Name","Value":"$(reboot) \'x\'\\n"}]'


@pytest.mark.parametrize("text", ["file:///etc/passwd", "fileb://x"])
def test_a_text_that_names_a_file_is_not_read_from_it(text: str) -> None:
    words = aws_command(CreateSnapshot(key("vol-1"), text).call())
    assert words[-2] == "--cli-input-json"
    assert json.loads(words[-1])["Description"] == text


def test_a_text_that_looks_like_an_option_stays_one_word() -> None:
    assert "--description=-rf" in aws_command(CreateSnapshot(key("vol-1"), "-rf").call())


def test_a_reference_is_a_placeholder() -> None:
    line = aws_line(AssociateAddress(key("i-1"), Ref(0, "AllocationId")).call())
    assert "--allocation-id '<AllocationId of step 1>'" in line
