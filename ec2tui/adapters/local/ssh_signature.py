"""Signatures as SSH servers make them with their host keys: RFC 4253, 5656, 8332 and 8709."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from ec2tui.core.access.host_keys import of_wire

_RSA: dict[bytes, hashes.HashAlgorithm] = {
    b"rsa-sha2-256": hashes.SHA256(),
    b"rsa-sha2-512": hashes.SHA512(),
}
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


def _taken(data: bytes) -> tuple[bytes, bytes]:
    """The first string of some data, and what follows it."""
    size = int.from_bytes(data[:4])
    if len(data) < 4 + size:
        raise ValueError("cut off")
    return data[4 : 4 + size], data[4 + size :]
