"""Every change keeps the laws: undo restores, nothing else is touched, JSON is exact, no-ops are dropped."""

from typing import Any

import botocore.session
import hypothesis.strategies as st
import msgspec
import pytest
from botocore.validate import ParamValidator
from hypothesis import HealthCheck, Phase, given, settings

from ec2tui.core.changes.addresses import AllocateAddress, ReleaseAddress
from ec2tui.core.changes.change import Change
from ec2tui.core.changes.codec import CHANGES, decode_change, encode_change
from ec2tui.core.changes.images import CreateImage, DeregisterImage
from ec2tui.core.changes.instance_state import RebootInstance, TerminateInstance
from ec2tui.core.changes.isolation_group import CloseNewGroup, CreateSecurityGroup, DeleteSecurityGroup
from ec2tui.core.changes.launch import EndLaunch, RunInstances
from ec2tui.core.changes.network_settings import DeleteGatewayEndpoint
from ec2tui.core.changes.plan import differences, draft
from ec2tui.core.changes.scheduler_role import CreateScheduleGroup
from ec2tui.core.changes.snapshots import CopySnapshot, CreateSnapshot, DeleteSnapshot
from ec2tui.core.changes.ssh_public_key import SendPublicKey
from ec2tui.core.changes.volumes import DeleteVolume
from ec2tui.core.grammar.line import format_rule
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from tests.core.changes.worlds import CHANGES_OF, inventories

MODELS: dict[str, Any] = {}


def model(service: str) -> Any:
    if service not in MODELS:
        MODELS[service] = botocore.session.get_session().get_service_model(service)
    return MODELS[service]


ALWAYS_ACTS = (
    AllocateAddress,
    CreateImage,
    CreateSnapshot,
    CopySnapshot,
    CreateSecurityGroup,
    CloseNewGroup,
    RebootInstance,
    RunInstances,
)
"""Changes that do something however often they are sent."""

FINAL = (
    CreateScheduleGroup,
    EndLaunch,
    TerminateInstance,
    ReleaseAddress,
    DeleteVolume,
    DeleteSnapshot,
    DeregisterImage,
    DeleteSecurityGroup,
    CloseNewGroup,
    RebootInstance,
    SendPublicKey,
    DeleteGatewayEndpoint,
)
"""Changes that nothing takes back."""

REVERSIBLE = [kind for kind in CHANGES if kind not in FINAL and not kind.learns]

every_kind = pytest.mark.parametrize("kind", CHANGES, ids=lambda kind: kind.__struct_config__.tag)
law = settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def test_there_is_an_example_of_every_change() -> None:
    assert set(CHANGES_OF) == set(CHANGES)


def test_no_two_changes_share_a_tag() -> None:
    tags = [kind.__struct_config__.tag for kind in CHANGES]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("kind", REVERSIBLE, ids=lambda kind: kind.__struct_config__.tag)
@law
@given(st.data())
def test_undo_restores(kind: type[Change], data: st.DataObject) -> None:
    before, change = data.draw(inventories()), data.draw(CHANGES_OF[kind])
    back = change.inverse(before)
    if back is None or change.noop(before):
        return
    after = change.effect(before)
    restored = back.effect(after)
    if Kind.RULES in {subject.kind for subject in change.subjects(before)}:
        assert rule_set(restored) == rule_set(before)
        return
    for subject in {*change.subjects(before), *back.subjects(after)}:
        old = before.table(subject.kind).get(subject.key)
        new = restored.table(subject.kind).get(subject.key)
        assert comparable(old, change) == comparable(new, change)


def rule_set(inventory: Inventory) -> list[Any]:
    """Every rule of every group but for its id, which AWS gives anew."""
    found = inventory.table(Kind.RULES).values()
    return sorted((rule.group_id, format_rule(rule), sorted(rule.tags)) for rule in found)


SETTLED = {"pending": "running", "stopping": "stopped"}


def comparable(item: Any, change: Change) -> Any:
    """The fields of an item that undo promises to restore; sets of AWS have no order."""
    if item is None:
        return None
    fields = {name: getattr(item, name) for name in item.__struct_fields__ if name not in change.unrestored}
    for name in ("tags", "shared_with", "accounts", "attachments", "block_devices"):
        if fields.get(name):
            fields[name] = sorted(fields[name], key=str)
    if "state" in fields:
        fields["state"] = SETTLED.get(fields["state"], fields["state"])
    return fields


@pytest.mark.parametrize("kind", REVERSIBLE, ids=lambda kind: kind.__struct_config__.tag)
def test_every_reversible_change_can_be_undone_somewhere(kind: type[Change]) -> None:
    """The law above is not kept by never being asked."""

    @settings(
        database=None, deadline=None, max_examples=300, phases=[Phase.generate], report_multiple_bugs=False
    )
    @given(st.data())
    def search(data: st.DataObject) -> None:
        before, change = data.draw(inventories()), data.draw(CHANGES_OF[kind])
        assert change.noop(before) or change.inverse(before) is None

    with pytest.raises(AssertionError):
        search()


@every_kind
@law
@given(st.data())
def test_what_cannot_be_undone_says_why(kind: type[Change], data: st.DataObject) -> None:
    before, change = data.draw(inventories()), data.draw(CHANGES_OF[kind])
    if change.noop(before):
        return
    reversible = change.learns or change.inverse(before) is not None
    assert bool(change.irreversible(before)) is not reversible


@every_kind
@law
@given(st.data())
def test_the_effect_touches_only_its_subjects(kind: type[Change], data: st.DataObject) -> None:
    before, change = data.draw(inventories()), data.draw(CHANGES_OF[kind])
    after = change.effect(before)
    allowed = set(change.subjects(before))
    assert after.readings == before.readings
    for table in Kind:
        old, new = before.table(table), after.table(table)
        touched = {key for key in {*old, *new} if old.get(key) != new.get(key)}
        assert {(table, key) for key in touched} <= allowed


@every_kind
@law
@given(st.data())
def test_what_is_done_is_dropped_from_a_plan(kind: type[Change], data: st.DataObject) -> None:
    before, change = data.draw(inventories()), data.draw(CHANGES_OF[kind])
    once = draft([change], before)
    if change.noop(before):
        assert not once.steps
        return
    twice = draft([change, change], before)
    seen = bool(differences(once, before, once.after(before)))
    assert len(twice.steps) == len(once.steps) * (2 if kind in ALWAYS_ACTS or not seen else 1)


@every_kind
@law
@given(st.data())
def test_json_is_exact(kind: type[Change], data: st.DataObject) -> None:
    change = data.draw(CHANGES_OF[kind])
    encoded = encode_change(change)
    assert b"\n" not in encoded
    assert decode_change(encoded) == change
    assert type(decode_change(encoded)) is kind


@every_kind
@law
@given(st.data())
def test_a_change_of_what_was_not_read_is_neither_dropped_nor_invented(
    kind: type[Change], data: st.DataObject
) -> None:
    change = data.draw(CHANGES_OF[kind])
    empty = Inventory()
    assert not change.noop(empty)
    after = change.effect(empty)
    if kind not in ALWAYS_ACTS:
        assert Kind.INSTANCES not in after.tables
        assert Kind.VOLUMES not in after.tables


@every_kind
@law
@given(st.data())
def test_botocore_accepts_the_call(kind: type[Change], data: st.DataObject) -> None:
    call = data.draw(CHANGES_OF[kind]).call()
    operation = model(call.service).operation_model(call.operation)
    report = ParamValidator().validate(call.params, operation.input_shape)
    assert not report.has_errors(), report.generate_report()


@every_kind
@law
@given(st.data())
def test_dry_run_and_tokens_are_those_of_the_operation(kind: type[Change], data: st.DataObject) -> None:
    call = data.draw(CHANGES_OF[kind]).call()
    members = model(call.service).operation_model(call.operation).input_shape.members
    assert kind.rehearsable is ("DryRun" in members)
    assert kind.token_parameter == ("ClientToken" if "ClientToken" in members else "")


@every_kind
@law
@given(st.data())
def test_permissions_name_the_operation_first(kind: type[Change], data: st.DataObject) -> None:
    change = data.draw(CHANGES_OF[kind])
    assert change.permissions()[0] == change.call().action
    assert set(change.permissions()) <= set(kind.asks)


@pytest.mark.parametrize("kind", [kind for kind in CHANGES if kind.creates])
@law
@given(st.data())
def test_a_creation_is_marked_with_its_plan(kind: type[Change], data: st.DataObject) -> None:
    change = data.draw(CHANGES_OF[kind])
    plan = draft([change], Inventory(), "01J")
    (call,) = [step.change.call() for step in plan.steps]
    specification = call.params["TagSpecifications"][0]
    assert {"Key": "ec2tui:plan", "Value": "01J/0"} in specification["Tags"]
    assert specification["ResourceType"] == kind.creates
    members = model("ec2").operation_model(call.operation).input_shape.members["TagSpecifications"]
    assert kind.creates in members.member.members["ResourceType"].enum


def test_a_change_is_a_frozen_value() -> None:
    for kind in CHANGES:
        assert kind.__struct_config__.frozen
        assert all(name for name in msgspec.structs.fields(kind))
