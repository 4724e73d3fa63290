"""GetPasswordData gives real RSA ciphertext, once the instance has had time to make it."""

import base64
import string
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from ec2tui.adapters.demo.chance import chance
from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.speed import instance_index

READY_AFTER = 240
"""Seconds after the launch until Windows has encrypted its first password."""

_ALPHABET = string.ascii_letters + string.digits + "!#%*+-=?@"


def password_of(seed: int, instance_id: str) -> str:
    """The first administrator password of a Windows instance."""
    return "".join(chance(seed, "password", instance_id).choices(_ALPHABET, k=24))


def encrypt(seed: int, key: RSAPublicKey, text: str) -> bytes:
    """PKCS#1 v1.5, with padding that the seed decides so that the account is the same each time."""
    numbers = key.public_numbers()
    size = (key.key_size + 7) // 8
    padding = chance(seed, "padding", text).choices(range(1, 256), k=size - len(text) - 3)
    block = b"\x00\x02" + bytes(padding) + b"\x00" + text.encode()
    return pow(int.from_bytes(block), numbers.e, numbers.n).to_bytes(size)


def get_password_data(call: Call) -> dict[str, Any]:
    """The ciphertext for the instance's key pair, or nothing where there is or can be none."""
    instance = instance_index(call.backend)[str(call.param("InstanceId"))]
    now = call.world.clock.naive()
    return {"InstanceId": instance.id, "Timestamp": now, "PasswordData": _data(call, instance)}


def _data(call: Call, instance: Any) -> str:
    pair = call.backend.key_pairs.get(instance.key_name)
    age = (call.world.clock.naive() - instance.launch_time.replace(tzinfo=None)).total_seconds()
    if instance.platform != "windows" or pair is None or age < READY_AFTER:
        return ""
    raw = pair.material_public
    key = load_ssh_public_key((raw if isinstance(raw, bytes) else str(raw).encode()).strip())
    if not isinstance(key, RSAPublicKey):
        return ""
    cipher = encrypt(call.world.seed, key, password_of(call.world.seed, instance.id))
    return f"\r\n{base64.b64encode(cipher).decode()}\r\n"


CORRECTION = Correction(
    name="password-data",
    moto="sends 128 random letters, other ones each time",
    aws="sends the password encrypted for the key pair, between line ends, and nothing until it is ready",
    instead={"GetPasswordData": get_password_data},
)
