"""Key pairs, made from the seed, whose private halves lie in the demo's directory."""

import os
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from moto.ec2.models.key_pairs import KeyPair

from ec2tui.adapters.demo.chance import chance
from ec2tui.adapters.demo.corrections.key_pairs import created_fingerprint, imported_fingerprint
from ec2tui.adapters.demo.seed.rsa_keys import KeyMaker
from ec2tui.adapters.demo.world import World

PAIRS = (
    ("prod-ops", "eu-west-1", "rsa", "created", 500),
    ("windows-admin", "eu-west-1", "rsa", "created", 720),
    ("staging-ed25519", "eu-west-1", "ed25519", "created", 400),
    ("alice-laptop", "eu-west-1", "rsa", "imported", 900),
    ("analytics", "us-east-1", "ed25519", "created", 620),
    ("windows-admin", "us-east-1", "rsa", "imported", 250),
)
"""Name, region, kind, how it came to AWS, and its age in days."""


def build_keys(world: World, maker: KeyMaker) -> None:
    """Put the pairs into the account and their private keys into the directory, mode 0600."""
    keys = world.directory / "keys"
    keys.mkdir(mode=0o700, exist_ok=True)
    for directory in (world.directory, keys):
        directory.chmod(0o700)
    made_rsa = maker.private_keys()
    for name, region, kind, origin, days in PAIRS:
        private = made_rsa[name] if kind == "rsa" else _ed25519(world.seed, name)
        _write(keys / f"{name}.pem", _private_text(private))
        made = _pair(world, region, name, private, origin)
        made.create_time = world.clock.naive() - timedelta(days=days)
        world.ec2(region).key_pairs[name] = made
        world.names[f"{region}/key/{name}"] = name


def _pair(world: World, region: str, name: str, private: Any, origin: str) -> Any:
    public = private.public_key()
    text = public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH) + f" {name}\n".encode()
    imported = origin == "imported"
    return KeyPair(
        name,
        "ed25519" if isinstance(private, Ed25519PrivateKey) else "rsa",
        imported_fingerprint(public) if imported else created_fingerprint(private),
        b"",
        text,
        {"Name": name, "owner": "platform@example.com"},
        world.ec2(region),
    )


def _private_text(private: Any) -> bytes:
    form = (
        PrivateFormat.OpenSSH if isinstance(private, Ed25519PrivateKey) else PrivateFormat.TraditionalOpenSSL
    )
    text: bytes = private.private_bytes(Encoding.PEM, form, NoEncryption())
    return text


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    mode = stat.S_IRUSR | stat.S_IWUSR
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def _ed25519(seed: int, name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(chance(seed, "key", name).randbytes(32))
