"""Getting in: host keys vouched for, asked about or refused; short keys; sessions of SSM; and the record."""

import base64
import contextlib
from collections.abc import AsyncIterator, Sequence
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from ec2tui.core.access.host_keys import (
    BEGIN,
    END,
    HostKey,
    Source,
    Stored,
    host_key,
    known_hosts_text,
    stored_of,
)
from ec2tui.core.access.key_forms import KeyForms
from ec2tui.core.access.route import Dial, Via
from ec2tui.core.access.settings import Access
from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.instance import GroupRef, InstanceInterface
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.record import Record
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.policy import Policy
from ec2tui.services.access import run_ssh, start_ssm
from ec2tui.services.access_ssm import RESPONSE, takes_variable
from ec2tui.services.access_values import Ended, Forward, Lack, NoEntry, Reaching, SsmSession, Wish
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from ec2tui.services.ports_access import HostKeyQuestion, ShortKey
from ec2tui.services.ports_keys import KeyFile, NoPrivateKeys, OpenKey
from ec2tui.services.session import Scope, Session
from tests.services.audit_fakes import MemoryAuditLog
from tests.services.fakes import REGION, FakeConnector, FakeGateway, FixedClock, instance, key, no_secret

ID = "i-0123456789abcdef0"
BOX_KEY = key(ID)
SECRET = "the-token-of-the-session"


def made(mark: int) -> HostKey:
    wire = b"".join(len(part).to_bytes(4) + part for part in (b"ssh-ed25519", bytes([mark]) * 32))
    found = host_key("ssh-ed25519", base64.b64encode(wire).decode())
    assert found is not None
    return found


OWN, OTHER = made(1), made(2)
CONSOLE = f"boot\r\n{BEGIN}\r\n{OWN.line} root@x\r\n{END}\r\n"


class Account(FakeGateway):
    """One instance with port 22 open to the world; `console` is what it printed."""

    def __init__(self, console: str = CONSOLE, read_only: bool = False, **facts: Any) -> None:
        super().__init__(read_only)
        inner = InstanceInterface(
            "eni-1",
            "subnet-1",
            "vpc-1",
            private_ips=("10.0.0.9",),
            public_ips=("192.0.3.1",),
            groups=(GroupRef("sg-1", "web"),),
        )
        given = {"private_ip": "10.0.0.9", "vpc_id": "vpc-1", "interfaces": (inner,), **facts}
        self.box = instance(ID, **given)
        self.items[REGION, Kind.INSTANCES] = {ID: self.box}
        rule = SecurityGroupRule(key("sgr-1"), "sg-1", False, "tcp", 22, 22, cidr="0.0.0.0/0")
        self.pages[REGION, Kind.RULES] = [Page((rule,))]
        self.console = console
        self.started = Reply(Outcome.OK, {"SessionId": "s-1", "TokenValue": SECRET, "StreamUrl": "wss://x"})

    async def fetch(self, call: ApiCall) -> Reply:
        if call.operation == "GetConsoleOutput":
            if self.console == "denied":
                return Reply(Outcome.DENIED, problem=Problem(Outcome.DENIED, call.action, "no"))
            return Reply(Outcome.OK, {"Output": self.console})
        return Reply(Outcome.OK)

    async def send(self, call: ApiCall) -> Reply:
        if self.read_only:
            return Reply(Outcome.REFUSED, problem=Problem(Outcome.REFUSED, call.action, "read-only mode"))
        self.sent.append(call)
        return self.started if call.operation == "StartSession" else Reply(Outcome.OK)


class Files:
    """Known hosts in memory."""

    def __init__(self) -> None:
        self.texts: dict[Key, str] = {}

    def path(self, instance: Key) -> str:
        return f"/known/{instance.id}"

    async def load(self, instance: Key) -> str:
        return self.texts.get(instance, "")

    async def save(self, instance: Key, text: str) -> None:
        self.texts[instance] = text


class Client:
    """OpenSSH and the plugin as they are found; a server that presents `shown`; counts its short keys."""

    def __init__(self, shown: HostKey | str = OWN, plugin: str = "1.2.553.0") -> None:
        self.shown, self.plugin = shown, plugin
        self.live: list[str] = []
        self.lent: list[OpenKey] = []
        self.scanned: list[tuple[Dial, Sequence[str]]] = []
        self.programs = {"ssh": "/usr/bin/ssh", "session-manager-plugin": "/opt/plugin"}

    def find(self, program: str) -> str | None:
        return self.programs.get(program)

    async def version(self, program: str) -> str:
        return self.plugin

    async def scan(self, dial: Dial, proxy: Sequence[str] = (), prefer: Sequence[str] = ()) -> HostKey | str:
        self.scanned.append((dial, proxy))
        return self.shown

    @contextlib.asynccontextmanager
    async def lending(self) -> AsyncIterator[Any]:
        yield SimpleNamespace(socket="/nowhere/agent", lend=self.lend)

    async def lend(self, key: OpenKey) -> str:
        self.lent.append(key)
        return "/nowhere/half.pub"

    @contextlib.asynccontextmanager
    async def short_key(self) -> AsyncIterator[ShortKey]:
        self.live.append("/tmp/short/key")
        yield ShortKey("/tmp/short/key", "ssh-ed25519 " + "A" * 68)
        self.live.clear()


class Lent:
    """A terminal on which OpenSSH ends with a code; keeps what it was run with, and the keys of that time."""

    def __init__(self, client: Client, code: int = 0) -> None:
        self.client, self.code = client, code
        self.runs: list[tuple[str, ...]] = []
        self.keys: list[str] = []

    async def hand_over(self, argv: Sequence[str], env: Any = None) -> int:
        self.runs.append(tuple(argv))
        self.keys += self.client.live
        return self.code


class Drawer(NoPrivateKeys):
    """Key files by their paths; a locked one opens for `sesame`."""

    def __init__(self) -> None:
        self.files: dict[str, KeyFile] = {}
        self.held: tuple[KeyFile, ...] = ()
        self.opened: list[str] = []

    async def inspect(self, path: str) -> KeyFile:
        return self.files[path]

    async def in_agent(self) -> tuple[KeyFile, ...]:
        return self.held

    async def open(self, path: str, ask: Any) -> Any:
        self.opened.append(path)
        file = self.files[path]
        if file.locked and await ask(f"Passphrase of {path}") != "sesame":
            return msgspec.structs.replace(file, problem="it is locked, and no passphrase was given")
        return SimpleNamespace(file=file)


class Desk:
    """A session with everything that getting in needs."""

    def __init__(self, account: Account | None = None, client: Client | None = None, code: int = 0) -> None:
        self.account, self.client = account or Account(), client or Client()
        self.files, self.log, self.terminal = Files(), MemoryAuditLog(), Lent(self.client, code)
        self.session = Session(FakeConnector(self.account), FixedClock(), Scope(None, (REGION,)))
        self.keys = Drawer()
        self.reaching = Reaching(Access(), self.keys, self.files, self.client, ("/bin/ec2tui",))
        self.policy = Policy()
        self.asked: list[HostKeyQuestion] = []

    async def ssh(self, answer: bool | None = None, agree: Any = None, **wish: Any) -> Ended | NoEntry:
        async def confirm(question: HostKeyQuestion) -> bool:
            self.asked.append(question)
            return bool(answer)

        await self.session.connect(no_secret)
        await self.session.identify()
        self.account.read_only = self.account.read_only or self.read_only
        changing = Changing(self.log, self.policy)
        return await run_ssh(
            self.session,
            self.reaching,
            changing,
            self.account.box,
            Wish(**wish),
            self.terminal,
            None if answer is None else confirm,
            agree=agree,
            ask=self.ask,
        )

    read_only = False
    ask: Any = None

    @property
    def records(self) -> list[Record]:
        return self.log.kept


async def test_keys_of_the_console_are_stored_and_nobody_is_asked() -> None:
    desk = Desk()
    found = await desk.ssh(via=Via.DIRECT)
    assert isinstance(found, Ended) and found.code == 0, found
    assert desk.files.texts[BOX_KEY] == known_hosts_text(ID, Stored((OWN,), Source.CONSOLE))
    assert not desk.asked and not desk.client.scanned
    assert desk.terminal.runs[0][-2:] == ("--", "192.0.3.1")


@pytest.mark.parametrize("console", ["", "denied", f"{CONSOLE}{CONSOLE.replace(OWN.data, OTHER.data)}"])
async def test_without_vouched_keys_the_user_is_asked_and_the_answer_is_kept(console: str) -> None:
    desk = Desk(Account(console))
    refused = await desk.ssh(answer=False, via=Via.DIRECT)
    assert isinstance(refused, NoEntry) and refused.lack is Lack.HOST_KEY_UNKNOWN
    assert not desk.terminal.runs and not desk.files.texts
    assert desk.asked[0].key == OWN and desk.asked[0].why
    assert isinstance(await desk.ssh(answer=True, via=Via.DIRECT), Ended)
    assert stored_of(desk.files.texts[BOX_KEY], ID) == Stored((OWN,), Source.USER)
    desk.asked.clear()
    assert isinstance(await desk.ssh(answer=False, via=Via.DIRECT), Ended) and not desk.asked


async def test_where_nobody_can_be_asked_an_unverified_key_is_refused() -> None:
    desk = Desk(Account(""))
    found = await desk.ssh(via=Via.DIRECT)
    assert isinstance(found, NoEntry) and found.lack is Lack.HOST_KEY_UNKNOWN
    assert OWN.fingerprint in found.message and not desk.terminal.runs and not desk.records


async def test_another_key_than_the_known_one_is_refused_with_both_fingerprints() -> None:
    desk = Desk(client=Client(OTHER), code=255)
    found = await desk.ssh(answer=True, via=Via.DIRECT)
    assert isinstance(found, NoEntry) and found.lack is Lack.HOST_KEY_CHANGED
    assert OWN.fingerprint in found.message and OTHER.fingerprint in found.message
    assert not desk.asked and OWN.data in desk.files.texts[BOX_KEY]
    same = Desk(code=255)
    assert isinstance(await same.ssh(via=Via.DIRECT), Ended)


async def test_a_server_that_shows_no_key_is_a_failure() -> None:
    found = await Desk(Account(""), Client("192.0.3.1:22 did not answer")).ssh(answer=True, via=Via.DIRECT)
    assert isinstance(found, NoEntry) and found.lack is Lack.FAILED and "did not answer" in found.message


async def test_a_key_for_sixty_seconds_is_there_for_the_connection_alone_and_is_a_change() -> None:
    desk = Desk()
    assert isinstance(await desk.ssh(user="ubuntu"), Ended)
    (call,) = desk.account.sent
    assert call.action == "ec2-instance-connect:SendSSHPublicKey"
    assert call.params["InstanceOSUser"] == "ubuntu" and call.params["InstanceId"] == ID
    assert desk.terminal.keys == ["/tmp/short/key"] and desk.client.live == []
    assert 'IdentityFile="/tmp/short/key"' in desk.terminal.runs[0]
    told = [record.change["action"] for record in desk.records if record.change]
    assert told == ["instance.send_public_key", "session.open"]


async def test_read_only_sends_no_key_and_the_direct_way_needs_none() -> None:
    desk = Desk(Account(read_only=True))
    desk.read_only = True
    refused = await desk.ssh(via=Via.CONNECT)
    assert isinstance(refused, NoEntry) and refused.lack is Lack.NOT_SENT and "read-only" in refused.message
    assert not desk.account.sent and not desk.terminal.runs
    assert isinstance(await desk.ssh(via=Via.DIRECT), Ended)


async def test_a_policy_that_wants_it_confirmed_is_heeded() -> None:
    desk = Desk()
    desk.policy = Policy(production=True)
    assert isinstance(await desk.ssh(via=Via.CONNECT), NoEntry) and not desk.account.sent

    async def agree(review: Any) -> str | None:
        return str(review.confirm)

    assert isinstance(await desk.ssh(via=Via.CONNECT, agree=agree), Ended) and desk.account.sent


async def test_the_record_tells_who_was_where_and_nothing_that_was_said() -> None:
    desk = Desk(code=3)
    await desk.ssh(via=Via.DIRECT, user="ann", command=("echo", "hush"))
    intent, opened, ended = desk.records
    assert intent.change == {
        "action": "session.open", "key": list(BOX_KEY), "what": "ssh", "via": "direct", "user": "ann"
    }  # fmt: skip
    assert opened.intent == ended.intent == intent.id and "ended with 3" in ended.message
    assert intent.principal.endswith("user/ann") and "hush" not in str(desk.records)


async def test_nothing_runs_that_cannot_be_recorded() -> None:
    desk = Desk()
    desk.log.room = 0
    with pytest.raises(Exception, match="No space"):
        await desk.ssh(via=Via.DIRECT)
    assert not desk.terminal.runs


async def test_without_openssh_it_says_how_to_get_it_and_a_stopped_instance_is_not_tried() -> None:
    desk = Desk()
    desk.client.programs.pop("ssh")
    found = await desk.ssh()
    assert isinstance(found, NoEntry) and found.lack is Lack.NOT_INSTALLED and "openssh" in found.message
    stopped = await Desk(Account(state="stopped")).ssh(via=Via.DIRECT)
    assert isinstance(stopped, NoEntry) and stopped.lack is Lack.BLOCKED


async def ssm(desk: Desk, **more: Any) -> SsmSession | NoEntry:
    await desk.session.connect(no_secret)
    desk.account.read_only = desk.account.read_only or desk.read_only
    return await start_ssm(desk.session, desk.reaching, desk.log, desk.account.box, **more)


@pytest.mark.parametrize(
    ("more", "document", "parameters"),
    [
        ({}, "AWS-StartSSHSession", {"portNumber": ["22"]}),
        (
            {"forward": Forward(8080, "", 3389)},
            "AWS-StartPortForwardingSession",
            {"portNumber": ["3389"], "localPortNumber": ["8080"]},
        ),
        (
            {"forward": Forward(8080, "db", 5432)},
            "AWS-StartPortForwardingSessionToRemoteHost",
            {"host": ["db"], "portNumber": ["5432"], "localPortNumber": ["8080"]},
        ),
    ],
)
async def test_the_token_of_a_session_is_in_the_environment_alone(
    more: Any, document: str, parameters: Any
) -> None:
    desk = Desk()
    found = await ssm(desk, **more)
    assert isinstance(found, SsmSession) and found.id == "s-1"
    assert SECRET in found.env[RESPONSE] and SECRET not in " ".join(found.argv) + repr(found)
    assert found.argv[:4] == ("/opt/plugin", RESPONSE, REGION, "StartSession")
    assert desk.account.sent[0].params["DocumentName"] == document
    assert desk.account.sent[0].params["Parameters"] == parameters
    assert SECRET not in str(desk.records) and desk.records[0].change


async def test_no_session_is_opened_without_a_plugin_that_keeps_the_token_to_itself() -> None:
    for version in ("1.2.497.0", "", "1.2.9\n; rm", "nonsense"):
        desk = Desk(client=Client(plugin=version))
        found = await ssm(desk)
        assert isinstance(found, NoEntry) and found.lack is Lack.NOT_INSTALLED
        assert not desk.account.sent and "https://" in found.message
    desk = Desk()
    desk.client.programs.pop("session-manager-plugin")
    assert isinstance(await ssm(desk), NoEntry)
    desk = Desk(Account(read_only=True))
    desk.read_only = True
    found = await ssm(desk)
    assert isinstance(found, NoEntry) and found.problem and found.problem.outcome is Outcome.REFUSED
    assert takes_variable("1.2.498.0") and takes_variable("2.0") and not takes_variable("1.2.497.0")


PUBLIC = KeyForms("ed25519", OWN.line, ())


def identity(desk: Desk) -> list[str]:
    words = (word for run in desk.terminal.runs for word in run)
    return [word for word in words if word.startswith(("IdentityFile=", "IdentityAgent="))]


LENT = ['IdentityFile="/nowhere/half.pub"', 'IdentityAgent="/nowhere/agent"']


async def test_a_key_that_openssh_cannot_read_is_lent_to_it() -> None:
    desk = Desk()
    desk.keys.files["/k/der"] = KeyFile("/k/der", PUBLIC, foreign="it is DER")
    assert isinstance(await desk.ssh(key="/k/der"), Ended)
    assert identity(desk) == LENT and len(desk.client.lent) == 1


@pytest.mark.parametrize(
    ("answer", "file", "words"),
    [
        ("sesame", KeyFile("/k", PUBLIC, locked=True), LENT),
        ("sesame", KeyFile("/k", PUBLIC, locked=True, foreign="it is DER"), LENT),
        (None, KeyFile("/k", PUBLIC, locked=True), []),
        ("no ask", KeyFile("/k", PUBLIC, locked=True), ['IdentityFile="/k"']),
        ("no ask", KeyFile("/k", PUBLIC, locked=True, foreign="it is DER"), []),
    ],
)
async def test_a_locked_key_is_lent_once_its_passphrase_is_known(answer, file, words) -> None:
    """Where nobody is asked here, OpenSSH asks for what it can read; who declines is not connected."""
    desk, asked = Desk(), []

    async def ask(question: str) -> str | None:
        asked.append(question)
        return answer

    desk.ask = None if answer == "no ask" else ask
    desk.keys.files["/k"] = file
    ended = await desk.ssh(key="/k")
    assert identity(desk) == words and isinstance(ended, Ended) is bool(words)
    assert desk.keys.opened == ["/k"] and len(asked) == (answer != "no ask")
    assert words or "no passphrase was given" in ended.message


async def test_a_locked_key_that_the_agent_holds_is_taken_from_there() -> None:
    desk = Desk()
    desk.keys.files["/k"] = KeyFile("/k", PUBLIC, locked=True)
    desk.keys.held = (KeyFile("/agent/half.pub", PUBLIC, agent="mine"),)
    assert isinstance(await desk.ssh(key="/k"), Ended)
    assert identity(desk) == ['IdentityFile="/agent/half.pub"'] and desk.keys.opened == []


async def test_a_key_that_others_may_use_is_refused_with_what_mends_it() -> None:
    desk = Desk()
    desk.keys.files["/k"] = KeyFile("/k", PUBLIC, warning="others may use it; make it yours: chmod 600")
    ended = await desk.ssh(key="/k")
    assert isinstance(ended, NoEntry) and ended.message.endswith("chmod 600 /k") and not desk.terminal.runs


@pytest.mark.parametrize(
    "more", [f"@cert-authority * {OTHER.line}", f"* {OTHER.line}", f"{ID},* {OTHER.line}"]
)
async def test_a_file_that_vouches_for_more_than_the_instances_keys_is_refused(more: str) -> None:
    desk = Desk()
    desk.files.texts[BOX_KEY] = known_hosts_text(ID, Stored((OWN,))) + more + "\n"
    ended = await desk.ssh(answer=True)
    assert isinstance(ended, NoEntry) and ended.lack is Lack.HOST_KEY_UNKNOWN and not desk.terminal.runs
    assert "delete it" in ended.message and not desk.asked


async def test_read_only_runs_no_openssh_for_a_way_that_has_to_send() -> None:
    desk = Desk()
    desk.read_only = True
    ended = await desk.ssh(via=Via.SSM)
    assert isinstance(ended, NoEntry) and "read-only" in ended.message and ended.lack is Lack.NOT_SENT
    assert not desk.terminal.runs and not desk.client.scanned
