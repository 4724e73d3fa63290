"""The record of sessions: that one was opened, by which way and as whom, and how it ended."""

from uuid import uuid4

from ec2tui.core.access.route import Via
from ec2tui.core.model.key import Key
from ec2tui.core.model.record import Record, RecordKind, iso
from ec2tui.services.ports_audit import AuditLog
from ec2tui.services.session import Session

ACTION = "session.open"
"""How the record calls it."""

FINAL = "What was done in a session is not known here, and cannot be taken back from here."


async def note_opened(
    session: Session, log: AuditLog, instance: Key, via: Via, what: str, **details: str
) -> str:
    """Records that a session is opened (`what`: `ssh`, `tunnel`, `rdp`); the intent's id for `note_ended`.

    `details` (a user, a port) stand in the record as they are: nothing secret may be among them.
    """
    told = {name: value for name, value in details.items() if value}
    change = {"action": ACTION, "key": list(instance), "what": what, "via": str(via), **told}
    intent = _record(session, log, instance, RecordKind.INTENT, change=change, irreversible=FINAL)
    opened = _record(session, log, instance, RecordKind.OUTCOME, intent=intent.id, outcome="ok")
    await log.append(intent, opened)
    return intent.id


async def note_ended(
    session: Session, log: AuditLog, instance: Key, intent: str, ok: bool = True, message: str = ""
) -> None:
    """Records how a session ended; the last outcome of an intent counts."""
    outcome = "ok" if ok else "unreachable"
    await log.append(
        _record(session, log, instance, RecordKind.OUTCOME, intent=intent, outcome=outcome, message=message)
    )


def _record(session: Session, log: AuditLog, instance: Key, kind: RecordKind, **fields: object) -> Record:
    identity = session.identity
    return Record(
        id=uuid4().hex,
        kind=kind,
        time=iso(session.clock.now()),
        account=instance.account,
        principal=identity.arn if identity else "",
        profile=session.profile,
        region=instance.region,
        writer=log.writer,
        **fields,  # type: ignore[arg-type]
    )
