"""What a file is that is said to hold a private key, told from its bytes alone."""

import base64
import binascii
import codecs
from enum import StrEnum

import msgspec

from ec2tui.core.access.key_forms import one_line, public_part

MOST = 64 * 1024
"""The most bytes of a file that is looked at; RSA keys of 16,384 bits have some 13,000."""


class Form(StrEnum):
    """The sort of a file, by its first bytes."""

    PEM = "PEM"
    OPENSSH = "OpenSSH"
    DER = "DER"
    PUTTY = "PuTTY"
    PUBLIC = "public key"
    CERTIFICATE = "certificate"
    EMPTY = "empty"
    OTHER = "other"


PRIVATE = frozenset({Form.PEM, Form.OPENSSH, Form.DER})
"""The forms that can be read as a private key."""

_REASONS = {
    Form.PUTTY: "it is a PuTTY key; make it readable with: puttygen {path} -O private-openssh -o key.pem",
    Form.PUBLIC: "it is the public half; the private half is needed (usually the same name without .pub)",
    Form.CERTIFICATE: "it is a certificate, not a private key",
    Form.EMPTY: "it is empty",
    Form.OTHER: "it is not a private key in a form that is known (PEM, PKCS#8, OpenSSH or DER)",
}


class Content(msgspec.Struct, frozen=True):
    """A file's sort, and its bytes without byte order mark and blanks around them.

    `plain`: OpenSSH takes the text as it was before that, too.
    """

    form: Form
    data: bytes
    plain: bool = True

    def __repr__(self) -> str:
        return f"Content({self.form.value})"


def recognise(raw: bytes) -> Content:
    """What a file is; UTF-16, as PowerShell writes it, is turned into ASCII, and line ends into LF."""
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if wide:
        raw = raw.decode("utf-16", errors="replace").encode(errors="replace")
    text = raw.removeprefix(codecs.BOM_UTF8).strip()
    if not text:
        return Content(Form.EMPTY, b"")
    # The sequence that a key is as DER: its size in one byte (ED25519), or in several.
    if raw[:1] == b"0" and len(raw) > 2 and (raw[1] in (0x81, 0x82, 0x83) or raw[1] == len(raw) - 2 > 40):
        return Content(Form.DER, raw)
    lines = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    form, data = _text_form(lines), lines + b"\n"
    return Content(form, data, not wide and (raw == data if form is Form.OPENSSH else b"\n" in raw))


def openssh_lacks(content: Content, type_: str = "") -> str:
    """Why OpenSSH cannot read a file with a private key as it is, as a phrase; empty when it can.

    `type_` is AWS's word for the key's type, where that is known. Measured on OpenSSH 9.2.
    """
    if content.form is Form.DER:
        return "it is DER"
    if not content.plain:
        return "its text is not encoded as OpenSSH wants it"
    pkcs8 = content.form is Form.PEM and type_ == "ed25519"
    return "it is ED25519 in a form of other programs" if pkcs8 else ""


def _text_form(text: bytes) -> Form:
    if text.startswith(b"PuTTY-User-Key-File-"):
        return Form.PUTTY
    if b"-----BEGIN OPENSSH PRIVATE KEY-----" in text:
        return Form.OPENSSH
    if b"PRIVATE KEY-----" in text and b"-----BEGIN " in text:
        return Form.PEM
    if b"PUBLIC KEY-----" in text or text.startswith(b"---- BEGIN SSH2 PUBLIC KEY"):
        return Form.PUBLIC
    if b"-----BEGIN CERTIFICATE" in text:
        return Form.CERTIFICATE
    first = text.split(b"\n", 1)[0]
    return Form.PUBLIC if public_part(first.decode("ascii", errors="replace")) else Form.OTHER


def why_not(form: Form, path: str) -> str:
    """Why a file of this form is no private key and what to do, as the rest of a sentence; else empty."""
    return _REASONS.get(form, "").format(path=path)


def public_half(content: Content) -> str:
    """The public key that an OpenSSH file tells without its passphrase; empty when it tells none.

    Source: OpenSSH's PROTOCOL.key: magic, cipher, KDF, its options, the number of keys, the public key.
    """
    if content.form is not Form.OPENSSH:
        return ""
    body = b"".join(line for line in content.data.split(b"\n") if not line.startswith(b"-----"))
    try:
        rest = base64.b64decode(body)
        if not rest.startswith(b"openssh-key-v1\0"):
            return ""
        rest = rest[15:]
        for _ in range(3):
            rest = rest[4 + int.from_bytes(rest[:4]) :]
        size = int.from_bytes(rest[4:8])
        wire = rest[8 : 8 + size]
        return one_line(wire) if len(wire) == size else ""
    except (binascii.Error, ValueError):
        return ""


def too_open(mode: int) -> str:
    """What is wrong with the permissions of a private key's file, as a sentence; empty when nothing is."""
    if not mode & 0o077:
        return ""
    return f"others on this machine may use it (mode {mode & 0o777:04o}); make it yours: chmod 600"
