"""Signatures as SSH carries them, of host keys and users' keys: RFC 4253, 5656, 8332 and 8709."""

from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from ec2tui.core.access.host_keys import of_wire

_RSA: dict[bytes, hashes.HashAlgorithm] = {
    b"rsa-sha2-256": hashes.SHA256(),
    b"rsa-sha2-512": hashes.SHA512(),
}
_RSA_FLAGS = {2: b"rsa-sha2-256", 4: b"rsa-sha2-512", 6: b"rsa-sha2-512"}
"""The agent protocol's flags; without one SHA-1 would be meant, which no server should take."""

_CURVES: dict[int, hashes.HashAlgorithm] = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}


def is_signed(host_key: bytes, signature: bytes, data: bytes) -> bool:
    """Whether a host key (its wire form) made a signature of some data; ValueError for damaged ones."""
    known = of_wire(host_key)
    if known is None:
        return False
    kind, rest = _taken(signature)
    made, _ = _taken(rest)
    public = load_ssh_public_key(known.line.encode())
    try:
        if isinstance(public, Ed25519PublicKey) and kind == b"ssh-ed25519":
            public.verify(made, data)
        elif isinstance(public, RSAPublicKey) and kind in _RSA:
            public.verify(made, data, PKCS1v15(), _RSA[kind])
        elif isinstance(public, EllipticCurvePublicKey) and kind == known.type.encode():
            first, second = _taken(made)
            parts = int.from_bytes(first), int.from_bytes(_taken(second)[0])
            public.verify(encode_dss_signature(*parts), data, ECDSA(_CURVES[public.curve.key_size]))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def signed(private: Any, data: bytes, flags: int) -> bytes | None:
    """A user's signature; `flags` as in the agent protocol. None where the key or digest is unknown."""
    if isinstance(private, Ed25519PrivateKey):
        return _packed(b"ssh-ed25519") + _packed(private.sign(data))
    if isinstance(private, RSAPrivateKey):
        name = _RSA_FLAGS.get(flags & 6)
        return _packed(name) + _packed(private.sign(data, PKCS1v15(), _RSA[name])) if name else None
    if isinstance(private, EllipticCurvePrivateKey) and private.key_size in _CURVES:
        pair = decode_dss_signature(private.sign(data, ECDSA(_CURVES[private.key_size])))
        parts = b"".join(_packed(part.to_bytes(part.bit_length() // 8 + 1)) for part in pair)
        return _packed(f"ecdsa-sha2-nistp{private.key_size}".encode()) + _packed(parts)
    return None


def _packed(data: bytes) -> bytes:
    return len(data).to_bytes(4) + data


def _taken(data: bytes) -> tuple[bytes, bytes]:
    """The first string of some data, and what follows it."""
    size = int.from_bytes(data[:4])
    if len(data) < 4 + size:
        raise ValueError("cut off")
    return data[4 : 4 + size], data[4 + size :]
