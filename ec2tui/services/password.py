"""The first password of a Windows instance: read, decrypted here, and every way in which there is none."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import uuid4

from ec2tui.core.access.password_data import LEAST, READY_AFTER, ciphertext, is_password, modulus_bytes
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.core.model.record import Record, RecordKind, iso
from ec2tui.core.model.secret import Secret
from ec2tui.core.views.durations import human
from ec2tui.services.password_key import Lack, NoPassword, Usable, lacking, open_key
from ec2tui.services.ports import AskSecret
from ec2tui.services.ports_audit import AuditLog
from ec2tui.services.ports_keys import PrivateKeys
from ec2tui.services.session import Session

ACTION = "password.read"
"""How the record calls it; what was read is never in it."""

FINAL = "A password that was read cannot be unread: set another one on the machine."
FIRST = "It is the password of the first start: one that was changed on the machine since is not told by AWS."


class Doubt(StrEnum):
    """What the user is told besides a password."""

    NONE = ""
    NOT_COMPARED = "The key could not be compared with the pair of the instance."
    SHORT = "It is shorter than Windows makes them: a wrong key may have made it by chance."
    OLDER_KEY = "The pair has another key by now: it was made anew since."


@dataclass(frozen=True)
class Password:
    """A password, with the key's file that it was decrypted with and what is wrong with that.

    The caller wipes the secret.
    """

    secret: Secret
    path: str
    pair: str
    warning: str = ""
    doubt: Doubt = Doubt.NONE

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is not as it should be, as sentences."""
        warning = f"{self.path}: {self.warning}." if self.warning else ""
        return tuple(text for text in (str(self.doubt), warning) if text)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know, as sentences."""
        return (FIRST, *self.warnings)


async def read_password(
    session: Session, keys: PrivateKeys, log: AuditLog, instance: Instance, ask: AskSecret, path: str = ""
) -> Password | NoPassword:
    """The password of an instance, with the key in the file `path` or the one that matches its pair.

    Nothing is asked of AWS before there is a key that may fit: each such call is on record in CloudTrail. It
    is written into our record before the password is given; AuditError when that cannot be done.
    """
    usable = await open_key(session, keys, instance, ask, path)
    if isinstance(usable, NoPassword):
        return usable
    data = await _data(session, instance)
    if isinstance(data, NoPassword):
        return data
    found = _decrypted(usable, data)
    if isinstance(found, NoPassword):
        return found
    try:
        await log.append(*_records(session, log, instance.key, usable))
    except BaseException:
        found.wipe()
        raise
    return Password(
        found,
        usable.key.file.path,
        instance.key_name or "",
        usable.key.file.warning,
        _doubt(usable, len(found)),
    )


def _doubt(usable: Usable, length: int) -> Doubt:
    if usable.same and length < LEAST:
        return Doubt.SHORT
    return {True: Doubt.NONE, False: Doubt.OLDER_KEY, None: Doubt.NOT_COMPARED}[usable.same]


async def _data(session: Session, instance: Instance) -> bytes | NoPassword:
    """The ciphertext that AWS holds."""
    assert session.gateway is not None
    params = {"InstanceId": instance.id}
    reply = await session.gateway.fetch(ApiCall("ec2", "GetPasswordData", instance.key.region, params))
    if reply.problem is not None:
        return NoPassword(Lack.NOT_READ, "AWS did not tell the password", reply.problem)
    cipher = ciphertext(str(reply.body.get("PasswordData") or ""))
    if cipher is None:
        return lacking(Lack.DAMAGED, "what AWS tells as the password is no ciphertext")
    return cipher or _none_yet(instance, session.clock.now())


def _none_yet(instance: Instance, now: float) -> NoPassword:
    """Why AWS has no password, by the age of the instance: not yet, or never."""
    age = now - instance.launch_time
    if instance.launch_time and age < READY_AFTER:
        return lacking(
            Lack.NOT_READY,
            f"the password is not ready: {instance.id} was started {human(age)} ago, and Windows takes up to "
            "15 minutes; try again then",
        )
    return lacking(
        Lack.NEVER,
        f"{instance.id} has told AWS no password and will not: its image makes none (a custom image without "
        "EC2Launch or Sysprep), or it was launched without a key pair; use the password of the image it is "
        "made from, its directory, or SSM",
    )


def _decrypted(usable: Usable, cipher: bytes) -> Secret | NoPassword:
    """What the key makes of the ciphertext, when that is a password: a wrong key gives random bytes."""
    file = usable.key.file
    size = modulus_bytes(file.forms.public) if file.forms else 0
    if size != len(cipher):
        return lacking(
            Lack.WRONG_SIZE,
            f"{file.path} is a key of {size * 8} bits and the password was encrypted for one of "
            f"{len(cipher) * 8}: it does not match",
        )
    found = usable.key.decrypt(cipher)
    if found is not None and is_password(found, usable.same is True):
        secret = Secret(found)
        Secret.wipe_bytes(found)
        return secret
    if found is not None:
        Secret.wipe_bytes(found)
    if usable.same or usable.anew:
        return lacking(
            Lack.RECREATED,
            f"{file.path} does not match: the pair {usable.pair!r} was made anew since the instance was "
            "launched; name the file of the older key with --key",
        )
    because = f"the pair {usable.pair!r} has another key" if usable.same is False else "it is of another key"
    return lacking(Lack.WRONG_KEY, f"{file.path} does not match the password: {because}")


def _records(session: Session, log: AuditLog, key: Key, usable: Usable) -> tuple[Record, Record]:
    """That it was read, of which instance and with which file; both at once, since it has happened."""
    identity = session.identity
    told = Record(
        id=uuid4().hex,
        kind=RecordKind.INTENT,
        time=iso(session.clock.now()),
        account=key.account,
        principal=identity.arn if identity else "",
        profile=session.profile,
        region=key.region,
        change={"action": ACTION, "key": list(key), "pair": usable.pair, "file": usable.key.file.path},
        irreversible=FINAL,
        writer=log.writer,
    )
    ended = Record(
        id=uuid4().hex,
        kind=RecordKind.OUTCOME,
        time=told.time,
        account=told.account,
        principal=told.principal,
        profile=told.profile,
        region=told.region,
        intent=told.id,
        outcome="ok",
        writer=log.writer,
    )
    return told, ended
