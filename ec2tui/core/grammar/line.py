"""A rule as one line: `PROTOCOL[/PORTS] from|to PEER ["description"] [for 1h | until TIME]`."""

import re
from collections.abc import Sequence

import msgspec

from ec2tui.core.grammar.expiry import LONGEST, MINUTE, moment, moment_text, span, span_text
from ec2tui.core.grammar.mistake import Mistake, Wrong, nearest
from ec2tui.core.grammar.peers import format_peer, parse_peer
from ec2tui.core.grammar.spec import Peer, PeerKind, RuleSpec, spec_of
from ec2tui.core.grammar.traffic import format_traffic, parse_traffic
from ec2tui.core.grammar.words import Word, quoted, split
from ec2tui.core.model.security_group import SecurityGroupRule

MAX_DESCRIPTION = 255
ALLOWED = re.compile(r"[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]*", re.ASCII)
"""The characters that AWS takes in a description; beside a group or a prefix list it takes no `&`."""
_SIGNS = " ._-:/()#,@[]+=;{}!$*"

DIRECTIONS = ("from", "to")


class Parsed(msgspec.Struct, frozen=True):
    """What a line says, and what is worth knowing about how it was read."""

    spec: RuleSpec
    notes: tuple[str, ...] = ()


def parse(line: str) -> Parsed | Mistake:
    """What a line says, or its first mistake; a remark after # is left out."""
    try:
        words, _ = split(line)
        return parse_words(words, len(line.rstrip()))
    except Wrong as wrong:
        return wrong.mistake


def format_line(spec: RuleSpec) -> str:
    """The canonical line of a spec: parsing it brings the same spec back."""
    words = [
        format_traffic(spec.protocol, spec.first, spec.last),
        DIRECTIONS[spec.egress],
        format_peer(spec.peer),
    ]
    if spec.description:
        words.append(quoted(spec.description))
    if spec.lasts is not None:
        words.append(f"for {span_text(spec.lasts)}")
    elif spec.until is not None:
        words.append(f"until {moment_text(spec.until)}")
    return " ".join(words)


def format_rule(rule: SecurityGroupRule) -> str:
    """The canonical line of a row of AWS."""
    return format_line(spec_of(rule))


def parse_words(words: Sequence[Word], end: int) -> Parsed:
    """What the words of a line say; raises Wrong."""
    if not words:
        raise Wrong(0, 1, "a rule is missing, such as: tcp/22 from 203.0.113.7/32")
    traffic = parse_traffic(words[0])
    egress = _direction(words, end)
    found = parse_peer(words[2:], end)
    with_and = found.peer.kind in (PeerKind.CIDR, PeerKind.CIDR6, PeerKind.MY_IP)
    description, lasts, until = _rest(words[2 + found.words :], end, with_and)
    spec = RuleSpec(
        egress, traffic.protocol, traffic.first, traffic.last, found.peer, description, lasts, until
    )
    return Parsed(spec, (*traffic.notes, *found.notes, *_family(spec.protocol, found.peer)))


def _direction(words: Sequence[Word], end: int) -> bool:
    if len(words) < 2:
        raise Wrong(end, 1, "from (who may come in) or to (where it may go) is missing")
    word = words[1]
    lowered = word.text.lower()
    if word.quoted or lowered not in DIRECTIONS:
        message = f"{word.text!r} stands where from or to is needed"
        raise Wrong(word.start, word.length, message, nearest(lowered, DIRECTIONS, 0.5))
    return lowered == "to"


def _rest(words: Sequence[Word], end: int, with_and: bool) -> tuple[str | None, int | None, int | None]:
    """Description and expiry, in either order, each at most once."""
    description: str | None = None
    lasts = until = None
    at = 0
    while at < len(words):
        word = words[at]
        lowered = word.text.lower()
        if word.quoted:
            if description is not None:
                raise Wrong(word.start, word.length, "there is a description already")
            description = _description(word, with_and)
            at += 1
        elif lowered in ("for", "until"):
            if lasts is not None or until is not None:
                raise Wrong(word.start, word.length, "its end is said twice")
            value = words[at + 1] if at + 1 < len(words) else Word("", end, end + 1)
            lasts, until = (_span(value), None) if lowered == "for" else (None, _moment(value))
            at += 2
        else:
            raise _strange(word)
    return description or None, lasts, until


def _strange(word: Word) -> Wrong:
    near = nearest(word.text, ("for", "until"))
    message = f"{word.text!r} is too much; a description stands in quotes"
    return Wrong(word.start, word.length, message, near or f'"{word.text}"')


def _description(word: Word, with_and: bool) -> str:
    text = word.text
    if len(text) > MAX_DESCRIPTION:
        message = f"a description has at most {MAX_DESCRIPTION} characters, this one {len(text)}"
        raise Wrong(word.start, word.length, message)
    good = ALLOWED.match(text if with_and else text.replace("&", "\0"))
    kept = good.end() if good else 0
    if kept < len(text):
        signs = _SIGNS + "&" * with_and
        message = f"AWS takes no {text[kept]!r} in this description, only letters, digits and {signs}"
        raise Wrong(min(word.start + 1 + kept, word.end - 1), 1, message)
    return text


def _span(word: Word) -> int:
    seconds = span(word.text) if not word.quoted else None
    if seconds is None:
        message = (
            f"{word.text!r} is no span such as 30m, 1h or 2d" if word.text else "for how long is missing"
        )
        raise Wrong(word.start, word.length, message, _span_hint(word.text))
    if not MINUTE <= seconds <= LONGEST:
        raise Wrong(word.start, word.length, "a rule is opened for at least 1m and at most 366d")
    return seconds


def _span_hint(text: str) -> str | None:
    return f"{text}m" if text.isascii() and text.isdigit() and 0 < len(text) < 4 else None


def _moment(word: Word) -> int:
    at = moment(word.text) if not word.quoted else None
    if at is None:
        message = "until needs a time with its zone, such as 2026-01-31T18:00Z or 2026-01-31T18:00+01:00"
        zoneless = moment(word.text + "Z") is not None
        raise Wrong(word.start, word.length, message, f"{word.text}Z" if zoneless else None)
    return at


def _family(protocol: str, peer: Peer) -> tuple[str, ...]:
    """What is odd about the protocol of one family with the addresses of the other."""
    if protocol == "icmp" and peer.kind is PeerKind.CIDR6:
        return ("icmp is of IPv4 alone; of IPv6 it is icmpv6",)
    if protocol == "icmpv6" and peer.kind is PeerKind.CIDR:
        return ("icmpv6 is of IPv6 alone; of IPv4 it is icmp",)
    return ()
