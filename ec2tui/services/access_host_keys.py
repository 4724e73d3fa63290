"""The host keys of an instance: stored, told by its console, or presented by its server and asked about."""

import base64
import binascii
import contextlib
from collections.abc import Sequence

from ec2tui.core.access.host_keys import (
    HostKey,
    Source,
    Stored,
    contradicts,
    from_console,
    is_ours,
    known_hosts_text,
    stored_of,
)
from ec2tui.core.access.route import Dial
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.access_values import Lack, NoEntry, Reaching
from ec2tui.services.ports_access import HostKeyQuestion
from ec2tui.services.session import Session

MOST_CONSOLE = 1024 * 1024
"""Characters of console output that are looked at; AWS keeps 64 KiB."""


async def vouched(session: Session, reaching: Reaching, instance: Key) -> Stored | str | NoEntry:
    """The host keys that the instance's file holds or its console tells (which are stored then); a sentence
    without its full stop when nobody vouches for any.
    """
    try:
        text = await reaching.hosts.load(instance)
        if not is_ours(text, instance.id):
            return NoEntry(
                Lack.HOST_KEY_UNKNOWN,
                f"{reaching.hosts.path(instance)} says more than which host keys {instance.id} has, and "
                "OpenSSH would heed that: look at it, then delete it",
            )
        known = stored_of(text, instance.id)
        if known.keys:
            return known
        told = await console_keys(session, instance)
        if isinstance(told, str):
            return told
        found = Stored(told, Source.CONSOLE)
        await reaching.hosts.save(instance, known_hosts_text(instance.id, found))
    except OSError as error:
        return _no_file(reaching, instance, error)
    return found


async def asked(reaching: Reaching, instance: Key, dial: Dial, proxy: Sequence[str], why: str) -> "Asked":
    """The question about the host key that a server presents; why it presents none else."""
    found = await reaching.ssh.scan(dial, proxy)
    if isinstance(found, str):
        return NoEntry(Lack.FAILED, f"the host key of {instance.id} could not be read: {found}")
    return HostKeyQuestion(instance, found, why)


Asked = HostKeyQuestion | NoEntry


async def trust(reaching: Reaching, question: HostKeyQuestion) -> Stored | NoEntry:
    """The user says that the host key is right: it is stored."""
    found = Stored((question.key,), Source.USER)
    try:
        text = known_hosts_text(question.instance.id, found)
        await reaching.hosts.save(question.instance, text)
    except OSError as error:
        return _no_file(reaching, question.instance, error)
    return found


async def console_keys(session: Session, instance: Key) -> tuple[HostKey, ...] | str:
    """The host keys of console output, as of the first boot or the latest; why there are none, else."""
    first = await _console(session, instance)
    if isinstance(first, Problem):
        needs = f" (needs {first.permission})" if first.outcome is Outcome.DENIED else ""
        return f"its console output could not be read{needs}"
    told = from_console(first)
    if told.keys or "differ" in told.why:
        return told.keys or told.why
    # The output of the last boot may be newer than what AWS tells first (Nitro instances only).
    latest = await _console(session, instance, Latest=True)
    if isinstance(latest, Problem):
        return told.why
    later = from_console(latest)
    return later.keys or later.why


async def _console(session: Session, instance: Key, **more: bool) -> str | Problem:
    assert session.gateway is not None
    params = {"InstanceId": instance.id, **more}
    reply = await session.gateway.fetch(ApiCall("ec2", "GetConsoleOutput", instance.region, params))
    if reply.problem is not None:
        return reply.problem
    output = str(reply.body.get("Output") or "")
    with contextlib.suppress(binascii.Error, ValueError):
        # AWS's libraries decode it; where they have not, it is base64 as a whole.
        output = base64.b64decode(output, validate=True).decode("utf-8", errors="replace")
    return output[:MOST_CONSOLE]


async def changed(
    session: Session, reaching: Reaching, instance: Key, dial: Dial, proxy: Sequence[str]
) -> NoEntry | None:
    """The refusal, with both fingerprints, when a server presents another host key than the stored ones."""
    try:
        known = stored_of(await reaching.hosts.load(instance), instance.id)
    except OSError as error:
        return _no_file(reaching, instance, error)
    found = await reaching.ssh.scan(dial, proxy, [key.type for key in known.keys])
    if isinstance(found, str) or found in known.keys or not known.keys:
        return None
    pair = contradicts(known.keys, (found,))
    expected = pair[0] if pair else known.keys[0]
    told = await console_keys(session, instance)
    if isinstance(told, str) or found not in told:
        hint = "somebody may be in between; if you changed the keys yourself, delete the file"
    else:
        hint = "its console output tells the presented key by now; if you know why, delete the file"
    return NoEntry(
        Lack.HOST_KEY_CHANGED,
        f"the host key of {instance.id} is not the known one, and the connection was refused: known "
        f"{expected.fingerprint} ({expected.type}, vouched for by {known.source}), presented "
        f"{found.fingerprint} ({found.type}); {hint} {reaching.hosts.path(instance)}",
    )


def _no_file(reaching: Reaching, instance: Key, error: OSError) -> NoEntry:
    place = reaching.hosts.path(instance)
    return NoEntry(Lack.FAILED, f"the host keys cannot be kept in {place}: {error.strerror or error}")
