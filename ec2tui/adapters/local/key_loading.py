"""From the bytes of a private key's file to the key, through the loader that its form needs."""

from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_pem_private_key,
    load_ssh_private_key,
    load_ssh_public_key,
)

from ec2tui.core.access.key_files import Content, Form
from ec2tui.core.access.key_forms import KeyForms, forms
from ec2tui.services.ports_keys import KeyFile

_LOADERS: dict[Form, Any] = {
    Form.PEM: load_pem_private_key,
    Form.OPENSSH: load_ssh_private_key,
    Form.DER: load_der_private_key,
}


class LockedKeyError(Exception):
    """The key cannot be read without its passphrase, or not with the one that was given."""


class UnreadableKeyError(Exception):
    """The key cannot be read whatever is given; the text says why, as the rest of a sentence."""


def load(content: Content, passphrase: bytes | None = None) -> Any:
    """The private key; raises LockedKeyError or UnreadableKeyError, whose texts hold nothing of the file."""
    failed: Exception
    try:
        return _LOADERS[content.form](content.data, passphrase)
    except TypeError:
        # "Password was not given but private key is encrypted", and the reverse.
        if passphrase is not None:
            return load(content)
        failed = LockedKeyError()
    except UnsupportedAlgorithm:
        failed = UnreadableKeyError("its encryption or its type is not supported")
    except ValueError:
        # Every loader says a wrong passphrase in its own words, or as damage.
        told = "it is damaged: it begins as a private key and cannot be read as one"
        locked = passphrase is not None or _is_encrypted_der(content)
        failed = LockedKeyError() if locked else UnreadableKeyError(told)
    # Raised out of the handlers: a library's message may quote what it could not read.
    raise failed


def _is_encrypted_der(content: Content) -> bool:
    """Whether a DER file is an EncryptedPrivateKeyInfo: it begins with a sequence, a key with a number."""
    if content.form is not Form.DER:
        return False
    size = content.data[1]
    body = content.data[2 + (size & 0x7F if size > 0x80 else 0) :]
    return body[:1] == b"0"


def forms_of(private: Any) -> KeyForms:
    """All forms of a key; the DER of the private half is made for its SHA-1 alone."""
    public = private.public_key()
    line = public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode("ascii")
    if not isinstance(private, RSAPrivateKey):
        return forms(line)
    return forms(
        line,
        public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    )


def public_der(line: str) -> bytes:
    """The SubjectPublicKeyInfo of a public key's line as DER; nothing when it cannot be read."""
    try:
        key = load_ssh_public_key(line.encode())
    except (ValueError, UnsupportedAlgorithm):
        return b""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


class LoadedKey:
    """The OpenKey port over a key of the cryptography library."""

    __slots__ = ("_file", "_private")

    def __init__(self, file: KeyFile, private: Any) -> None:
        self._file = file
        self._private = private

    @property
    def file(self) -> KeyFile:
        """Its file, with all forms of it."""
        return self._file

    def decrypt(self, cipher: bytes) -> bytearray | None:
        """What a ciphertext of PKCS#1 v1.5 holds; None when the padding is wrong or the key is not RSA."""
        if not isinstance(self._private, RSAPrivateKey):
            return None
        try:
            return bytearray(self._private.decrypt(cipher, PKCS1v15()))
        except ValueError:
            return None

    def sign(self, data: bytes, flags: int) -> bytes | None:
        """A signature as SSH carries it."""
        from ec2tui.adapters.local.ssh_signature import signed

        return signed(self._private, data, flags)
