"""Which private key of this machine belongs to an instance: compared with what AWS knows of its key pair."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from ec2tui.core.access.key_forms import is_of_pair
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports_keys import KeyFile, PrivateKeys
from ec2tui.services.refresh import read_some
from ec2tui.services.session import Session


class Found(StrEnum):
    """What came of looking for an instance's private key."""

    MATCHED = "matched"
    LOCKED = "locked"
    NONE_HERE = "none here"
    NO_PAIR = "no pair"
    PAIR_GONE = "pair gone"
    PAIR_UNKNOWN = "pair unknown"


class Match(msgspec.Struct, frozen=True):
    """The private key of an instance, or why there is none.

    `files` are those that are its key, or, where that is not known without a passphrase (LOCKED), may be.
    `pair` is AWS's half; `problem` says why it could not be read (PAIR_UNKNOWN). `others` are all candidates.
    """

    found: Found
    name: str = ""
    pair: KeyPair | None = None
    files: tuple[KeyFile, ...] = ()
    others: tuple[KeyFile, ...] = ()
    problem: Problem | None = None


async def pair_of(session: Session, instance: Instance) -> KeyPair | Problem | None:
    """The key pair that an instance names, read anew with its public key; None when there is none."""
    if not instance.key_name:
        return None
    assert session.gateway is not None
    key = Key(instance.key.account, instance.key.region, instance.key_name)
    source = session.source(key.region)
    problem = await read_some(session.gateway, session.store, source, Kind.KEY_PAIRS, (key,), settles=False)
    if problem is not None:
        return None if problem.outcome is Outcome.NOT_FOUND else problem
    found: KeyPair | None = session.store.inventory.table(Kind.KEY_PAIRS).get(key)
    return found


async def match(session: Session, keys: PrivateKeys, instance: Instance) -> Match:
    """Looks for the private key of an instance among the candidates; no passphrase is asked."""
    name = instance.key_name or ""
    if not name:
        return Match(Found.NO_PAIR)
    pair = await pair_of(session, instance)
    others = (*await keys.candidates(), *await keys.in_agent())
    if isinstance(pair, Problem):
        return Match(Found.PAIR_UNKNOWN, name, others=others, problem=pair)
    if pair is None:
        return Match(Found.PAIR_GONE, name, others=others)
    found, files = of_pair(pair, others)
    return Match(found, name, pair, files, others)


def of_pair(pair: KeyPair, candidates: Iterable[KeyFile]) -> tuple[Found, tuple[KeyFile, ...]]:
    """The keys that are the private half of a pair, else those that may be: files first, locked ones, then
    the agent's.
    """
    candidates = [file for file in candidates if not file.problem]
    told = [(file, is_of_pair(file.forms, pair) if file.forms else None) for file in candidates]
    sure = sorted((file for file, same in told if same), key=lambda file: (bool(file.agent), file.locked))
    if sure:
        return Found.MATCHED, tuple(sure)
    perhaps = tuple(file for file, same in told if same is None)
    return (Found.LOCKED, perhaps) if perhaps else (Found.NONE_HERE, ())


def recreated(pair: KeyPair | None, instance: Instance) -> bool:
    """Whether the pair was made after the instance was launched, which then has the key of an older one.

    AWS renews an instance's launch time with each start, so that False says nothing.
    """
    return pair is not None and bool(pair.create_time) and (pair.create_time or 0) > instance.launch_time > 0
