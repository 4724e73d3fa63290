"""Key pairs with the fingerprints that AWS documents."""

import base64
import hashlib
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_ssh_private_key,
    load_ssh_public_key,
)

from ec2tui.adapters.demo.correction import Call, Correction


def created_fingerprint(private_key: Any) -> str:
    """Of an RSA pair made by AWS: SHA-1 of the PKCS#8 private key; of ED25519: SHA-256 of the wire key."""
    public = private_key.public_key()
    if isinstance(public, Ed25519PublicKey):
        return imported_fingerprint(public)
    der = private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return _pairs(hashlib.sha1(der).hexdigest())  # noqa: S324 (AWS's form)


def imported_fingerprint(public_key: Any) -> str:
    """Of an imported RSA key: MD5 of the public key's DER; of ED25519: SHA-256 of the wire key."""
    if isinstance(public_key, Ed25519PublicKey):
        wire = public_key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).split()[1]
        return base64.b64encode(hashlib.sha256(base64.b64decode(wire)).digest()).decode()
    der = public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return _pairs(hashlib.md5(der).hexdigest())  # noqa: S324 (AWS's form)


def correct_created(call: Call, key_pair: Any) -> Any:
    """Give a pair that was just created AWS's fingerprint."""
    material = key_pair.material if isinstance(key_pair.material, bytes) else key_pair.material.encode()
    if b"BEGIN OPENSSH PRIVATE KEY" in material:
        private: Any = load_ssh_private_key(material, None)
    else:
        private = load_pem_private_key(material, None)
    key_pair.key_fingerprint = created_fingerprint(private)
    return key_pair


def correct_imported(call: Call, key_pair: Any) -> Any:
    """Give a pair that was just imported AWS's fingerprint."""
    key_pair.key_fingerprint = imported_fingerprint(load_ssh_public_key(_public(key_pair)))
    return key_pair


def _public(key_pair: Any) -> bytes:
    raw = key_pair.material_public
    return (raw if isinstance(raw, bytes) else str(raw).encode()).strip()


def _pairs(digest: str) -> str:
    return ":".join(digest[i : i + 2] for i in range(0, len(digest), 2))


CORRECTION = Correction(
    name="key-pair-fingerprints",
    moto="takes SHA-1 of the public key for pairs it creates",
    aws="takes SHA-1 of the PKCS#8 private key (created), MD5 of the public key (imported), "
    "SHA-256 of the OpenSSH key (ED25519)",
    after={"CreateKeyPair": correct_created, "ImportKeyPair": correct_imported},
)
