"""`password` on the demo: the password alone, from a key of any form, and a line for every failure."""

import json
import logging
import re
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from ec2tui.adapters.demo.corrections.password_data import password_of
from tests.key_files import PASSPHRASE, folder, run

BOX = "reporting-win"


@pytest.fixture(scope="module")
def forms(demo, tmp_path_factory) -> Path:
    """The key of the demo's Windows instances in every form, made by openssl and ssh-keygen."""
    place = tmp_path_factory.mktemp("forms")
    pem = place / "pkcs1.pem"
    shutil.copy(demo.keys_directory / "windows-admin.pem", pem)
    run(
        *("openssl", "pkcs8", "-topk8", "-iter", "1", "-passout", f"pass:{PASSPHRASE}"),
        *("-in", str(pem), "-out", str(place / "encrypted.pem")),
    )
    run("openssl", "rsa", "-in", str(pem), "-outform", "DER", "-out", str(place / "key.der"))
    shutil.copy(pem, place / "openssh")
    run("ssh-keygen", "-q", "-p", "-N", "", "-P", "", "-f", str(place / "openssh"))
    for path in place.iterdir():
        path.chmod(0o600)
    return place


@pytest.fixture
def word(account) -> str:
    return password_of(7, account.id(BOX))


@pytest.fixture
def types(monkeypatch) -> None:
    async def ask(prompt: str) -> str:
        assert prompt.startswith("Passphrase of ")
        return PASSPHRASE

    monkeypatch.setattr("ec2tui.adapters.local.passcode.ask_on_terminal", ask)


@pytest.mark.parametrize("name", ["encrypted.pem", "key.der", "openssh"])
def test_the_password_and_nothing_else_is_written(on_demo, forms, word, types, name):
    done = on_demo("password", BOX, "--key", str(forms / name))
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{word}\n", "")


def test_the_key_is_found_in_a_folder_of_the_configuration(on_demo, account, tmp_path, word):
    file = tmp_path / "demo.toml"
    folders = json.dumps([str(account.demo.keys_directory)])
    file.write_text(file.read_text() + f"[access]\nkey_folders = {folders}\n")
    done = on_demo("password", BOX)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{word}\n", "")
    listed = json.loads(on_demo("log", "-o", "json").stdout)
    assert [(one["action"], one["id"], one["outcome"]) for one in listed] == [
        ("password.read", account.id(BOX), "ok")
    ]
    assert on_demo("log", "--verify").returncode == 0
    undone = on_demo("undo", "--yes")
    assert undone.returncode != 0 and "Traceback" not in undone.stderr


@pytest.mark.parametrize(
    ("target", "key", "code", "words"),
    [
        (BOX, "", 2, "was not found: there is no private key here"),
        (BOX, "other.pem", 2, "does not match the password: the pair 'windows-admin' has another key"),
        (BOX, "key.ppk", 2, "puttygen"),
        (BOX, "dek.pem", 2, "no passphrase was given"),
        ("bastion", "", 2, "does not run Windows"),
        ("nobody", "", 1, "no instance"),
    ],
)
def test_every_failure_is_one_line(on_demo, target, key, code, words):
    done = on_demo("password", target, *(("--key", str(folder() / key)) if key else ()))
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr and done.stderr.count("\n") == 1


def test_a_denial_exits_as_a_denial(on_demo, account, forms):
    account.ask("deny", operation="GetPasswordData")
    done = on_demo("password", BOX, "--key", str(forms / "pkcs1.pem"))
    assert (done.returncode, done.stdout) == (4, "") and "ec2:GetPasswordData" in done.stderr


def test_nothing_that_a_session_writes_holds_password_passphrase_or_key(
    on_demo, forms, word, types, tmp_path, monkeypatch, caplog
):
    """Debug logs of everything, the record, the cache, and a report about a defect in the middle."""
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    caplog.set_level(logging.DEBUG)
    logging.getLogger("botocore.parsers").setLevel(logging.DEBUG)
    told = on_demo("password", BOX, "--key", str(forms / "encrypted.pem"))
    assert told.stdout == f"{word}\n"

    def breaks(self: object) -> str:
        revealed, passphrase = word, PASSPHRASE
        raise RuntimeError(f"a defect beside {len(revealed + passphrase)} characters")

    monkeypatch.setattr("ec2tui.core.model.secret.Secret.reveal", breaks)
    failed = on_demo("password", BOX, "--key", str(forms / "encrypted.pem"))
    assert failed.returncode == 5 and "a report is in" in failed.stderr
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert any(b"a defect beside" in text for text in written), "there is a report to look into"
    assert any(b"password.read" in text for text in written), "and a record"
    private = load_pem_private_key((forms / "pkcs1.pem").read_bytes(), None)
    body = (forms / "pkcs1.pem").read_text().splitlines()[1]
    cipher = re.search(r"<passwordData>\s*(\S+)", caplog.text)
    everything = b"\n".join([*written, caplog.text.encode(), told.stderr.encode(), failed.stderr.encode()])
    for secret in (word, PASSPHRASE, body, str(private.private_numbers().d)):  # type: ignore[union-attr]
        assert secret.encode() not in everything
    assert cipher is None, "not even what AWS sends is logged"
