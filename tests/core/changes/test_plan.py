"""A plan drops what would do nothing, keeps its references, and shows what differs."""

import msgspec
import pytest

from ec2tui.core.changes.change import Change, put
from ec2tui.core.changes.codec import (
    change_from_builtins,
    change_to_builtins,
    decode_change,
    decode_plan,
    encode_change,
    encode_plan,
)
from ec2tui.core.changes.instance_protection import ProtectTermination
from ec2tui.core.changes.instance_state import StartInstance, StopInstance, TerminateInstance
from ec2tui.core.changes.plan import Step, differences, draft, fingerprint
from ec2tui.core.model.instance import PUBLIC, Instance, short_name
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.status import Protection

WEB = Key("111122223333", "eu-west-1", "i-0aa")
DB = Key("111122223333", "eu-west-1", "i-0bb")


def world(*instances: Instance) -> Inventory:
    inventory = Inventory()
    for instance in instances:
        inventory = put(inventory, Kind.INSTANCES, instance)
    return inventory


RUNNING = world(Instance(WEB, "running", "t3.micro"), Instance(DB, "stopped", "t3.micro"))


def test_a_change_without_effect_is_dropped() -> None:
    plan = draft([StopInstance(WEB), StopInstance(DB)], RUNNING, "p")
    assert plan.changes == (StopInstance(WEB),)


def test_a_step_is_judged_after_the_steps_before_it() -> None:
    plan = draft([StopInstance(WEB), Step(StartInstance(WEB), (0,)), StopInstance(WEB)], RUNNING, "p")
    assert plan.steps == (
        Step(StopInstance(WEB)),
        Step(StartInstance(WEB), (0,)),
        Step(StopInstance(WEB)),
    )


def test_needs_move_with_the_steps_that_stay() -> None:
    steps: list[Change | Step] = [StopInstance(DB), StopInstance(WEB), Step(TerminateInstance(DB), (0, 1))]
    assert draft(steps, RUNNING, "p").steps[1] == Step(TerminateInstance(DB), (0,))


def test_an_unknown_protection_is_never_taken_for_the_one_asked() -> None:
    assert draft([ProtectTermination(WEB, on=False)], RUNNING, "p").steps
    known = put(RUNNING, Kind.PROTECTION, Protection(WEB, termination=False))
    assert not draft([ProtectTermination(WEB, on=False)], known, "p").steps


def test_differences_name_the_fields() -> None:
    plan = draft([StopInstance(WEB)], RUNNING, "p")
    (found,) = differences(plan, RUNNING, plan.after(RUNNING))
    assert (found.kind, found.key) == (Kind.INSTANCES, WEB)
    assert [(f.field, f.before, f.after) for f in found.fields] == [("state", "running", "stopped")]


def test_differences_name_facts_as_people_know_them() -> None:
    """However they are held."""
    name = short_name("ec2-203-0-113-9.compute.amazonaws.com", PUBLIC, "203.0.113.9")
    instance = Instance(WEB, "running", "t3.micro", public_ip="203.0.113.9", public_host=name)
    known = put(RUNNING, Kind.INSTANCES, instance)
    plan = draft([StopInstance(WEB)], known, "p")
    (found,) = differences(plan, known, plan.after(known))
    assert ("public_dns", "ec2-203-0-113-9.compute.amazonaws.com", None) in [
        (f.field, f.before, f.after) for f in found.fields
    ]


def test_the_fingerprint_sees_a_world_that_moved() -> None:
    plan = draft([StopInstance(WEB)], RUNNING, "p")
    moved = put(RUNNING, Kind.INSTANCES, Instance(WEB, "running", "t3.micro", public_ip="203.0.113.9"))
    assert fingerprint(plan, RUNNING) != fingerprint(plan, moved)
    assert fingerprint(plan, RUNNING) == fingerprint(plan, RUNNING)


def test_a_plan_survives_json() -> None:
    plan = draft([StopInstance(WEB, force=True), Step(StartInstance(WEB), (0,))], RUNNING, "p", "why")
    assert decode_plan(encode_plan(plan)) == plan
    assert decode_plan(encode_plan(plan)).digest == plan.digest


def test_a_change_survives_json_and_names_its_action() -> None:
    change: Change = StopInstance(WEB, hibernate=True)
    assert b'"action":"instance.stop"' in encode_change(change)
    assert decode_change(encode_change(change)) == change
    assert change_from_builtins(change_to_builtins(change)) == change


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        decode_change(b'{"action":"instance.explode","key":["1","r","i"]}')
