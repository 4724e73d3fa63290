"""The key with which the password of a Windows instance may be decrypted, or why there is none."""

from enum import StrEnum

import msgspec

from ec2tui.core.access.key_forms import is_of_pair
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports import AskSecret
from ec2tui.services.ports_keys import KeyFile, OpenKey, PrivateKeys
from ec2tui.services.private_keys import Found, Match, match, recreated
from ec2tui.services.session import Session


class Lack(StrEnum):
    """Why there is no password."""

    NOT_WINDOWS = "not windows"
    NO_PAIR = "no pair"
    ED25519 = "ed25519"
    NO_KEY = "no key"
    LOCKED = "locked"
    UNUSABLE = "unusable key"
    NOT_RSA = "not rsa"
    NOT_READ = "not read"
    NOT_READY = "not ready"
    NEVER = "never"
    DAMAGED = "damaged"
    WRONG_SIZE = "wrong size"
    WRONG_KEY = "wrong key"
    RECREATED = "recreated"


class NoPassword(msgspec.Struct, frozen=True):
    """Why there is no password: the sort, a sentence without its full stop, and AWS's problem if any."""

    lack: Lack
    message: str
    problem: Problem | None = None


class Usable(msgspec.Struct, frozen=True):
    """A key that may decrypt the password of an instance; `same`: whether it is the
    pair's key (None: not known).

    Either may mislead: an instance holds its pair's name alone, and the pair may have been made anew since
    (`anew`: it is known to have been).
    """

    key: OpenKey
    pair: str
    same: bool | None
    anew: bool = False


def lacking(lack: Lack, message: str) -> NoPassword:
    """There is no password for this reason."""
    return NoPassword(lack, message)


def never_has(instance: Instance) -> NoPassword | None:
    """Why an instance has no password for anybody; None when it may have one."""
    if not instance.windows:
        return lacking(Lack.NOT_WINDOWS, f"{instance.id} does not run Windows: only Windows has a password")
    if not instance.key_name:
        return lacking(
            Lack.NO_PAIR,
            f"{instance.id} was launched without a key pair, so that AWS has no password for it; use that of "
            "the image it is made from, its directory, or SSM",
        )
    return None


async def open_key(
    session: Session, keys: PrivateKeys, instance: Instance, ask: AskSecret, path: str = ""
) -> Usable | NoPassword:
    """The key in the file `path`, else the candidate that matches; its passphrase is asked for."""
    never = never_has(instance)
    if never is not None:
        return never
    known = await match(session, keys, instance)
    anew = recreated(known.pair, instance)
    if known.pair is not None and known.pair.type == "ed25519" and not anew:
        return lacking(
            Lack.ED25519,
            f"the pair {known.name!r} is ED25519, and Windows passwords are encrypted for RSA pairs only: "
            "AWS has none for this instance",
        )
    files = [one.path for one in known.files if not one.agent]
    if known.files and not files and not path:
        return _in_agent_alone(known)
    for file in (path,) if path else files:
        opened = await keys.open(file, ask)
        if isinstance(opened, KeyFile):
            return _unusable(opened)
        kind = opened.file.forms.type if opened.file.forms else ""
        same = _is_the_pairs(opened.file, known)
        if path and kind != "rsa":
            return lacking(
                Lack.NOT_RSA, f"{path} does not match: it is of type {kind}, and Windows needs RSA"
            )
        if path or same:
            return Usable(opened, known.name, None if anew else same, anew)
    return _none_here(known, anew)


def _is_the_pairs(file: KeyFile, known: Match) -> bool | None:
    if file.forms is None or known.pair is None:
        return None
    return is_of_pair(file.forms, known.pair)


def _unusable(file: KeyFile) -> NoPassword:
    lack = Lack.LOCKED if file.locked else Lack.UNUSABLE
    return lacking(lack, f"{file.path}: {file.problem}")


def _in_agent_alone(known: Match) -> NoPassword:
    return lacking(
        Lack.NO_KEY,
        f"the private key of the pair {known.name!r} is in {known.files[0].where} alone, which logs in but "
        "does not decrypt; name its file with --key",
    )


def _none_here(known: Match, anew: bool) -> NoPassword:
    """Why no candidate is the key, with what may be done."""
    advice = "name the file with --key, or add its folder to [access] key_folders"
    looked = sum(not file.problem for file in known.others)
    among = f"none of the {looked} private keys here is it" if looked else "there is no private key here"
    if known.found is Found.PAIR_UNKNOWN:
        problem = known.problem
        return NoPassword(Lack.NOT_READ, f"the pair {known.name!r} could not be read; {advice}", problem)
    if known.found is Found.PAIR_GONE:
        return lacking(
            Lack.NO_KEY,
            f"the pair {known.name!r} is not in AWS any more, so that its key cannot be recognised; name the "
            "file with --key",
        )
    if anew:
        return lacking(
            Lack.RECREATED,
            f"the pair {known.name!r} was made anew after the instance was launched, so that the older key "
            "is needed; name its file with --key",
        )
    return lacking(
        Lack.NO_KEY, f"the private key of the pair {known.name!r} was not found: {among}; {advice}"
    )
