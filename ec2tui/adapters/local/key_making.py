"""A new private key in a file of its own, which only the user may read from the first byte on."""

import contextlib
import os
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ec2tui.adapters.local.key_loading import forms_of
from ec2tui.services.ports_keys import KeyFile

BITS = 2048
"""The size of RSA keys: that of those which AWS makes."""


def make_key(path: Path, type_: str) -> KeyFile:
    """Makes a key of AWS's type `rsa` or `ed25519` in a file that is not there yet; else says why not."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return KeyFile(str(path), problem="there is such a file already; name another")
    except OSError as error:
        return KeyFile(str(path), problem=f"it cannot be written: {error.strerror}")
    form = PrivateFormat.TraditionalOpenSSL if type_ == "rsa" else PrivateFormat.OpenSSH
    private: Any = generate_private_key(65537, BITS) if type_ == "rsa" else Ed25519PrivateKey.generate()
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(private.private_bytes(Encoding.PEM, form, NoEncryption()))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with contextlib.suppress(OSError):
            path.unlink()
        return KeyFile(str(path), problem=f"it cannot be written: {error.strerror}")
    return KeyFile(str(path), forms_of(private))
