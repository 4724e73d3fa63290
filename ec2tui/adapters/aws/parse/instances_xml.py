"""ec2:DescribeInstances straight from XML, only the fields of the model: the hot path.

botocore's parser needs ten times as long for a page, all of it with the interpreter's lock held. Here the
instances are cut out of the page and split at their tags, and only what is left over is parsed as XML.
Elements come in any order; unknown ones are passed over; of a repeated one the first counts.
"""

import re
from functools import lru_cache
from itertools import pairwise
from operator import call
from sys import intern
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from ec2tui.adapters.aws.parse import xml_text
from ec2tui.adapters.aws.parse.fields import tag_name
from ec2tui.adapters.aws.parse.instance import NO_METADATA
from ec2tui.adapters.aws.parse.instance_shape import (
    DEVICE,
    HARDWARE,
    INSTANCE,
    INTERFACE,
    InstanceShape,
    InterfaceShape,
    Texts,
    converters,
    number,
    word,
)
from ec2tui.adapters.aws.parse.instance_texts import element_texts, local, texts_of
from ec2tui.core.model.instance import (
    PRIVATE,
    PUBLIC,
    BlockDevice,
    GroupRef,
    Hardware,
    Instance,
    InstanceInterface,
    MetadataOptions,
    Tags,
    short_name,
)
from ec2tui.core.model.key import Key

_START = re.compile(rb"<item>\s*(?=<instanceId>)")
_SET_END = b"</instancesSet>"
CUT = "cut"
"""The element that stands in the place of an instance, with its number as text."""

_PROLOGUE = re.compile(rb"""\s*<\?xml(?:\s+(?:version=["']1\.0["']|encoding=["'](?i:utf-8)["']))*\s*\?>""")
_PECULIAR = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0D, 0x20)])
"""Bytes that XML forbids, and the carriage return, which it changes."""


class InstancesReply:
    """One page: `instances` in AWS's order and the token of the next page, None when it is the last.

    Raises xml_text.DamagedReplyError for a body that is no such reply, ValueError for a malformed number.
    """

    def __init__(self, body: bytes, account: str, region: str) -> None:
        self.region = region
        self._account = account
        self.instances: list[Instance] = []
        self.next_token: str | None = None
        try:
            left, cuts = _cut(body)
            self._read(xml_text.root(left), body, cuts)
        except ParseError:
            self.instances = []
            self._read(xml_text.parse(body), body, {})

    def _read(self, root: Element, body: bytes, cuts: dict[str, slice]) -> None:
        parts = _first(root)
        self.next_token = _text(parts, "nextToken") or None
        for reservation in parts.get("reservationSet", ()):
            outer = _first(reservation)
            owner = intern(_text(outer, "ownerId")) or self._account
            reservation_id = _text(outer, "reservationId") or None
            for item in outer.get("instancesSet", ()):
                span = cuts.pop(item.text or "", None) if local(item.tag) == CUT else None
                found = texts_of(body[span]) if span else element_texts(item)
                self.instances.append(_instance(*found, owner, self.region, reservation_id))


def _cut(body: bytes) -> tuple[bytes, dict[str, slice]]:
    """The page with a mark in the place of each instance, and where they were; or the page as it is.

    An instance is only cut out where every `<` and `>` belongs to a tag.
    """
    if not _plain(body):
        return body, {}
    starts = [found.start() for found in _START.finditer(body)]
    cuts: dict[str, slice] = {}
    left: list[bytes] = []
    done = 0
    for index, (start, following) in enumerate(pairwise((*starts, len(body)))):
        end = body.find(_SET_END, start, following)
        left += (body[done:start], f"<{CUT}>{index}</{CUT}>".encode())
        done = following if end < 0 else end
        cuts[str(index)] = slice(start, done)
    return b"".join((*left, body[done:])), cuts


def _plain(body: bytes) -> bool:
    """Whether nothing but tags begins with `<`, and every character stands for itself."""
    prologue = _PROLOGUE.match(body)
    return (
        (b"!" not in body or b"<!" not in body)
        and body.find(b"?>", prologue.end() if prologue else 0) < 0
        and (b"\xef" not in body or not (b"\xef\xbf\xbe" in body or b"\xef\xbf\xbf" in body))
        and len(body.translate(None, _PECULIAR)) == len(body)
    )


def _first(element: Element) -> dict[str, Element]:
    """The children by local name, the first of each name."""
    children: dict[str, Element] = {}
    for child in element:
        children.setdefault(local(child.tag), child)
    return children


def _text(parts: dict[str, Element], name: str) -> str:
    return parts[name].text or "" if name in parts else ""


_INSTANCE, _HARDWARE = converters(INSTANCE), converters(HARDWARE)
_DEVICE, _INTERFACE = converters(DEVICE), converters(INTERFACE)


def _instance(
    shape: InstanceShape, texts: Texts, owner: str, region: str, reservation: str | None
) -> Instance:
    own_id = texts[shape.id]
    if not own_id:
        raise xml_text.DamagedReplyError("the reply holds an instance without an id")
    state, type_, az, private, public, private_dns, public_dns, *fields = map(
        call, _INSTANCE, shape.fields(texts)
    )
    own = {ip: ip for ip in (private, public) if ip}
    interfaces = tuple([_interface(one, texts, own) for one in shape.interfaces])
    tags: Tags = tuple(map(_tag, shape.tag_keys(texts), shape.tag_values(texts)))
    values: tuple[Any, ...] = (
        Key(owner, region, own_id),
        state,
        type_,
        tag_name(tags),
        az,
        private,
        public,
        short_name(private_dns, PRIVATE, private),
        short_name(public_dns, PUBLIC, public),
        *fields,
        texts[shape.ipv6] or next((one.ipv6[0] for one in interfaces if one.ipv6), None),
        _groups(*shape.groups(texts)),
        reservation,
        _hardware(*shape.hardware(texts)),
        _metadata(*shape.metadata(texts)),
        tuple([BlockDevice(*map(call, _DEVICE, pick(texts))) for pick in shape.devices]),
        interfaces,
        tags,
    )
    return Instance(*values)


def _interface(shape: InterfaceShape, texts: Texts, known: dict[str, str]) -> InstanceInterface:
    """An interface; of the instance's own addresses no second text is kept."""
    values: tuple[Any, ...] = (
        *map(call, _INTERFACE, shape.fields(texts)),
        tuple([known.get(ip, ip) for ip in shape.private(texts) if ip]),
        tuple([known.get(ip, ip) for ip in shape.public(texts) if ip]),
        tuple(filter(None, shape.ipv6(texts))),
        _groups(*shape.groups(texts)),
    )
    return InstanceInterface(*values)


@lru_cache(4096)
def _tag(key: str | None, value: str | None) -> tuple[str, str]:
    return word(key), value or ""


@lru_cache(4096)
def _group(id: str | None, name: str | None) -> GroupRef:
    return GroupRef(word(id), word(name))


@lru_cache(4096)
def _groups(*texts: str | None) -> tuple[GroupRef, ...]:
    """Security groups from their ids and names in turn."""
    return tuple(map(_group, texts[::2], texts[1::2]))


@lru_cache(1024)
def _hardware(*texts: str | None) -> Hardware:
    values: tuple[Any, ...] = tuple(map(call, _HARDWARE, texts))
    return Hardware(*values)


@lru_cache(256)
def _metadata(
    tokens: str | None, endpoint: str | None, hops: str | None, ipv6: str | None, tags: str | None
) -> MetadataOptions:
    options = MetadataOptions(word(tokens), word(endpoint), number(hops), word(ipv6), word(tags))
    return NO_METADATA if options == NO_METADATA else options
