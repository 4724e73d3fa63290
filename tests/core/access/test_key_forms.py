"""Fingerprints and public keys in AWS's forms, compared with what AWS's documentation computes them with."""

import pytest

from ec2tui.core.access.key_files import Form, openssh_lacks, recognise, too_open, why_not
from ec2tui.core.access.key_forms import KeyForms, is_of_pair, public_part, same_public_key
from ec2tui.core.model.key import Key
from ec2tui.core.model.key_pair import KeyPair

KEY = KeyForms("rsa", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQE=", ("aa:" * 19 + "aa", "bb:" * 15 + "bb"))
PUBLIC_ONLY = KeyForms("rsa", KEY.public, KEY.fingerprints[1:])
OTHER = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQI="


def pair(fingerprint: str = "", public: str | None = None, type_: str = "rsa") -> KeyPair:
    return KeyPair(Key("1", "r", "k"), "k", type_, fingerprint, public)


@pytest.mark.parametrize(
    ("key", "aws", "same"),
    [
        (KEY, pair(public=KEY.public + " a comment\n"), True),
        (KEY, pair(public=OTHER), False),
        (KEY, pair(KEY.fingerprints[0], OTHER), False),
        (KEY, pair("cc:" * 19 + "cc", KEY.public), True),
        (KEY, pair(KEY.fingerprints[0]), True),
        (KEY, pair(KEY.fingerprints[0].upper()), True),
        (KEY, pair("cc:" * 19 + "cc"), False),
        (KEY, pair(KEY.fingerprints[1]), True),
        (PUBLIC_ONLY, pair(KEY.fingerprints[0]), None),
        (PUBLIC_ONLY, pair("cc:" * 15 + "cc"), False),
        (KEY, pair("SHA256:abcdef==", type_="ed25519"), False),
        (KeyForms("ed25519", "x", ("abcdef",)), pair("abcdef==", type_="ed25519"), True),
        (KEY, pair(), None),
        (KEY, pair(public="garbage"), None),
    ],
)
def test_a_key_is_compared_with_a_pair(key: KeyForms, aws: KeyPair, same: bool | None) -> None:
    assert is_of_pair(key, aws) is same


def test_lines_that_are_no_public_keys_are_never_the_same() -> None:
    assert not same_public_key("garbage", "garbage")
    assert public_part("ssh-rsa !!!") is None
    assert public_part("ssh-ed25519 AAAAB3NzaC1yc2E=") is None, "the type is not the one inside"


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        (b"-----BEGIN RSA PRIVATE KEY-----\r\nMII", Form.PEM),
        (b"\xef\xbb\xbf\n-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII", Form.PEM),
        ("-----BEGIN PRIVATE KEY-----".encode("utf-16"), Form.PEM),
        (b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3", Form.OPENSSH),
        (b"PuTTY-User-Key-File-2: ssh-rsa\r\n", Form.PUTTY),
        (b"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQE= me@there", Form.PUBLIC),
        (b"-----BEGIN PUBLIC KEY-----\nMII", Form.PUBLIC),
        (b"-----BEGIN RSA PUBLIC KEY-----\nMII", Form.PUBLIC),
        (b"-----BEGIN CERTIFICATE-----\nMII", Form.CERTIFICATE),
        (b"0\x82\x04\xa4\x02\x01\x00", Form.DER),
        (b" \r\n", Form.EMPTY),
        (b"Host *\n  User me\n", Form.OTHER),
    ],
)
def test_a_file_is_recognised(raw: bytes, form: Form) -> None:
    assert recognise(raw).form is form
    assert bool(why_not(form, "k")) is (form not in (Form.PEM, Form.OPENSSH, Form.DER))


def test_a_putty_key_is_told_how_to_be_converted() -> None:
    assert "puttygen my.ppk -O private-openssh" in why_not(Form.PUTTY, "my.ppk")


def test_only_the_owner_may_use_a_private_key() -> None:
    assert not too_open(0o100600) and not too_open(0o400)
    assert "0644" in too_open(0o100644) and "chmod 600" in too_open(0o640)


def test_a_recognised_file_does_not_show_what_is_in_it() -> None:
    assert "MIIsecret" not in repr(recognise(b"-----BEGIN PRIVATE KEY-----\nMIIsecret"))


SSH_FILE = b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n"
PEM_FILE = b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    ("raw", "type_", "reads"),
    [
        (SSH_FILE, "ed25519", True),
        (SSH_FILE.replace(b"\n", b"\r\n"), "ed25519", False),
        (b"\xef\xbb\xbf" + SSH_FILE, "rsa", False),
        (SSH_FILE.rstrip(), "rsa", False),
        (PEM_FILE, "rsa", True),
        (PEM_FILE.replace(b"\n", b"\r\n"), "rsa", True),
        (b"\xef\xbb\xbf\n" + PEM_FILE, "", True),
        (PEM_FILE.replace(b"\n", b"\r"), "rsa", False),
        (PEM_FILE.decode().encode("utf-16"), "rsa", False),
        (PEM_FILE, "ed25519", False),
        (b"0\x82\x04\xa4" + bytes(1188), "rsa", False),
    ],
)
def test_what_openssh_reads_itself_is_known(raw: bytes, type_: str, reads: bool) -> None:
    """As `ssh-keygen -y` of OpenSSH 9.2 does with such files."""
    assert (openssh_lacks(recognise(raw), type_) == "") is reads


def test_a_short_der_file_is_recognised_too() -> None:
    assert recognise(b"0." + bytes(46)).form is Form.DER
    assert recognise(b"0. a line of text that is as long as that of a key").form is Form.OTHER
