"""The first word of a line: a protocol with its ports or ICMP type, or a service."""

from typing import NamedTuple

from ec2tui.core.grammar import icmp, protocols
from ec2tui.core.grammar.mistake import Wrong, nearest
from ec2tui.core.grammar.services import BY_NAME, service_of_port
from ec2tui.core.grammar.words import Word

_NUMBER_OF_ANY = ("all", "any", "*", "-1")


class Traffic(NamedTuple):
    """A protocol in normal form, its ports or ICMP type and code, and what is worth knowing about it."""

    protocol: str
    first: int | None
    last: int | None
    notes: tuple[str, ...] = ()


def format_traffic(protocol: str, first: int | None, last: int | None) -> str:
    """The word for it: `all`, `tcp`, `tcp/22`, `udp/8000-8100`, `icmp/echo-request`, `gre`."""
    name = protocols.name(protocol)
    if first is None or last is None:
        return name
    if protocol in protocols.ICMP:
        return "/".join((name, *_icmp_words(protocol, first, last)))
    if (first, last) == (0, protocols.LAST_PORT):
        return name
    return f"{name}/{first}" if first == last else f"{name}/{first}-{last}"


def parse_traffic(word: Word) -> Traffic:
    """What the word says; raises Wrong."""
    head, slash, rest = word.text.partition("/")
    at = word.start + len(head) + 1
    service = BY_NAME.get(head.lower())
    protocol = protocols.known(head)
    if service is not None and protocol is None:
        if slash:
            port = str(service.first) if service.protocol in protocols.PORTED else ""
            raise Wrong(at - 1, len(rest) + 1, f"{head} is a service with its own port", port and head)
        return Traffic(service.protocol, service.first, service.last)
    if protocol is None or word.quoted:
        raise _unknown(word, head)
    if protocol in protocols.PORTED:
        return Traffic(protocol, *(_ports(protocol, rest, at) if slash else (0, protocols.LAST_PORT)))
    if protocol in protocols.ICMP:
        return Traffic(protocol, *(_icmp(protocol, rest, at) if slash else (icmp.ANY, icmp.ANY)))
    return _portless(word, protocol, head, slash + rest)


def _portless(word: Word, protocol: str, head: str, rest: str) -> Traffic:
    if rest and head.isdigit() and rest[1:].lower() in protocols.PORTED:
        raise Wrong(word.start, word.length, "the protocol comes first", f"{rest[1:].lower()}/{head}")
    if rest:
        name = protocols.name(protocol)
        every = "all protocols have" if protocol == protocols.ALL else f"{name} has"
        raise Wrong(word.start + len(head), len(rest), f"{every} no ports: everything of it is let through")
    port = service_of_port("tcp", int(head)) if head.isdigit() else None
    notes = (f"{head} is the number of a protocol; port {head} is tcp/{head} ({port})",) if port else ()
    return Traffic(protocol, None, None, notes)


def _unknown(word: Word, head: str) -> Wrong:
    if head.isdigit():
        message = f"{head} is no protocol; a port needs one before it"
        return Wrong(word.start, len(head), message, f"tcp/{head}" if int(head) <= 65_535 else None)
    message = f"{head!r} is no protocol and no service"
    return Wrong(word.start, max(1, len(head)), message, nearest(head, (*protocols.NAMES, *BY_NAME)))


def _ports(protocol: str, text: str, at: int) -> tuple[int, int]:
    if text.lower() in _NUMBER_OF_ANY:
        return 0, protocols.LAST_PORT
    service = BY_NAME.get(text.lower())
    if service is not None:
        if service.protocol != protocol:
            raise Wrong(at, len(text), f"{text} is a service of {service.protocol}", service.name)
        return service.first, service.last
    low, dash, high = text.partition("-")
    first = _number(low, at, "port", protocols.LAST_PORT, text)
    last = _number(high, at + len(low) + 1, "port", protocols.LAST_PORT, text) if dash else first
    if last < first:
        message = f"the range runs backwards: {first} is above {last}"
        raise Wrong(at, len(text), message, f"{protocol}/{last}-{first}")
    return first, last


def _icmp(protocol: str, text: str, at: int) -> tuple[int, int]:
    kind, slash, code = text.partition("/")
    if kind.lower() in _NUMBER_OF_ANY:
        if slash and code.lower() not in _NUMBER_OF_ANY:
            raise Wrong(
                at + len(kind) + 1, max(1, len(code)), "a code needs a type: all types have all codes"
            )
        return icmp.ANY, icmp.ANY
    both = None if slash else icmp.type_of_code(protocol, kind)
    if both is not None:
        return both
    number = icmp.type_number(protocol, kind)
    if number is None:
        number = _named(kind, at, "type", icmp.type_names(protocol))
    if not slash or code.lower() in _NUMBER_OF_ANY:
        return number, icmp.ANY
    found = icmp.code_number(protocol, number, code)
    if found is None:
        found = _named(code, at + len(kind) + 1, "code", icmp.code_names(protocol, number))
    return number, found


def _named(text: str, at: int, what: str, names: tuple[str, ...]) -> int:
    """The number of an ICMP type or code that is no name."""
    if text.isascii() and text.isdigit():
        return _number(text, at, f"ICMP {what}", 255, text)
    message = f"{text!r} is no ICMP {what}" if text else f"an ICMP {what} is missing"
    raise Wrong(at, max(1, len(text)), message, nearest(text, names))


def _number(text: str, at: int, what: str, most: int, whole: str) -> int:
    if not (text.isascii() and text.isdigit()):
        message = f"{text!r} is no {what}" if text else f"a {what} is missing"
        raise Wrong(at, max(1, len(text)), message, nearest(whole, BY_NAME))
    if len(text) > 6 or int(text) > most:
        raise Wrong(at, len(text), f"{text} is no {what}: the last one is {most}")
    return int(text)


def _icmp_words(protocol: str, kind: int, code: int) -> tuple[str, ...]:
    if kind == icmp.ANY:
        return ()
    name = icmp.type_name(protocol, kind) or str(kind)
    if code == icmp.ANY:
        return (name,)
    return name, icmp.code_name(protocol, kind, code) or str(code)
