"""The activity page: live, filterable, and each change one key from being taken back."""

import msgspec

from ec2tui.core.changes.codec import change_to_builtins
from ec2tui.core.changes.instance_protection import ProtectTermination
from ec2tui.core.changes.instance_state import StartInstance, StopInstance
from ec2tui.core.model.activity import Activity
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.record import Record, RecordKind
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from ec2tui.services.ports_audit import AuditError
from tests.services.audit_fakes import Account, MemoryAuditLog, account
from tests.services.fakes import ACCOUNT, REGION, key
from tests.tui.desk import Desk, desk

ANN = f"arn:aws:iam::{ACCOUNT}:user/ann"


def intent(id_: str, minute: int, change=None, **fields) -> Record:
    change = change or StopInstance(key("i-1"))
    fields = {"account": ACCOUNT, "region": REGION, "principal": ANN, "writer": "gone", **fields}
    name = f"instances/{ACCOUNT}/{REGION}/{change.key.id}"
    return Record(
        id_,
        RecordKind.INTENT,
        f"2026-03-02T12:{minute:02}:00.000Z",
        plan=f"plan-{id_}",
        change=change_to_builtins(change),
        before={name: {"state": "running"}},
        after={name: {"state": "stopped"}},
        inverse=change_to_builtins(StartInstance(change.key)),
        **fields,
    )


def ended(of: str, outcome: str = "ok", **fields) -> Record:
    return Record(
        f"{of}-end", RecordKind.OUTCOME, "2026-03-02T13:00:00.000Z", intent=of, outcome=outcome, **fields
    )


def world(*records: Record) -> tuple[Account, MemoryAuditLog]:
    aws, log = account("i-1", "i-2"), MemoryAuditLog()
    aws.pages[REGION, Kind.INSTANCES] = [Page(tuple(aws.items[REGION, Kind.INSTANCES].values()))]
    log.kept.extend(msgspec.json.decode(msgspec.json.encode(records), type=list[Record]))
    return aws, log


def using(log: MemoryAuditLog):
    def prepare(it: Desk) -> None:
        it.around.changing = Changing(log, Policy())

    return prepare


def shown(it: Desk) -> list[str]:
    rows = it.screen.rows
    return [rows.item(key).intent.id for key in rows.ordered()]


async def test_changes_are_told_newest_first_with_outcome_and_undo() -> None:
    aws, log = world(
        intent("aaaa", 1, reason="night"),
        ended("aaaa", request_id="req-7"),
        intent("bbbb", 2, ProtectTermination(key("i-2"))),
        ended("bbbb", "denied", message="no \x1b[31mway"),
    )
    async with desk(aws, size=(200, 40), prepare=using(log)) as it:
        await it.press("6")
        assert shown(it) == ["bbbb", "aaaa"]
        text = it.text()
        assert "denied" in text and "possible" in text and "user/ann" in text
        assert "state: running → stopped" in text and "night" in text
        await it.press("j", "tab", "right")
        assert "req-7" in it.text() and "hash-1" in it.text() and "hash-2" in it.text()


async def test_what_any_ec2tui_appends_shows_without_a_key() -> None:
    aws, log = world(intent("aaaa", 1), ended("aaaa"))
    async with desk(aws, prepare=using(log)) as it:
        await it.press("6")
        assert shown(it) == ["aaaa"]
        log.living.add("other")
        log.kept.append(intent("cccc", 3, writer="other"))
        await it.clock.advance(1.1)
        await it.rest()
        assert shown(it) == ["cccc", "aaaa"] and "under way" in it.text()
        log.kept.append(ended("cccc"))
        await it.clock.advance(1.1)
        await it.rest()
        assert "under way" not in it.text()


async def test_the_filter_speaks_of_changes() -> None:
    aws, log = world(
        intent("aaaa", 1), ended("aaaa"), intent("bbbb", 2, StopInstance(key("i-2"))), ended("bbbb", "denied")
    )
    async with desk(aws, prepare=using(log)) as it:
        await it.press("6", "slash", *"failed")
        assert shown(it) == ["bbbb"]
        await it.press("escape", "slash", *"outcome:ok subject:i-1 undoable")
        assert shown(it) == ["aaaa"]
        await it.press("escape", "slash", *"state:x")
        assert it.screen.rows.mistake is not None and "unknown field 'state'" in it.text()


async def test_u_takes_back_the_change_under_the_cursor() -> None:
    aws, log = world(
        intent("aaaa", 1), ended("aaaa"), intent("bbbb", 2, StopInstance(key("i-2"))), ended("bbbb")
    )
    aws.set("i-1", state="stopped")
    aws.set("i-2", state="stopped")
    async with desk(aws, prepare=using(log)) as it:
        await it.press("6", "j", "u")
        await it.rest()
        assert "name-of-i-1" in it.text()
        await it.press("enter")
        await it.rest()
        assert [call.params["InstanceIds"] for call in aws.sent] == [["i-1"]]
        await it.press("escape")
        await it.clock.advance(1.1)
        await it.rest()
        changes: dict[str, Activity] = {one.intent.id: one for one in it.screen.rows.everything()}
        assert len(changes) == 3 and changes["aaaa"].undone and not changes["bbbb"].undone


async def test_what_was_left_open_is_settled_by_asking_aws() -> None:
    aws, log = world(intent("aaaa", 1))
    aws.set("i-1", state="stopped")
    async with desk(aws, prepare=using(log)) as it:
        await it.press("6")
        await it.clock.advance(1.1)
        await it.rest()
        assert log.outcomes and "unknown" not in it.text().split("Outcome")[1][:400]


async def test_a_record_that_cannot_be_read_is_no_empty_record() -> None:
    aws, log = world()

    async def fails() -> int:
        raise AuditError("Permission denied")

    log.extent = fails  # type: ignore[method-assign]
    async with desk(aws, prepare=using(log)) as it:
        await it.press("6")
        assert "The record cannot be read: Permission denied" in it.text()
        assert "Nothing was changed" not in it.text()


async def test_the_document_and_the_command_of_a_change() -> None:
    aws, log = world(intent("aaaa", 1), ended("aaaa"))
    async with desk(aws, prepare=using(log)) as it:
        await it.press("6", "Y")
        assert it.clipboard.text == "aws ec2 stop-instances --region eu-west-1 --instance-ids i-1"
        await it.press("J")
        assert "plan-aaaa" in it.text()
