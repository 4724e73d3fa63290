"""Public keys and fingerprints in the forms in which AWS tells them, to be compared with those of a file.

Source: the EC2 user guide, "Verify the fingerprints of your key pairs".
"""

import base64
import binascii
import hashlib

import msgspec

from ec2tui.core.model.key_pair import KeyPair

TYPES = {"ssh-rsa": "rsa", "ssh-ed25519": "ed25519"}
"""AWS's word for what OpenSSH calls a key's type; AWS makes and imports no others."""


class KeyForms(msgspec.Struct, frozen=True):
    """What is known of a private key without telling it.

    `type` is AWS's word, or OpenSSH's where AWS has none; `public` is the public half as OpenSSH writes it,
    without a comment; `fingerprints` are all of AWS's forms of it, those that need the private half only
    where that could be read.
    """

    type: str
    public: str
    fingerprints: tuple[str, ...]


def public_part(text: str) -> tuple[str, bytes] | None:
    """The type and the wire form of a public key's line, whatever comment it has; None when it is none."""
    words = text.replace("\N{BYTE ORDER MARK}", "").split()
    if len(words) < 2:
        return None
    try:
        wire = base64.b64decode(words[1], validate=True)
    except (binascii.Error, ValueError):
        return None
    head = len(words[0]).to_bytes(4) + words[0].encode()
    return (words[0], wire) if wire.startswith(head) else None


def one_line(wire: bytes) -> str:
    """The line `TYPE BASE64` of a wire form, as OpenSSH writes it; ValueError when it is none."""
    size = int.from_bytes(wire[:4])
    name = wire[4 : 4 + size]
    if not 0 < size <= 64 or len(name) != size:
        raise ValueError("not a public key")
    return f"{name.decode('ascii')} {base64.b64encode(wire).decode()}"


def same_public_key(one: str, other: str) -> bool:
    """Whether two lines are the same public key; False when either is none."""
    parts = public_part(one), public_part(other)
    return parts[0] is not None and parts[0] == parts[1]


def forms(public: str, public_der: bytes = b"", private_der: bytes = b"") -> KeyForms:
    """What is known of a key; `public_der` is its SubjectPublicKeyInfo and `private_der` its PKCS#8, as DER.

    Of RSA: SHA-1 of the PKCS#8 private key for pairs that AWS made, MD5 of the public key for imported ones.
    Of all others: SHA-256 of the wire form, in base64.
    """
    part = public_part(public)
    if part is None:
        raise ValueError("not a public key")
    name, wire = part
    kind = TYPES.get(name, name)
    if kind != "rsa":
        digest = base64.b64encode(hashlib.sha256(wire).digest()).decode().rstrip("=")
        return KeyForms(kind, one_line(wire), (digest,))
    # AWS's forms: nothing relies on their strength, the public keys are compared first.
    found = [_pairs(hashlib.sha1(private_der, usedforsecurity=False).hexdigest())] if private_der else []
    found += [_pairs(hashlib.md5(public_der, usedforsecurity=False).hexdigest())] if public_der else []
    return KeyForms(kind, one_line(wire), tuple(found))


def _pairs(digest: str) -> str:
    return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))


def plain_fingerprint(text: str) -> str:
    """A fingerprint without what may stand around it: `SHA256:`, `MD5:`, padding; pairs in lower case."""
    text = text.strip()
    for before in ("SHA256:", "MD5:", "SHA1:"):
        text = text.removeprefix(before)
    return text.lower() if ":" in text else text.rstrip("=")


def is_of_pair(key: KeyForms, pair: KeyPair) -> bool | None:
    """Whether a key is the private half of a pair; None where what is known of both cannot tell.

    Public keys decide where AWS tells its one; else a fingerprint does. A fingerprint of 20 bytes is of a
    private half: where that could not be read, a difference says nothing.
    """
    if pair.public_key and public_part(pair.public_key):
        return same_public_key(key.public, pair.public_key)
    if not pair.fingerprint:
        return None
    wanted = plain_fingerprint(pair.fingerprint)
    if wanted in key.fingerprints:
        return True
    comparable = any(len(one) == len(wanted) for one in key.fingerprints)
    return False if comparable or (pair.type and pair.type != key.type) else None
