"""Private keys in every form that openssl and ssh-keygen write, and what is said about other files."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from ec2tui.adapters.local.private_keys import LocalPrivateKeys
from ec2tui.core.access.key_forms import is_of_pair, same_public_key
from ec2tui.core.model.key import Key
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.services.ports_keys import KeyFile
from tests.key_files import LOCKED, PASSPHRASE, READABLE, folder, public_line, run


async def declines(prompt: str) -> str | None:
    raise AssertionError(f"asked: {prompt}")


class Types:
    """Somebody who types these words, one for each question."""

    def __init__(self, *words: str | None) -> None:
        self.words = list(words)
        self.asked: list[str] = []

    async def __call__(self, prompt: str) -> str | None:
        self.asked.append(prompt)
        return self.words.pop(0)


def cipher(text: bytes) -> bytes:
    return load_ssh_public_key(public_line().encode()).encrypt(text, PKCS1v15())  # type: ignore[union-attr]


def pairs(digest: str) -> str:
    return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))


@pytest.mark.parametrize("name", READABLE)
async def test_every_form_without_a_passphrase_is_read_and_decrypts(name: str) -> None:
    keys = LocalPrivateKeys(())
    path = str(folder() / name)
    file = await keys.inspect(path)
    assert (file.problem, file.locked, file.warning) == ("", False, "")
    assert file.forms and same_public_key(file.forms.public, public_line())
    opened = await keys.open(path, declines)
    assert not isinstance(opened, KeyFile)
    assert opened.decrypt(cipher(b"Passw0rd!")) == b"Passw0rd!"
    assert opened.decrypt(b"short") is None


@pytest.mark.parametrize("name", LOCKED)
async def test_every_form_with_a_passphrase_asks_for_it_again_after_a_wrong_one(name: str) -> None:
    keys = LocalPrivateKeys(())
    path = str(folder() / name)
    file = await keys.inspect(path)
    assert file.locked and not file.problem
    types = Types("wrong", PASSPHRASE)
    opened = await keys.open(path, types)
    assert not isinstance(opened, KeyFile)
    assert opened.decrypt(cipher(b"Passw0rd!")) == b"Passw0rd!"
    assert opened.file.forms and same_public_key(opened.file.forms.public, public_line())
    assert "That is not it" in types.asked[1] and path in types.asked[0]


async def test_without_the_passphrase_the_key_stays_locked() -> None:
    keys = LocalPrivateKeys(())
    path = str(folder() / "dek.pem")
    declined = await keys.open(path, Types(None))
    wrong = await keys.open(path, Types("a", "b", "c"))
    assert isinstance(declined, KeyFile) and "no passphrase" in declined.problem
    assert isinstance(wrong, KeyFile) and "another one" in wrong.problem


async def test_the_fingerprints_are_those_that_aws_documents() -> None:
    forms = (await LocalPrivateKeys(()).inspect(str(folder() / "pkcs1.pem"))).forms
    assert forms is not None
    pem = str(folder() / "pkcs1.pem")
    made_by_aws = run("openssl", "pkcs8", "-in", pem, "-outform", "DER", "-topk8", "-nocrypt")
    imported = run("openssl", "rsa", "-in", pem, "-pubout", "-outform", "DER")
    assert forms.fingerprints == (
        pairs(hashlib.sha1(made_by_aws).hexdigest()),
        pairs(hashlib.md5(imported).hexdigest()),
    )
    told = run("ssh-keygen", "-l", "-f", str(folder() / "ed25519")).decode().split()[1]
    ed25519 = (await LocalPrivateKeys(()).inspect(str(folder() / "ed25519"))).forms
    pair = KeyPair(Key("1", "r", "k"), "k", "ed25519", told + "=")
    assert ed25519 is not None and is_of_pair(ed25519, pair)


async def test_a_locked_openssh_key_tells_its_public_half() -> None:
    file = await LocalPrivateKeys(()).inspect(str(folder() / "openssh-enc"))
    assert file.locked and file.forms and same_public_key(file.forms.public, public_line())
    assert len(file.forms.fingerprints) == 1, "the SHA-1 needs the private half"


async def test_a_folder_is_looked_through_for_what_may_be_a_private_key(tmp_path: Path) -> None:
    for name in ("pkcs1.pem", "dek.pem", "key.ppk"):
        shutil.copy2(folder() / name, tmp_path / name)
    (tmp_path / "dek.pem.pub").write_text(public_line())
    (tmp_path / "config").write_text("-----BEGIN PRIVATE KEY-----")
    (tmp_path / "notes").write_text("nothing")
    (tmp_path / "damaged.pem").write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
    os.link(tmp_path / "pkcs1.pem", tmp_path / "same.pem")
    (tmp_path / "below").mkdir()
    found = {Path(file.path).name: file for file in await LocalPrivateKeys((tmp_path, tmp_path)).candidates()}
    assert list(found) == ["damaged.pem", "dek.pem", "key.ppk", "pkcs1.pem"]
    assert "damaged" in found["damaged.pem"].problem and "AAAA" not in found["damaged.pem"].problem
    assert "puttygen" in found["key.ppk"].problem
    locked = found["dek.pem"].forms
    assert locked and same_public_key(locked.public, public_line()), "its .pub lies beside it"


async def test_what_is_no_private_key_is_said(tmp_path: Path) -> None:
    keys = LocalPrivateKeys((tmp_path / "missing",))
    assert await keys.candidates() == ()
    assert "No such file" in (await keys.inspect(str(tmp_path / "none"))).problem
    assert "not a file" in (await keys.inspect(os.devnull)).problem
    assert "public half" in (await keys.inspect(str(folder() / "public.txt"))).problem
    (tmp_path / "large").write_bytes(b"x" * 100_000)
    assert "too large" in (await keys.inspect(str(tmp_path / "large"))).problem


async def test_a_file_that_others_may_read_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    shutil.copy2(folder() / "pkcs1.pem", path)
    path.chmod(0o644)
    file = await LocalPrivateKeys(()).inspect(str(path))
    assert "0644" in file.warning and not file.problem
