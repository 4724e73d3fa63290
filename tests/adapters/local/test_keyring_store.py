"""Only backends that are known to keep secrets encrypted are trusted."""

import pytest

from ec2tui.adapters.local.keyring_store import inspect_keyring, judge_backend


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
