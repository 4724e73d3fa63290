"""The other side of a rule in words: a CIDR, a group, a prefix list, `anywhere`, `self`, `my-ip`."""

import re
from collections.abc import Sequence
from ipaddress import ip_interface, ip_network
from typing import NamedTuple

from ec2tui.core.grammar.mistake import Wrong, nearest
from ec2tui.core.grammar.spec import Peer, PeerKind
from ec2tui.core.grammar.words import Word, bare_or_quoted

ANYWHERE_4, ANYWHERE_6 = "0.0.0.0/0", "::/0"

ANYWHERE = {
    "anywhere": Peer(PeerKind.CIDR, ANYWHERE_4),
    "anywhere4": Peer(PeerKind.CIDR, ANYWHERE_4),
    "anywhere-ipv4": Peer(PeerKind.CIDR, ANYWHERE_4),
    "anywhere6": Peer(PeerKind.CIDR6, ANYWHERE_6),
    "anywhere-ipv6": Peer(PeerKind.CIDR6, ANYWHERE_6),
}
"""The words for a whole family. A rule is of one family, as the console's Anywhere-IPv4 and Anywhere-IPv6:
`anywhere` alone is IPv4, and IPv6 is said as `anywhere6`.
"""

WORDS = ("anywhere", "anywhere6", "self", "my-ip", "group", "prefix list")
"""The words that may begin a peer, as completion offers them."""

_OTHER = {"self": PeerKind.SELF, "my-ip": PeerKind.MY_IP, "myip": PeerKind.MY_IP}
_GROUP_ID = re.compile(r"(?:(\d{12})/)?(sg-[0-9A-Za-z]+)", re.ASCII)
_LIST_ID = re.compile(r"pl-[0-9A-Za-z]+", re.ASCII)
RESERVED = frozenset({"for", "until", "list"})
MAX_NAME = 255


class Found(NamedTuple):
    """A peer, how many words it took, and what is worth knowing about it."""

    peer: Peer
    words: int
    notes: tuple[str, ...] = ()


def format_peer(peer: Peer) -> str:
    """The words for a peer."""
    match peer.kind:
        case PeerKind.SELF | PeerKind.MY_IP:
            return peer.kind.value
        case PeerKind.NONE:
            return "(unknown)"
        case PeerKind.GROUP:
            return f"{peer.account}/{peer.value}" if peer.account else peer.value
        case PeerKind.GROUP_NAME:
            return f"group {_name(peer.value, _GROUP_ID)}"
        case PeerKind.PREFIX_LIST_NAME:
            return f"prefix list {_name(peer.value, _LIST_ID)}"
        case _:
            return peer.value


def _name(text: str, ids: re.Pattern[str]) -> str:
    """A name in quotes where bare it would read as something else."""
    return f'"{text}"' if ids.fullmatch(text) else bare_or_quoted(text, RESERVED)


def parse_peer(words: Sequence[Word], end: int) -> Found:
    """The peer at the beginning of the words; `end` is where the line ends. Raises Wrong."""
    if not words:
        raise Wrong(
            end, 1, "a peer is missing: a CIDR, sg-…, group NAME, prefix list NAME, anywhere, self or my-ip"
        )
    word = words[0]
    lowered = word.text.lower()
    if word.quoted:
        message = "a peer is not quoted; a group is said by its name"
        raise Wrong(word.start, word.length, message, f'group "{word.text}"')
    if lowered == "group":
        return _named(words[1:2], word.end, "group", PeerKind.GROUP_NAME, PeerKind.GROUP, 2)
    if lowered in ("prefix", "prefix-list", "list"):
        return _prefix_list(words, lowered)
    if lowered in ANYWHERE:
        note = ("anywhere is all of IPv4; IPv6 is said by anywhere6",) if lowered == "anywhere" else ()
        return Found(ANYWHERE[lowered], 1, note)
    if lowered in _OTHER:
        return Found(Peer(_OTHER[lowered]), 1)
    group = _GROUP_ID.fullmatch(word.text)
    if group is not None:
        return Found(Peer(PeerKind.GROUP, group[2], group[1] or ""), 1)
    if _LIST_ID.fullmatch(word.text):
        return Found(Peer(PeerKind.PREFIX_LIST, word.text), 1)
    return _cidr(word)


def _prefix_list(words: Sequence[Word], first: str) -> Found:
    took = 1
    if first == "prefix":
        after = words[1] if len(words) > 1 else None
        if after is None or after.quoted or after.text.lower() != "list":
            at, length = (after.start, after.length) if after else (words[0].end, 1)
            raise Wrong(at, length, "after prefix comes list: prefix list NAME", "prefix list")
        took = 2
    rest = words[took : took + 1]
    return _named(
        rest, words[took - 1].end, "prefix list", PeerKind.PREFIX_LIST_NAME, PeerKind.PREFIX_LIST, took + 1
    )


def _named(rest: Sequence[Word], end: int, what: str, by_name: PeerKind, by_id: PeerKind, took: int) -> Found:
    """The peer after `group` or `prefix list`, by name or by id."""
    if not rest or not rest[0].text or (not rest[0].quoted and rest[0].text.lower() in RESERVED):
        at, length = (rest[0].start, rest[0].length) if rest else (end, 1)
        raise Wrong(at, length, f"the name of the {what} is missing")
    word = rest[0]
    if len(word.text) > MAX_NAME:
        raise Wrong(word.start, word.length, f"a name has at most {MAX_NAME} characters")
    if not word.quoted and by_id is PeerKind.GROUP and (found := _GROUP_ID.fullmatch(word.text)):
        return Found(Peer(by_id, found[2], found[1] or ""), took)
    if not word.quoted and by_id is PeerKind.PREFIX_LIST and _LIST_ID.fullmatch(word.text):
        return Found(Peer(by_id, word.text), took)
    return Found(Peer(by_name, word.text), took)


def _cidr(word: Word) -> Found:
    text = word.text
    if not re.fullmatch(r"[0-9A-Fa-f:.]+(?:/[0-9.]*)?", text) or not set(text) & set(".:"):
        suggestion = nearest(text, (*ANYWHERE, *_OTHER, "group", "prefix"))
        message = f"{text!r} is no peer; a group is said as group NAME"
        raise Wrong(word.start, word.length, message, suggestion or f"group {text}")
    try:
        address = ip_interface(text)
        network = ip_network(text, strict=False)
    except ValueError as error:
        raise Wrong(word.start, word.length, f"{text} is no address and no CIDR") from error
    length = text.partition("/")[2]
    if "." in length:
        raise Wrong(word.start, word.length, "the width is a number of bits", str(network))
    kind = PeerKind.CIDR if address.version == 4 else PeerKind.CIDR6
    notes: tuple[str, ...] = ()
    if not length:
        notes = (f"{text} is the one address {network}",)
    elif str(address.ip) != str(network.network_address):
        notes = (f"{text} is {network}: AWS keeps a CIDR without what its width leaves open",)
    return Found(Peer(kind, str(network)), 1, notes)
