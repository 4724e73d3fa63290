"""Several keys that come without a pause: each is looked at when what the one before it did is in place."""

import asyncio
from collections import deque

import pytest
from textual.command import CommandPalette
from textual.events import Key as KeyPressed
from textual.keys import _character_to_key
from textual.screen import Screen

from ec2tui.core.actions.catalog import ACTIONS, action
from ec2tui.core.model.instance import BlockDevice, GroupRef, InstanceInterface
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.volume import Volume
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from ec2tui.tui import flows
from ec2tui.tui.bindings import is_move
from ec2tui.tui.flows import changing, membership
from ec2tui.tui.pages import registry
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.prompt import Prompt
from ec2tui.tui.screens.review import ReviewScreen
from ec2tui.tui.screens.rule_line import RuleLine
from tests.services.audit_fakes import Account, MemoryAuditLog
from tests.services.fakes import REGION, instance, key
from tests.tui.desk import Desk, desk

WEB, ONE = "sg-0000000000000000a", "i-00000000000000001"


def world(count: int = 3) -> Account:
    """Instances, a group and a volume: a row on three pages."""
    found = [
        instance(
            f"i-{number:017x}",
            name=f"web-{number}",
            vpc_id="vpc-1",
            interfaces=(InstanceInterface(f"eni-{number}", groups=(GroupRef(WEB, "web"),)),),
            block_devices=(BlockDevice("/dev/xvda", "vol-1", True),),
        )
        for number in range(1, count + 1)
    ]
    aws = Account(*found)
    group = SecurityGroup(key(WEB), "web", "of the web", "vpc-1")
    aws.pages[REGION, Kind.INSTANCES] = [Page(tuple(found))]
    aws.pages[REGION, Kind.SECURITY_GROUPS] = [Page((group,))]
    aws.items[REGION, Kind.SECURITY_GROUPS] = {WEB: group}
    aws.pages[REGION, Kind.VOLUMES] = [Page((Volume(key("vol-1"), 8, "gp3", state="available"),))]
    return aws


def with_record(it: Desk) -> None:
    it.around.changing = Changing(MemoryAuditLog(), Policy())


def burst(it: Desk, *keys: str) -> None:
    """Types keys as a terminal does: all of them are there before the first is looked at."""
    driver = it.app._driver
    assert driver is not None
    for name in keys:
        character = name if len(name) == 1 else {"space": " "}.get(name)
        named = _character_to_key(name) if len(name) == 1 and not name.isalnum() else name
        driver.send_message(KeyPressed(named, character))


async def typed(it: Desk, text: str, *more: str) -> None:
    burst(it, *text, *more)
    for _ in range(3):
        await it.rest()


def popup(it: Desk) -> Screen[object] | None:
    """What lies over the pages."""
    return it.app.screen if len(it.app.screen_stack) > 1 else None


@pytest.mark.parametrize(
    ("keys", "page"),
    [
        ("2ee", "security_groups"),
        ("6JJ", "activity"),
        ("2bb", "security_groups"),
        ("2xx", "security_groups"),
        ("2tt", "security_groups"),
        ("4VV", "images"),
        ("2e", "security_groups"),
        ("12e", "security_groups"),
    ],
)
async def test_a_page_key_takes_the_keys_behind_it_along(keys: str, page: str) -> None:
    async with desk(world(), prepare=with_record) as it:
        await typed(it, keys)
        assert it.app.defect is None and it.screen.view.kind.id == page
        assert popup(it) is None


async def test_back_on_the_instances_their_actions_hold_again() -> None:
    async with desk(world(), prepare=with_record) as it:
        await typed(it, "2")
        await typed(it, "1a")
        shown = popup(it)
        assert isinstance(shown, Picker) and "Actions: web-1" in it.text()


async def test_enter_on_a_group_takes_the_keys_behind_it_to_its_rules() -> None:
    async with desk(world(), prepare=with_record) as it:
        await typed(it, "2")
        await typed(it, "1")
        await typed(it, "2", "enter", "a")
        assert it.screen.view.kind.id == "security_group_rules"
        assert isinstance(popup(it), RuleLine)


@pytest.mark.parametrize("opened", [False, True])
async def test_what_is_typed_behind_a_slash_goes_into_the_filter(opened: bool) -> None:
    async with desk(world(12), prepare=with_record) as it:
        if opened:
            await typed(it, "/", "escape")
        await typed(it, "/web-12bx")
        assert it.screen.filter_bar.text == "web-12bx" and popup(it) is None


async def test_behind_the_filter_the_rows_are_those_that_it_lets_through() -> None:
    async with desk(world(12), prepare=with_record) as it:
        await typed(it, "/web-12", "enter", "x")
        assert it.names() == ["web-12"] and it.screen.filter_bar.text == "web-12"
        assert isinstance(popup(it), ReviewScreen) and "Stop: web-12" in it.text()


async def test_keys_that_edit_what_was_typed_keep_their_place() -> None:
    async with desk(world(12), prepare=with_record) as it:
        await typed(it, "/abc", "backspace", "backspace", "left", "x")
        assert it.screen.filter_bar.text == "xa"


async def test_what_is_typed_behind_a_colon_goes_into_the_palette() -> None:
    async with desk(world(), prepare=with_record) as it:
        await typed(it, ":view x")
        shown = popup(it)
        assert isinstance(shown, CommandPalette)
        assert shown.query_one("CommandInput").value == "view x"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ("2a", RuleLine),
        ("#", Prompt),
        ("v", Picker),
        ("C", Picker),
        ("a", Picker),
        ("r", Picker),
        ("e", Picker),
    ],
)
async def test_what_is_typed_behind_a_key_that_asks_is_the_answer(keys: str, kind: type) -> None:
    async with desk(world(), prepare=with_record) as it:
        await typed(it, "2")
        await typed(it, "1")
        await typed(it, keys + "xbq")
        shown = popup(it)
        assert isinstance(shown, kind) and len(it.app.screen_stack) == 2
        assert shown.query_one("Input").value == "xbq"  # type: ignore[attr-defined]


async def test_one_popup_opens_of_keys_that_would_each_open_one() -> None:
    async with desk(world(), prepare=with_record) as it:
        for keys in ("rr", "be", "ee", "xb", "JJ"):
            await typed(it, keys)
            assert len(it.app.screen_stack) == 2, keys
            await typed(it, "", "escape", "escape")
            assert popup(it) is None, keys


async def test_what_was_on_its_way_is_dropped_with_its_page() -> None:
    gate = asyncio.Event()

    async with desk(world(), prepare=with_record) as it:

        async def late(screen: object) -> None:
            await gate.wait()
            await it.app.push_screen_wait(Prompt("late"))

        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(flows.FLOWS, "settle", late)
            await typed(it, "Ux")
            assert popup(it) is None and "still on its way" in it.said()[-1]
            await typed(it, "2")
            gate.set()
            await it.rest()
            assert popup(it) is None and it.screen.view.kind.id == "security_groups"
            gate.clear()
            await typed(it, "U", "escape")
            gate.set()
            await it.rest()
            assert popup(it) is None
            await typed(it, "U")
            assert isinstance(popup(it), Prompt)


async def test_regions_open_before_aws_has_told_which_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    aws, gate = world(), asyncio.Event()

    async def late() -> tuple[str, ...]:
        await gate.wait()
        return ("eu-west-1", "eu-west-2", "us-east-1")

    monkeypatch.setattr(aws, "regions", late)
    async with desk(aws, prepare=with_record) as it:
        await typed(it, "rus-")
        shown = popup(it)
        assert isinstance(shown, Picker) and shown.query_one("#needle").value == "us-"  # type: ignore[attr-defined]
        gate.set()
        await it.rest()
        assert shown._shown == ["us-east-1"]
        await typed(it, "e", "space", "a", "enter")
        assert it.session.regions == ("eu-west-1", "us-east-1")


async def test_what_is_chosen_is_done_to_the_rows_of_the_key_that_asked() -> None:
    aws = world()
    async with desk(aws, prepare=with_record) as it:
        await typed(it, "a")
        (page,) = aws.pages[REGION, Kind.INSTANCES]
        assert isinstance(page, Page)
        aws.pages[REGION, Kind.INSTANCES] = [Page(page.items[1:])]
        it.screen.watcher.refresh()
        await it.rest()
        assert it.names() == ["web-2", "web-3"]
        await typed(it, "reboot")
        await typed(it, "", "enter")
        await it.rest()
        assert isinstance(popup(it), ReviewScreen) and "Reboot: web-1" in it.text()


async def test_a_flow_refuses_rows_of_another_kind() -> None:
    async with desk(world(), prepare=with_record) as it:
        await typed(it, "2")
        it.screen.run_worker(changing.asking("instance.stop")(it.screen))
        it.screen.run_worker(membership.edit_groups(it.screen))
        await it.rest()
        assert popup(it) is None
        assert "Stop is not for security groups: nothing was begun." in it.said()


LEAVE = {"back", *(f"page.{page.id}" for page in registry.PAGES)}
KEYS = sorted({name for one in ACTIONS if one.id not in LEAVE and not is_move(one) for name in one.keys})


async def test_behind_a_page_key_only_actions_of_that_page_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every key of every action, right behind the key of every page, all in one go."""
    began: list[tuple[str, str]] = []

    def watched(action_id: str) -> flows.Flow:
        def flow(screen: object) -> None:
            began.append((action_id, it.screen.view.kind.id))

        return flow

    async with desk(world(), prepare=with_record, size=(80, 24)) as it:
        for page in ("2", "44", "6", "1"):
            await typed(it, page)
        for one in ACTIONS:
            if one.id not in LEAVE:
                monkeypatch.setitem(flows.FLOWS, one.id, watched(one.id))
        for name in KEYS:
            burst(it, "2", name, "4", name, "6", name, "1", name)
        await it.rest()
        assert it.app.defect is None and it.app._held == deque()
        assert {seen for _, seen in began} >= {"instances", "security_groups", "activity", "volumes"}
        assert [one for one in began if action(one[0]).page not in ("", one[1])] == []
        everywhere = next(one for one in ACTIONS if one.id == "help")
        assert len([one for one in began if one[0] == everywhere.id]) == 4 * len(everywhere.keys)


@pytest.mark.parametrize("page", ["2", "6"])
async def test_behind_a_page_key_no_key_of_the_instances_opens_anything_about_one(page: str) -> None:
    own = {name for one in ACTIONS if one.page == "instances" for name in one.keys if not is_move(one)}
    async with desk(world(), prepare=with_record, size=(80, 24)) as it:
        for name in sorted(own):
            burst(it, "1", page, name, name)
            await it.pilot.pause()
            assert it.app.defect is None and len(it.app.screen_stack) <= 2, name
            shown = it.app.screen
            assert "i-" not in getattr(shown, "_title", ""), name
            while popup(it) is not None:
                it.app.pop_screen()


async def test_every_letter_that_a_terminal_sends_is_text_in_a_line() -> None:
    """Textual does not know that `slash` is a letter, and would run what that is bound to."""
    text = "".join(chr(code) for code in range(33, 127))
    async with desk(world()) as it:
        await it.press("slash")
        burst(it, *text)
        await it.rest()
        assert it.app.focused is not None
        assert getattr(it.app.focused, "value", "") == text
