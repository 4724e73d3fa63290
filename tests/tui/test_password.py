"""p on an instance: the password behind dots, shown for a while, copied and taken back, in no picture."""

import asyncio
import base64
import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.passphrases import RememberingKeys
from ec2tui.services.ports import AskSecret, Page
from ec2tui.services.ports_keys import KeyFile, OpenKey, PrivateKeys
from ec2tui.tui.screens import secret as secret_screen
from ec2tui.tui.screens.prompt import Prompt
from ec2tui.tui.screens.secret import DOTS, SecretScreen
from tests.services.audit_fakes import MemoryAuditLog
from tests.services.fakes import REGION, FakeGateway, instance, key
from tests.services.test_passphrases import Store
from tests.services.test_password import WORD, Keys, made
from tests.tui.desk import Desk, FakeClipboard, desk


class Account(FakeGateway):
    """A Linux and a Windows instance, and the Windows one's password."""

    def __init__(self) -> None:
        super().__init__()
        box = instance("i-2", name="box", platform="windows", key_name="win", launch_time=1)
        self.pages[REGION, Kind.INSTANCES] = [Page((instance("i-1", name="app"), box))]
        public = Keys(mine=made("right")).files["mine"].file.forms.public  # type: ignore[union-attr]
        self.items[REGION, Kind.KEY_PAIRS] = {"win": KeyPair(key("win"), "win", "rsa", public_key=public)}
        cipher = made("right").public_key().encrypt(WORD.encode(), PKCS1v15())
        self.data = base64.b64encode(cipher).decode()

    async def fetch(self, call: ApiCall) -> Reply:
        return Reply(Outcome.OK, {"PasswordData": self.data})


class Clipboard(FakeClipboard):
    """One that can be read back, or is the terminal's."""

    def __init__(self, readable: bool = True) -> None:
        super().__init__()
        self.readable = readable

    def can_forget(self, channel: str) -> bool:
        return self.readable

    async def forget(self, channel: str, mark: bytes) -> bool | None:
        same = hashlib.sha256(self.text.encode()).digest() == mark
        self.text = "" if same else self.text
        return same


def at(keys: PrivateKeys, log: MemoryAuditLog | None = None, readable: bool = True):
    def prepare(it: Desk) -> None:
        it.around.keys = lambda: keys
        it.around.changing = Changing(log or MemoryAuditLog(), Policy())
        it.around.clipboard = Clipboard(readable)

    return desk(Account(), prepare=prepare)


async def opened(it: Desk) -> SecretScreen:
    await it.press("j", "p")
    assert isinstance(it.app.screen, SecretScreen)
    await answered(it)
    return it.app.screen


async def until(it: Desk, true: Callable[[], bool]) -> None:
    """Waits for what a thread or a timer does; a test that waits in vain fails."""
    for _ in range(400):
        if true():
            break
        await asyncio.sleep(0.005)
    assert true()
    await it.rest()


async def answered(it: Desk) -> None:
    await until(it, lambda: "asking AWS" not in it.text())


async def test_it_is_behind_dots_shown_on_request_and_hidden_again(monkeypatch) -> None:
    log = MemoryAuditLog()
    async with at(Keys(mine=made("right")), log) as it:
        popup = await opened(it)
        assert DOTS in it.text() and WORD not in it.text() and "key mine" in it.text()
        await it.press("r")
        assert WORD in it.text()
        assert WORD not in it.app.export_screenshot() and not popup.revealed
        await it.press("r")
        assert WORD in it.text()
        await it.press("r")
        assert WORD not in it.text()
        monkeypatch.setattr(secret_screen, "SHOWN_FOR", 0.01)
        await it.press("r")
        await until(it, lambda: not popup.revealed)
        assert WORD not in it.text()
        kept = popup._secret
        await it.press("escape")
        assert kept is not None and not kept, "it was overwritten"
        assert [one.outcome for one in log.kept] == ["", "ok"] and WORD not in repr(log.kept)


async def test_a_copy_is_taken_back_unless_something_else_was_copied(monkeypatch) -> None:
    from ec2tui.tui.flows import password

    monkeypatch.setattr(password, "KEPT_FOR", 0.01)
    async with at(Keys(mine=made("right"))) as it:
        clipboard = it.around.clipboard
        await opened(it)
        await it.press("y")
        assert "Copied (fake)" in it.text()
        await until(it, lambda: not clipboard.text)  # type: ignore[attr-defined]
        assert "The password was taken out of the clipboard." in it.said()
        await it.press("y")
        clipboard.text = "other"  # type: ignore[attr-defined]
        await asyncio.sleep(0.05)
        assert clipboard.text == "other"  # type: ignore[attr-defined]


async def test_what_a_terminal_copied_is_said_to_stay() -> None:
    async with at(Keys(mine=made("right")), readable=False) as it:
        await opened(it)
        await it.press("y")
        assert "It cannot be read back" in it.text() and WORD not in it.text()


class Locked(Keys):
    """Its key opens with `sesame`; the keyring is the test's."""

    async def open(self, path: str, ask: AskSecret) -> OpenKey | KeyFile:
        assert await ask("Passphrase of mine") == "sesame"
        return self.files[path]


async def test_the_passphrase_is_asked_for_above_it_and_kept_only_when_ticked() -> None:
    store = Store()
    keys = RememberingKeys(Locked(mine=made("right")), store)
    async with at(keys) as it:
        for ticks in ((), ("ctrl+k",)):
            await it.press("j", "p")
            assert isinstance(it.app.screen, Prompt) and "[ ] keep it in the keyring" in it.text()
            await it.press(*"ses", *ticks, *"ame")
            assert "sesame" not in it.text() and ("[x]" in it.text()) is bool(ticks)
            await it.press("enter")
            await answered(it)
            assert DOTS in it.text() and bool(store.kept) is bool(ticks)
            await it.press("escape")
        assert "kept in the keyring" in it.said()[-1]
        await it.press("p")
        await answered(it)
        assert DOTS in it.text()
        await it.press("escape")
        store.problem = "the keyring is locked"
        await it.press("p")
        assert "It is asked for each time: the keyring is locked." in it.text()
        await it.press("ctrl+k", *"sesame", "enter")
        await answered(it)


async def test_why_there_is_none_is_said() -> None:
    async with at(Keys(other=made("other"))) as it:
        await opened(it)
        assert "was not found" in it.text() and DOTS not in it.text()
        await it.press("r", "y", "escape", "k", "p")
        assert "Only Windows instances have a password." in it.said()


async def test_without_a_record_nothing_is_shown() -> None:
    async with at(Keys(mine=made("right")), MemoryAuditLog(room=0)) as it:
        await opened(it)
        assert "The record cannot be written" in it.text() and DOTS not in it.text()
