"""What may stand at a place of a line: protocols and services, from and to, peers, and an end."""

from collections.abc import Iterable, Iterator

import msgspec

from ec2tui.core.grammar import icmp, protocols
from ec2tui.core.grammar.line import DIRECTIONS
from ec2tui.core.grammar.mistake import Wrong
from ec2tui.core.grammar.peers import WORDS
from ec2tui.core.grammar.services import SERVICES
from ec2tui.core.grammar.traffic import format_traffic
from ec2tui.core.grammar.words import Word, bare_or_quoted, split

OFFERED = 50

_PEERS = dict(
    zip(
        WORDS,
        (
            "all of IPv4",
            "all of IPv6",
            "the group itself",
            "your address",
            "a group by name",
            "a prefix list",
        ),
        strict=True,
    )
)
_ENDS = {"for": "how long: for 1h", "until": "when it ends: until 2026-01-31T18:00Z"}
_SPANS = ("15m", "30m", "1h", "4h", "8h", "1d")


class Vocabulary(msgspec.Struct, frozen=True):
    """What lines may name here: (id, name) of groups and of prefix lists."""

    groups: tuple[tuple[str, str], ...] = ()
    prefix_lists: tuple[tuple[str, str], ...] = ()


class Completion(msgspec.Struct, frozen=True):
    """Puts `text` in the place of the characters from `start` up to before `end`; `note` says what it is."""

    start: int
    end: int
    text: str
    note: str = ""


def complete(text: str, position: int, vocabulary: Vocabulary) -> tuple[Completion, ...]:
    """What the word that ends at the position (characters from 0) can become; none inside quotes."""
    position = max(0, min(position, len(text)))
    try:
        words, _ = split(text[:position])
    except Wrong:
        return ()
    open_word = bool(words) and words[-1].end == position and not words[-1].quoted
    typed = words[-1].text if open_word else ""
    before = words[:-1] if open_word else words
    start = words[-1].start if open_word else position
    wanted = typed.lower()
    offers = _offers(before, typed, vocabulary)
    # A name that needs quotes is found by its first letter too.
    found = (offer for offer in offers if offer[0].lower().removeprefix('"').startswith(wanted))
    fresh = dict(offer for offer in found if offer[0] != typed)
    return tuple(Completion(start, position, word, note) for word, note in list(fresh.items())[:OFFERED])


def _offers(before: tuple[Word, ...], typed: str, vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    last = before[-1].text.lower() if before else ""
    if not before:
        return _traffic(typed)
    if len(before) == 1:
        return zip(DIRECTIONS, ("who may come in", "where it may go"), strict=True)
    if len(before) == 2:
        return _peers(vocabulary)
    if last == "group" and len(before) == 3:
        return ((bare_or_quoted(name), id) for id, name in vocabulary.groups if name)
    if last == "prefix" and len(before) == 3:
        return (("list", "prefix list NAME"),)
    if last in ("list", "prefix-list") and len(before) <= 4:
        return ((bare_or_quoted(name), id) for id, name in vocabulary.prefix_lists if name)
    if last == "for":
        return ((span, "") for span in _SPANS)
    said = any(word.text.lower() in _ENDS and not word.quoted for word in before[3:])
    return () if said else _ENDS.items()


def _traffic(typed: str) -> Iterator[tuple[str, str]]:
    head, slash, _ = typed.partition("/")
    protocol = protocols.known(head)
    if slash and protocol in protocols.ICMP:
        yield from ((f"{head}/{name}", "") for name in icmp.type_names(protocol))
    elif slash and protocol in protocols.PORTED:
        yield from ((f"{head}/{one.name}", str(one.first)) for one in SERVICES if one.protocol == protocol)
    elif not slash:
        yield from ((one.name, format_traffic(one.protocol, one.first, one.last)) for one in SERVICES)
        yield from ((name, "protocol") for name in protocols.NAMES)


def _peers(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    yield from _PEERS.items()
    yield from vocabulary.groups
    yield from vocabulary.prefix_lists
