"""`s` and `W`: the way in explained, host keys asked about or refused, the terminal lent, a line after."""

import asyncio
from collections.abc import Sequence
from typing import Any

from ec2tui.core.access.settings import Access
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.policy import Policy
from ec2tui.services.access_values import Reaching
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from ec2tui.services.ports_keys import KeyFile, NoPrivateKeys
from ec2tui.tui.screens.document import Document
from ec2tui.tui.screens.picker import Picker
from tests.services.audit_fakes import MemoryAuditLog
from tests.services.fakes import REGION, key
from tests.services.test_access import ID, LENT, OTHER, OWN, PUBLIC, Account, Client, Drawer, Files
from tests.tui.desk import Desk, desk


class Lent:
    """A terminal that keeps what ran on it and what stood above that."""

    def __init__(self, it: Desk, code: int) -> None:
        self.it, self.code = it, code
        self.runs: list[tuple[str, ...]] = []
        self.above: list[str] = []

    async def hand_over(self, argv: Sequence[str], env: Any = None, said: Sequence[str] = ()) -> int:
        self.runs.append(tuple(argv))
        self.above += said
        self.it.clock._now += 45
        return self.code


def at(account: Account, client: Client | None = None, log: MemoryAuditLog | None = None, keys: Any = None):
    account.pages[REGION, Kind.INSTANCES] = [Page((account.box,))]

    def prepare(it: Desk) -> None:
        reaching = Reaching(Access(user="ops"), keys or NoPrivateKeys(), Files(), client or Client())
        it.around.reaching = lambda: reaching
        it.around.changing = Changing(log or MemoryAuditLog(), Policy())

    return desk(account, prepare=prepare)


def lent(it: Desk) -> Lent:
    assert isinstance(it.around.terminal, Lent)
    return it.around.terminal


def compact(text: str) -> str:
    """A text without blanks and borders: words may go on below."""
    return "".join(text.replace("│", "").split())


async def until(it: Desk, words: str) -> None:
    """Waits for what is said or shown; the ways are judged in a thread."""
    for _ in range(1000):
        if compact(words) in compact("".join((it.text(), *it.said()))):
            return
        await asyncio.sleep(0.005)
    raise AssertionError((words, it.said(), it.text()))


async def test_a_shell_is_opened_explained_and_its_end_told() -> None:
    async with at(Account()) as it:
        it.around.terminal = Lent(it, 3)
        await it.press("s")
        await until(it, f"SSH to {ID} by way of connect ended with 3 after 45s.")
        (run,) = lent(it).runs
        assert run[0] == "ssh" and run[-2:] == ("--", "192.0.3.1") and "ops" in run
        assert "connect" in lent(it).above[0]
        assert len(it.said()) == 1 and len(it.app.screen_stack) == 1


async def test_in_tmux_it_may_have_a_window_and_the_screen_goes_on() -> None:
    async with at(Account()) as it:
        go_on = asyncio.Event()

        class Window(Lent):
            async def hand_over(self, argv: Sequence[str], env: Any = None, said: Sequence[str] = ()) -> int:
                await go_on.wait()
                return await super().hand_over(argv, env, said)

        it.around.terminal, it.around.window = Lent(it, 0), Window(it, 0)
        await it.press("s", "C")
        await it.rest()
        assert isinstance(it.app.screen, Picker), "other keys work meanwhile"
        await it.press("escape")
        go_on.set()
        await until(it, "ended with 0")
        assert not lent(it).runs and it.around.window.runs


async def test_the_passphrase_of_a_locked_key_is_asked_for_on_the_screen() -> None:
    class Locked(Drawer):
        async def candidates(self) -> tuple[KeyFile, ...]:
            return tuple(self.files.values())

    account, drawer = Account(key_name="web"), Locked()
    account.items[REGION, Kind.KEY_PAIRS] = {"web": KeyPair(key("web"), name="web", public_key=OWN.line)}
    drawer.files["/k"] = KeyFile("/k", PUBLIC, locked=True)
    async with at(account, keys=drawer) as it:
        it.around.terminal = Lent(it, 0)
        await it.press("s")
        await until(it, "Passphrase of /k")
        await it.press(*"sesame", "enter")
        await until(it, "ended with 0")
        assert {*LENT} < {*lent(it).runs[0]} and "sesame" not in str(lent(it).runs)


async def test_an_unverified_host_key_is_asked_about_with_its_fingerprint() -> None:
    async with at(Account("")) as it:
        it.around.terminal = Lent(it, 0)
        await it.press("s")
        await until(it, "is not verified")
        assert OWN.fingerprint in compact(it.text())
        await it.press(*"y", "enter")
        assert "Type yes or no" in it.text() and not lent(it).runs
        await it.press("escape")
        await until(it, "was not accepted")
        assert not lent(it).runs
        await it.press("s")
        await until(it, "is not verified")
        await it.press(*"yes", "enter")
        await until(it, "ended with 0")


async def test_a_changed_host_key_is_refused_with_both_fingerprints() -> None:
    async with at(Account(), Client(OTHER)) as it:
        it.around.terminal = Lent(it, 255)
        await it.press("W")
        await until(it, "Ways in to")
        await it.press(*"direct", "enter")
        await until(it, "host key changed")
        assert isinstance(it.app.screen, Document)
        lines = compact(it.text())
        assert OWN.fingerprint in lines and OTHER.fingerprint in lines


async def test_where_no_way_is_open_each_is_shown_with_what_blocks_it() -> None:
    closed, client = Account(), Client()
    closed.pages[REGION, Kind.RULES] = [Page(())]
    del client.programs["session-manager-plugin"]
    async with at(closed, client) as it:
        it.around.terminal = Lent(it, 0)
        await it.press("s")
        await until(it, f"Ways in to {ID}, as ops (the configuration)")
        assert isinstance(it.app.screen, Picker) and not lent(it).runs
        assert "direct   blocked" in it.text() and "endpoint blocked" in it.text(), it.text()


async def test_without_a_record_no_session_is_opened() -> None:
    async with at(Account(), log=MemoryAuditLog(room=0)) as it:
        it.around.terminal = Lent(it, 0)
        await it.press("W")
        await until(it, "Ways in to")
        await it.press(*"direct", "enter")
        await until(it, "The record cannot be written, so that no session is opened")
        assert not lent(it).runs
