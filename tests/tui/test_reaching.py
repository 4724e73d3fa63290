"""w: who may reach an instance, as a document that is searched and copied; what is missing is said."""

from ec2tui.core.model.instance import GroupRef, Instance, InstanceInterface
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports import Page
from tests.services.fakes import REGION, instance
from tests.services.group_fakes import Groups
from tests.tui.desk import Desk, desk

LINES = {"sgr-1": 'tcp/22 from 203.0.113.7/32 "office"', "sgr-2": "tcp/443 from 0.0.0.0/0"}


def guarded(id_: str, *groups: str, name: str = "") -> Instance:
    """An instance without a public address whose one interface is in these groups."""
    inner = InstanceInterface(
        f"eni-{id_}", "subnet-1", "vpc-1", groups=tuple(GroupRef(f"sg-{one}", one) for one in groups)
    )
    return instance(id_, name=name or id_, interfaces=(inner,) if groups else ())


def account(*instances: Instance) -> Groups:
    aws = Groups(web=LINES, db={"sgr-9": "tcp/5432 from sg-web"})
    aws.pages[REGION, Kind.INSTANCES] = [Page(instances)]
    return aws


async def shown(it: Desk) -> str:
    """The screen when what is worked out beside the loop has come back."""
    for _ in range(100):
        await it.rest()
        if "Inbound" in it.text() and "reading what" not in it.text():
            break
    return it.text()


async def test_w_shows_who_reaches_it_and_can_be_searched_and_copied() -> None:
    async with desk(account(guarded("i-1", "web", name="front"))) as it:
        await it.press("w")
        text = await shown(it)
        assert "Who may reach front" in text and "Reachable from the internet? no" in text
        assert "tcp/22 ssh" in text and "sgr-1 web" in text
        await it.press("slash", *"sgr-2")
        assert "1 of 1: sgr-2" in it.text()
        await it.press("enter", "y")
        assert "Groups of eni-i-1" in it.clipboard.text and "sgr-2 web" in it.clipboard.text
        assert "Copied" in it.text()
        await it.press("slash", "escape")
        assert "Who may reach front" in it.text()
        await it.press("escape")
        assert "Who may reach front" not in it.text()


async def test_what_may_not_be_read_is_said_with_the_permission() -> None:
    aws = account(guarded("i-1", "web"))
    action = "ec2:DescribeSecurityGroupRules"
    aws.failing[Kind.RULES] = Problem(Outcome.DENIED, action, "no")
    async with desk(aws, size=(200, 50)) as it:
        await it.press("w")
        text = await shown(it)
        assert f"needs {action}" in text and "no known rule" in text and "allows anything" not in text


async def test_a_key_that_cannot_says_why() -> None:
    async with desk(account(guarded("i-1"))) as it:
        await it.press("w")
        assert it.said() == ["It has no network interface: nothing reaches it."]
        await it.press("2", "w")
        assert "Who reaches it is for instances" in it.said()[-1]
