"""The password of a Windows instance: decrypted with the right key, or a sentence about why there is none."""

import base64
import functools
import re
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from hypothesis import given
from hypothesis import strategies as st

from ec2tui.adapters.local.key_loading import LoadedKey, forms_of
from ec2tui.core.access.password_data import ciphertext, is_password, modulus_bytes
from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.secret import Secret
from ec2tui.services.history import read_history
from ec2tui.services.password import ACTION, Password, read_password
from ec2tui.services.password_key import Lack, NoPassword
from ec2tui.services.ports import AskSecret
from ec2tui.services.ports_audit import AuditError
from ec2tui.services.ports_keys import KeyFile, OpenKey
from ec2tui.services.session import Scope, Session
from tests.services.audit_fakes import MemoryAuditLog
from tests.services.fakes import REGION, FakeConnector, FakeGateway, FixedClock, instance, key, no_secret

WORD = "Xk7!mZ2pQ9-wEr4tYuIo1234"
NOW = 1_000_000.0


@functools.cache
def made(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


class Keys:
    """Files in memory, by path, and the keys of an agent."""

    agent: tuple[KeyFile, ...] = ()

    def __init__(self, **files: Any) -> None:
        self.files = {name: self._opened(name, one) for name, one in files.items()}

    @staticmethod
    def _opened(name: str, one: Any) -> OpenKey | KeyFile:
        return one if isinstance(one, KeyFile) else LoadedKey(KeyFile(name, forms_of(one)), one)

    async def candidates(self) -> tuple[KeyFile, ...]:
        return tuple(one if isinstance(one, KeyFile) else one.file for one in self.files.values())

    async def in_agent(self) -> tuple[KeyFile, ...]:
        return self.agent

    async def identity(self, file: KeyFile) -> str:
        return file.path

    async def inspect(self, path: str) -> KeyFile:
        one = self.files[path]
        return one if isinstance(one, KeyFile) else one.file

    async def open(self, path: str, ask: AskSecret) -> OpenKey | KeyFile:
        return self.files[path]


class Account(FakeGateway):
    """One Windows instance, the pair it names, and what GetPasswordData says."""

    def __init__(self, data: bytes | str = "", problem: Problem | None = None) -> None:
        super().__init__()
        coded = data if isinstance(data, str) else f"\r\n{base64.b64encode(data).decode()}\r\n"
        self.reply = Reply(Outcome.DENIED if problem else Outcome.OK, {"PasswordData": coded}, problem)
        self.fetched: list[ApiCall] = []

    def has(self, private: Any, fingerprint: str = "", **fields: Any) -> "Account":
        public = None if fingerprint else forms_of(private).public
        pair = KeyPair(key("win"), "win", fields.pop("type", "rsa"), fingerprint, public, **fields)
        self.items[REGION, Kind.KEY_PAIRS] = {"win": pair}
        return self

    async def fetch(self, call: ApiCall) -> Reply:
        self.fetched.append(call)
        return self.reply


def encrypted(private: rsa.RSAPrivateKey, text: str = WORD) -> bytes:
    return private.public_key().encrypt(text.encode(), PKCS1v15())


async def read(
    account: Account, keys: Keys, path: str = "", log: Any = None, **fields: Any
) -> Password | NoPassword:
    facts = {"platform": "windows", "key_name": "win", "launch_time": int(NOW) - 86_400, **fields}
    session = Session(FakeConnector(account), FixedClock(NOW), Scope(None, (REGION,)))
    await session.connect(no_secret)
    return await read_password(
        session, keys, log or MemoryAuditLog(), instance("i-1", **facts), no_secret, path
    )


async def test_the_matching_key_is_found_and_decrypts_and_the_record_tells_only_that() -> None:
    log = MemoryAuditLog()
    account = Account(encrypted(made("right"))).has(made("right"))
    found = await read(account, Keys(other=made("other"), mine=made("right")), log=log)
    assert isinstance(found, Password)
    assert (found.secret.reveal(), found.path, found.doubt) == (WORD, "mine", "")
    (deed,) = (await read_history(log)).deeds
    assert (deed.action, deed.subject, deed.word) == (ACTION, "i-1", "ok")
    assert WORD not in repr(log.kept) and WORD not in repr(found) + f"{found.secret!s}{found.secret}"
    found.secret.wipe()
    assert not found.secret


@pytest.mark.parametrize("at", [0, 1])
async def test_without_the_public_key_a_fingerprint_of_either_form_decides(at: int) -> None:
    account = Account(encrypted(made("right"))).has(made("right"), forms_of(made("right")).fingerprints[at])
    found = await read(account, Keys(other=made("other"), mine=made("right")))
    assert isinstance(found, Password) and found.path == "mine"


async def test_a_key_that_only_the_agent_holds_cannot_decrypt_and_that_is_said() -> None:
    keys = Keys(other=made("other"))
    keys.agent = (KeyFile("/agent/x.pub", forms_of(made("right")), agent="me@desk"),)
    found = await read(Account(encrypted(made("right"))).has(made("right")), keys)
    assert isinstance(found, NoPassword)
    assert found.lack is Lack.NO_KEY and "in the ssh agent (me@desk) alone" in found.message


async def test_the_password_is_not_given_when_the_record_cannot_be_written() -> None:
    account = Account(encrypted(made("right"))).has(made("right"))
    with pytest.raises(AuditError):
        await read(account, Keys(mine=made("right")), log=MemoryAuditLog(room=0))


async def lack(account: Account, keys: Keys, path: str = "", **fields: Any) -> tuple[Lack, str]:
    log = MemoryAuditLog()
    found = await read(account, keys, path, log, **fields)
    assert isinstance(found, NoPassword) and not log.kept
    return found.lack, found.message


async def test_nothing_is_asked_of_aws_where_there_can_be_no_password() -> None:
    account = Account(encrypted(made("right"))).has(made("right"))
    mine = Keys(mine=made("right"), none=KeyFile("none", problem="it cannot be read: no such file"))
    assert (await lack(account, mine, platform=None))[0] is Lack.NOT_WINDOWS
    assert (await lack(account, mine, key_name=None))[0] is Lack.NO_PAIR
    assert (await lack(account, Keys(other=made("other"))))[0] is Lack.NO_KEY
    assert (await lack(account, mine, "none"))[0] is Lack.UNUSABLE
    account.has(made("right"), "x", type="ed25519")
    assert (await lack(account, mine))[0] is Lack.ED25519
    account.items.clear()
    assert (await lack(account, mine))[0] is Lack.NO_KEY
    assert account.fetched == []


@pytest.mark.parametrize(
    ("age", "wanted", "words"),
    [(180, Lack.NOT_READY, "3m ago"), (899, Lack.NOT_READY, "15 minutes"), (900, Lack.NEVER, "and will not")],
)
async def test_an_empty_answer_is_not_yet_or_never_by_age(age: int, wanted: Lack, words: str) -> None:
    account = Account("").has(made("right"))
    found = await lack(account, Keys(mine=made("right")), launch_time=int(NOW) - age)
    assert found[0] is wanted and words in found[1]


async def test_what_aws_refuses_or_garbles_is_said() -> None:
    denied = Account(problem=Problem(Outcome.DENIED, "ec2:GetPasswordData", "no")).has(made("right"))
    found = await read(denied, Keys(mine=made("right")))
    assert isinstance(found, NoPassword) and found.problem and found.lack is Lack.NOT_READ
    assert (await lack(Account("???").has(made("right")), Keys(mine=made("right"))))[0] is Lack.DAMAGED


async def test_a_key_of_another_size_is_said() -> None:
    account = Account(encrypted(made("right"))).has(made("right"))
    found = await lack(account, Keys(small=made("small", 1024)), "small")
    assert found[0] is Lack.WRONG_SIZE and "1024 bits" in found[1] and "2048" in found[1]


async def test_a_pair_that_was_made_anew_is_said_and_its_older_key_still_decrypts() -> None:
    files = Keys(new=made("other"), old=made("right"))
    later = Account(encrypted(made("right"))).has(made("other"), create_time=int(NOW) - 60)
    told = await lack(later, files)
    assert told[0] is Lack.RECREATED and "made anew" in told[1]
    hidden = Account(encrypted(made("right"))).has(made("other"), create_time=int(NOW) - 10 * 86_400)
    assert (await lack(hidden, files))[0] is Lack.RECREATED, "a start since hides when it was launched"
    for account in (later, hidden):
        found = await read(account, files, "old")
        assert isinstance(found, Password) and found.secret.reveal() == WORD and found.doubt


async def test_a_key_of_the_same_size_is_never_a_password() -> None:
    """OpenSSL since 3.2 gives random bytes for most of these instead of an error."""
    right = made("right")
    account = Account().has(right)
    for trial in range(50):
        account.reply = Account(encrypted(right, f"{WORD}{trial}")).reply
        found = await read(account, Keys(other=made("other")), "other")
        assert isinstance(found, NoPassword) and found.lack is Lack.WRONG_KEY
        assert "does not match" in found.message and WORD not in found.message


@given(st.binary(max_size=245))
def test_random_bytes_are_a_password_only_when_they_look_like_one(found: bytes) -> None:
    assert is_password(found, sure=False) is bool(re.fullmatch(rb"[ -~]{8,127}", found))
    assert is_password(found, sure=True) is bool(re.fullmatch(rb"[ -~]{1,127}", found))


def test_what_aws_sends_is_read_between_its_line_ends() -> None:
    assert ciphertext("\r\nAAEC\r\n") == b"\0\1\2"
    assert ciphertext("") == b"" and ciphertext("no base64!") is None
    assert modulus_bytes(forms_of(made("right")).public) == 256
    assert modulus_bytes("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA") == 0


def test_a_secret_is_never_part_of_a_text() -> None:
    import copy
    import pickle

    secret = Secret(WORD.encode())
    assert WORD not in f"{secret} {secret!r} {secret!s:>40} {[secret]}"
    for write in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            write(secret)
