"""Whom to log in to an instance as, and with which private key of this machine."""

from pathlib import PurePath

from ec2tui.core.access.key_forms import same_public_key
from ec2tui.core.access.login import login_of
from ec2tui.core.access.route import Login
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.kind import Kind
from ec2tui.services.access_values import Lack, NoEntry, Reaching
from ec2tui.services.ports_keys import KeyFile
from ec2tui.services.private_keys import Found, Match, match
from ec2tui.services.refresh import read_some
from ec2tui.services.session import Session


async def find_login(
    session: Session, reaching: Reaching, instance: Instance, user: str = ""
) -> Login | NoEntry:
    """Whom to log in as: `user`, the instance's tag, the configuration, or the image's publisher and name."""
    image = None
    if instance.image_id and not user:
        key = instance.key._replace(id=instance.image_id)
        known = session.store.inventory.image(key)
        if isinstance(known, Missing) and session.gateway is not None:
            source = session.source(key.region)
            await read_some(session.gateway, session.store, source, Kind.IMAGES, (key,))
            known = session.store.inventory.image(key)
        image = None if isinstance(known, Missing) else known
    found = login_of(instance, image, reaching.settings, user)
    return NoEntry(Lack.INVALID, found) if isinstance(found, str) else found


async def find_key(session: Session, reaching: Reaching, instance: Instance, path: str = "") -> str | NoEntry:
    """The absolute path of the private key: `path`, or the file that matches the instance's key pair.

    Nothing is asked: a locked key's passphrase is OpenSSH's to ask for. NoEntry says why there is none.
    """
    if path:
        file = await reaching.keys.inspect(path)
        if file.problem:
            return NoEntry(Lack.INVALID, f"{file.path}: {file.problem}")
        return await _given(reaching, await _in_agent(reaching, file))
    found = await match(session, reaching.keys, instance)
    if found.files and found.found is Found.MATCHED:
        # What can be used without a question comes first.
        order = sorted(found.files, key=lambda file: (file.locked, bool(file.warning), bool(file.foreign)))
        return await _given(reaching, order[0])
    return NoEntry(Lack.BLOCKED, _none(found))


async def _in_agent(reaching: Reaching, file: KeyFile) -> KeyFile:
    """The same key in the agent, when the file is locked and the agent has it."""
    if not file.locked or file.forms is None:
        return file
    public = file.forms.public
    held = [one for one in await reaching.keys.in_agent() if one.forms is not None]
    return next((one for one in held if one.forms and same_public_key(one.forms.public, public)), file)


async def _given(reaching: Reaching, file: KeyFile) -> str | NoEntry:
    """What OpenSSH is given for a key; why it cannot be given one."""
    if file.warning:
        return NoEntry(Lack.INVALID, f"OpenSSH refuses {file.path}: {file.warning} {file.path}")
    if file.foreign and not reaching.agent:
        return NoEntry(
            Lack.INVALID,
            f"OpenSSH cannot read {file.path} ({file.foreign}): `ec2tui ssh` and `tunnel` lend it the key, "
            "for all else convert it",
        )
    try:
        return _absolute(await reaching.keys.identity(file))
    except OSError as error:
        return NoEntry(Lack.FAILED, f"the key {file.where} cannot be used: {error}")


def _absolute(path: str) -> str | NoEntry:
    if PurePath(path).is_absolute():
        return path
    return NoEntry(Lack.INVALID, f"name the key by its whole path: {path}")


def _none(found: Match) -> str:
    """Why there is no private key, as a sentence without its full stop."""
    looked = sum(not file.problem for file in found.others)
    return {
        Found.NO_PAIR: "the instance was launched without a key pair",
        Found.PAIR_GONE: f"the pair {found.name!r} is not in AWS any more, so that its key is not recognised",
        Found.PAIR_UNKNOWN: f"the pair {found.name!r} could not be read",
        Found.LOCKED: f"no key here is known to be that of the pair {found.name!r}: some are locked",
    }.get(
        found.found,
        f"the private key of the pair {found.name!r} is not among the {looked} on this machine"
        if looked
        else f"the private key of the pair {found.name!r} is not on this machine",
    )
