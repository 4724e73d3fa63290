"""What is asked inside the screen: MFA codes, profiles, and the hand-over of the terminal to a sign-in."""

from ec2tui.core.model.instance import BlockDevice
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import AskSecret, Page
from ec2tui.tui.screens.prompt import Prompt
from tests.services.audit_fakes import Account, MemoryAuditLog, account
from tests.services.fakes import REGION, FakeConnector, FakeGateway, problem, settle
from tests.tui.desk import Desk, desk, fleet


class AskingConnector(FakeConnector):
    """Asks for an MFA code before it connects, as an assumed role does."""

    def __init__(self, gateway: FakeGateway) -> None:
        super().__init__(gateway)
        self.answers: list[str | None] = []

    async def connect(self, profile, ask: AskSecret, read_only: bool = False):  # type: ignore[no-untyped-def]
        self.answers.append(await ask("MFA code for arn:aws:iam::123456789012:mfa/ann"))
        if self.answers[-1] is None:
            return problem(Outcome.NO_CREDENTIALS, "sts:AssumeRole")
        return await super().connect(profile, ask, read_only)


def asking(gateway: FakeGateway):  # type: ignore[no-untyped-def]
    def prepare(it: Desk) -> None:
        it.connector = AskingConnector(gateway)
        it.session.connector = it.connector

    return prepare


async def test_an_mfa_code_is_asked_and_never_shown() -> None:
    gateway = fleet(2)
    async with desk(gateway, prepare=asking(gateway)) as it:
        assert isinstance(it.app.screen, Prompt)
        assert "MFA code for" in it.text()
        await it.press(*"987650")
        assert "987650" not in it.text()
        await it.press("enter")
        await it.rest()
        assert it.connector.answers == ["987650"]
        assert it.names() == ["web-0", "web-1"]


async def test_declining_the_code_says_so_and_can_be_tried_again() -> None:
    gateway = fleet(2)
    async with desk(gateway, prepare=asking(gateway)) as it:
        await it.press("escape")
        await it.rest()
        assert "no credentials" in it.text()
        await it.press("ctrl+l")
        await it.press(*"445566", "enter")
        await it.rest()
        assert it.connector.answers == [None, "445566"]
        assert it.names() == ["web-0", "web-1"]


async def test_signing_in_again_runs_the_profiles_own_command() -> None:
    ran: list[tuple[str, ...]] = []

    class Terminal:
        async def hand_over(self, argv, env=None) -> int:  # type: ignore[no-untyped-def]
            ran.append(tuple(argv))
            return 0

    async with desk(fleet(1)) as it:
        it.around.sign_in_command = lambda session: ("aws", "sso", "login", "--profile", session.profile)
        it.around.terminal = Terminal()
        await it.press("ctrl+l")
        await it.rest()
        assert ran == [("aws", "sso", "login", "--profile", "default")]
        assert len(it.connector.connects) == 2


async def test_another_profile_drops_the_rows_of_the_first() -> None:
    gateway = fleet(2)
    async with desk(gateway) as it:
        gateway.hang = {REGION}
        await it.press("ctrl+o", "down", "enter")
        await settle()
        await it.rest()
        assert it.connector.connects[-1] == "prod"
        assert it.names() == []
        assert not it.session.store.inventory.table(Kind.INSTANCES)


async def test_a_mistyped_answer_is_told_beside_the_line_and_the_question_stays() -> None:
    async with desk(with_volumes(), prepare=changing) as it:
        await it.press("number_sign", *"Nmae", "enter")
        await it.rest()
        assert isinstance(it.app.screen, Prompt)
        assert "There is no tag 'Nmae' to remove" in it.text() and "mean Name?" in it.text()
        await it.press("backspace")
        assert "There is no tag" not in it.text()
        await it.press("backspace", "backspace", "backspace", *"Name", "enter")
        await it.rest()
        assert not isinstance(it.app.screen, Prompt) and "Changes" in it.text()


async def test_volumes_are_picked_with_what_happens_to_them_now() -> None:
    async with desk(with_volumes(), prepare=changing, size=(120, 50)) as it:
        await it.press("a", *"keep vol", "enter")
        assert "[x] vol-1  /dev/xvda  deleted on termination now" in it.text()
        assert "[ ] vol-2  /dev/sdf  kept on termination now" in it.text()
        await it.press("enter")
        await it.rest()
        assert "vol-1: /dev/xvda, deleted with the instance" in it.text() and "vol-2" not in it.text()


def with_volumes() -> Account:
    aws = account("i-1")
    devices = (BlockDevice("/dev/xvda", "vol-1", True), BlockDevice("/dev/sdf", "vol-2", False))
    aws.set("i-1", block_devices=devices)
    aws.pages[REGION, Kind.INSTANCES] = [Page(tuple(aws.items[REGION, Kind.INSTANCES].values()))]
    return aws


def changing(it: Desk) -> None:
    it.around.changing = Changing(MemoryAuditLog(), Policy())
