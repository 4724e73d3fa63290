"""User data is in the call that is sent and in nothing that is written."""

import base64
import json
from asyncio import Event

import msgspec

from ec2tui.core.changes.launch import NEW, RunInstances
from ec2tui.core.changes.plan import draft
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.launch import Launch
from ec2tui.services.applied import OnFailure, StepState
from ec2tui.services.posture.user_data import hold
from ec2tui.services.rehearse import rehearse
from ec2tui.services.sending import Sending
from tests.services.audit_fakes import AWS, MemoryAuditLog, account, context_of
from tests.services.fakes import key

SECRET = b"#!/bin/sh\nexport TOKEN=hunter2\n"
TEXT = base64.b64encode(SECRET).decode()


async def test_it_is_sent_and_rehearsed_but_never_recorded() -> None:
    aws, log = account(), MemoryAuditLog()
    context = context_of(aws, log)
    launch = Launch("ami-1", "t3.nano", user_data=hold(context.user_data, SECRET))
    plan = draft([RunInstances(key(NEW), launch)], Inventory(), "p1")
    await rehearse(aws, plan, AWS, context.user_data)
    [rehearsed] = aws.rehearsed
    [done] = await Sending(context, plan, OnFailure.GO_ON, None, Event()).run()
    assert rehearsed.params["UserData"] == aws.sent[-1].params["UserData"] == TEXT
    assert aws.sent[-1].params["ClientToken"] == "p1-0" and done.state is StepState.DONE
    kept = json.dumps(msgspec.to_builtins(log.kept)) + repr(context)
    assert log.kept and "hunter2" not in kept and TEXT not in kept


async def test_a_launch_whose_user_data_is_gone_is_not_sent() -> None:
    aws, log = account(), MemoryAuditLog()
    launch = Launch("ami-1", "t3.nano", user_data=hold({}, SECRET))
    plan = draft([RunInstances(key(NEW), launch)], Inventory(), "p1")
    [told] = await Sending(context_of(aws, log), plan, OnFailure.GO_ON, None, Event()).run()
    assert told.state is StepState.FAILED and "launch anew" in told.message
    assert aws.sent == [] and log.kept == []
