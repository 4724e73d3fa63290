"""Only backends that are known to keep secrets encrypted are trusted."""

import time

import pytest
from keyring.errors import KeyringLocked

from ec2tui.adapters.local.keyring_store import KeyringPassphrases, inspect_keyring, judge_backend


def backend(module, name, **attributes):
    return type(name, (), {"__module__": module, **attributes})()


SECRET_SERVICE = backend("keyring.backends.SecretService", "Keyring")
PLAINTEXT = backend("keyrings.alt.file", "PlaintextKeyring")


def chain(*members):
    return backend("keyring.backends.chainer", "ChainerBackend", backends=list(members))


def test_known_backends_are_trusted():
    assert judge_backend(SECRET_SERVICE).reason == ""
    assert judge_backend(backend("keyring.backends.macOS", "Keyring")).reason == ""


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (PLAINTEXT, "not known"),
        (backend("keyring.backends.null", "Keyring"), "no keyring"),
        (backend("keyring.backends.fail", "Keyring"), "no keyring"),
        (backend("evil.backends.SecretService", "Keyring"), "not known"),
        (chain(SECRET_SERVICE, PLAINTEXT), "PlaintextKeyring"),
        (chain(), "nothing"),
    ],
)
def test_all_others_are_not(given, words):
    assert words in judge_backend(given).reason


def test_a_chain_is_trusted_when_every_member_is():
    assert judge_backend(chain(SECRET_SERVICE)).reason == ""


async def test_a_backend_that_cannot_be_loaded_is_a_reason_not_an_error(monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no.such.module.Keyring")
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    state = await inspect_keyring(10)
    assert state.reason


class Ring:
    """A keyring in memory; it may drop what it is given, be locked, or hang."""

    def __init__(self, fault=""):
        self.kept, self.fault = {}, fault

    def get_password(self, service, name):
        if self.fault == "locked":
            raise KeyringLocked("sesame")
        if self.fault == "hangs":
            time.sleep(0.2)
        return self.kept.get((service, name))

    def set_password(self, service, name, passphrase):
        if self.fault != "drops":
            self.kept[service, name] = passphrase

    def delete_password(self, service, name):
        del self.kept[service, name]


Ring.__module__, Ring.__qualname__ = "keyring.backends.SecretService", "Keyring"


def use(monkeypatch, ring):
    monkeypatch.setattr("keyring.get_keyring", lambda: ring)
    return KeyringPassphrases(0.1)


async def test_a_passphrase_is_kept_recalled_and_forgotten(monkeypatch, tmp_path):
    ring = Ring()
    store = use(monkeypatch, ring)
    path = str(tmp_path / "key")
    assert (await store.recall(path)).passphrase is None and await store.forget(path) is False
    assert await store.keep(path, "sesame") == ""
    assert ring.kept == {("ec2tui passphrase", path): "sesame"}
    assert (await store.recall(path)).passphrase == "sesame"
    assert await store.forget(path) is True and ring.kept == {}


@pytest.mark.parametrize(
    ("ring", "words"),
    [
        (Ring("drops"), "did not keep"),
        (Ring("locked"), "the keyring is locked"),
        (Ring("hangs"), "did not answer within"),
        (PLAINTEXT, "not known"),
        (backend("keyring.backends.null", "Keyring"), "no keyring"),
    ],
)
async def test_why_one_is_not_kept_is_said_and_nothing_of_it(monkeypatch, ring, words):
    store = use(monkeypatch, ring)
    said = await store.keep("key", "sesame")
    assert words in said and "sesame" not in said
    if words != "did not keep":
        assert words in (await store.recall("key")).reason and words in await store.forget("key")
