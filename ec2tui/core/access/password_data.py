"""What GetPasswordData tells: the ciphertext in it, and whether what a key makes of it is a password."""

import base64
import binascii

from ec2tui.core.access.key_forms import public_part

LEAST = 8
"""Characters of a password that is believed on its own: of 20,000 wrong keys none gave so many."""

MOST = 127
"""The longest password that Windows takes at its sign-in."""

READY_AFTER = 15 * 60
"""Seconds after a launch by which a password is there, if there will be one (EC2 API reference)."""


def ciphertext(data: str) -> bytes | None:
    """The bytes of PasswordData, which AWS puts between line ends; empty when there is none yet.

    None for what is no base64.
    """
    try:
        return base64.b64decode(data.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None


def modulus_bytes(public: str) -> int:
    """How many bytes the ciphertexts of an RSA key have; 0 for a key of another type."""
    part = public_part(public)
    if part is None or part[0] != "ssh-rsa":
        return 0
    rest = part[1]
    for _ in range(2):
        rest = rest[4 + int.from_bytes(rest[:4]) :]
    size = int.from_bytes(rest[:4])
    number = rest[4 : 4 + size].lstrip(b"\0")
    return len(number)


def is_password(found: bytes | bytearray, sure: bool) -> bool:
    """Whether decrypted bytes can be a password: printable ASCII of a fitting length.

    `sure`: the key is known to be the right one, so that a short password is believed too. A wrong key gives
    random bytes instead of an error (OpenSSL 3.2 and later).
    """
    least = 1 if sure else LEAST
    return least <= len(found) <= MOST and all(0x20 <= byte < 0x7F for byte in found)
