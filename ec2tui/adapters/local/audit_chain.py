"""Lines of the audit file: canonical bytes, their hashes and the head that seals them; no files here."""

import hashlib
import hmac

import msgspec

from ec2tui.core.model.record import GENESIS, Entry, Record

_ENCODER = msgspec.json.Encoder(order="sorted")
_ENTRIES = msgspec.json.Decoder(Entry)


class SealedHead(msgspec.Struct, frozen=True):
    """The last head that was sealed: `mac` is HMAC-SHA256, in hex, over count and hash."""

    count: int
    hash: str
    mac: str


class Head(msgspec.Struct, frozen=True):
    """Where the chain ends: how many entries, the last one's hash, and the file's size in bytes then."""

    count: int = 0
    hash: str = GENESIS
    size: int = 0
    sealed: SealedHead | None = None


_HEADS = msgspec.json.Decoder(Head)


def link(head: Head, record: Record) -> Entry:
    """The entry that carries a record on from a head; UnicodeEncodeError for text that is no Unicode."""
    number = head.count + 1
    return Entry(number, head.hash, digest(number, head.hash, record), record)


def digest(number: int, previous: str, record: Record) -> str:
    """The hash of an entry."""
    body = {"number": number, "previous": previous, "record": record}
    return hashlib.sha256(_ENCODER.encode(body)).hexdigest()


def line(entry: Entry) -> bytes:
    """The one way to write an entry, with its newline."""
    return _ENCODER.encode(entry) + b"\n"


def read_line(raw: bytes) -> Entry | None:
    """The entry of a whole line; None when any byte of it is not as it was written."""
    try:
        entry = _ENTRIES.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    sound = line(entry) == raw and digest(entry.number, entry.previous, entry.record) == entry.hash
    return entry if sound else None


def advance(head: Head, entry: Entry) -> Head:
    """The head after one more entry."""
    return msgspec.structs.replace(
        head, count=entry.number, hash=entry.hash, size=head.size + len(line(entry))
    )


def mac(key: bytes, count: int, last: str) -> str:
    """What only the holder of the key can say about an end of the chain."""
    return hmac.new(key, _ENCODER.encode({"count": count, "hash": last}), hashlib.sha256).hexdigest()


def seal(head: Head, key: bytes) -> Head:
    """The head, sealed up to its end."""
    return msgspec.structs.replace(
        head, sealed=SealedHead(head.count, head.hash, mac(key, head.count, head.hash))
    )


def seal_holds(sealed: SealedHead, key: bytes) -> bool:
    """Whether a seal was made with this key."""
    return hmac.compare_digest(mac(key, sealed.count, sealed.hash), sealed.mac)


def encode_head(head: Head) -> bytes:
    """The head file's text."""
    return _ENCODER.encode(head) + b"\n"


def decode_head(raw: bytes) -> Head | None:
    """The head of a head file, None when it is damaged."""
    try:
        head = _HEADS.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return head if encode_head(head) == raw else None
