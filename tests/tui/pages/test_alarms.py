"""The alarms page: alarms with what is missing, kept in step, and news of them over whatever page shows."""

import msgspec

from ec2tui.core.model.alarm import Alarm, AlarmSpec, AlarmTags
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from ec2tui.tui.screens.review import ReviewScreen
from tests.services.audit_fakes import Account, MemoryAuditLog
from tests.services.fakes import REGION, instance, key
from tests.tui.desk import Desk, desk

PROD = (("Name", "web-1"), ("env", "production"))
OF_WEB = (("InstanceId", "i-1"),)
CPU = AlarmSpec("AWS/EC2", "CPUUtilization", OF_WEB, "Average", 300, 3, None, "GreaterThanThreshold", 80.0)
TOPIC = "arn:aws:sns:eu-west-1:123456789012:[/]pager"


def alarm(name: str, state: str = "OK", **fields: object) -> Alarm:
    return Alarm(key(name), msgspec.structs.replace(CPU, alarm_actions=(TOPIC,), **fields), state, 900_000)


def world(*alarms: Alarm) -> Account:
    items = [instance("i-1", name="web-1", tags=PROD), instance("i-2", name="web-2", tags=PROD)]
    aws = Account(*items)
    aws.pages[REGION, Kind.INSTANCES] = [Page(tuple(items))]
    aws.items[REGION, Kind.INSTANCES] = {one.key.id: one for one in items}
    tell(aws, *alarms)
    return aws


def tell(aws: Account, *alarms: Alarm) -> None:
    aws.pages[REGION, Kind.ALARMS] = [Page(alarms)]
    aws.items[REGION, Kind.ALARMS] = {one.key.id: one for one in alarms}
    aws.items[REGION, Kind.ALARM_TAGS] = {one.key.id: AlarmTags(one.key) for one in alarms}


async def again(it: Desk) -> None:
    """The next pass over everything."""
    await it.press("ctrl+r")
    await it.rest()


def news(it: Desk) -> list[str]:
    """What was said of alarms."""
    return [one for one in it.said() if "alarm" in one]


async def test_what_is_missing_has_rows_of_its_own_that_go_when_it_is_there() -> None:
    aws = world(alarm("cpu", "ALARM"), alarm("gone", dimensions=(("InstanceId", "i-9"),)))
    async with desk(aws, size=(200, 30)) as it:
        await it.screen.pages.show_table("alarms")
        await it.rest()
        assert it.names() == ["cpu", "gone", "i-2"], "pressing ones first, missing ones last"
        text = it.text()
        assert "A ALARM" in text and "instance gone" in text and "no alarm" in text and "[/]pager" in text
        await it.press("end", "A")
        assert it.said() == ["Changes are not set up here."]
        tell(aws, alarm("cpu", "ALARM"), alarm("other", dimensions=(("InstanceId", "i-2"),)))
        await again(it)
        assert it.names() == ["cpu", "other"]
        await it.press("slash", *"nodata", "enter")
        assert it.names() == []


async def test_a_change_of_state_is_told_once_on_whatever_page_one_is() -> None:
    aws = world(*(alarm(name) for name in ("[b]a", "b", "c")))
    async with desk(aws) as it:
        assert news(it) == [], "what was found is no news"
        tell(aws, *(alarm(name, "ALARM") for name in ("[b]a", "b")), alarm("c"))
        await again(it)
        assert news(it) == ["2 alarms went to ALARM: [b]a, b"]
        await again(it)
        assert len(news(it)) == 1
        it.screen.show_columns(["name", "alarm"])
        await it.press("slash", *"alarm:ALARM", "enter")
        assert it.names() == ["web-1"] and "A ALARM 2/3" in it.text()


async def test_deleting_the_last_alarm_of_production_is_confirmed() -> None:
    aws, log = world(alarm("cpu")), MemoryAuditLog()

    def prepare(it: Desk) -> None:
        it.around.changing = Changing(log, Policy())

    async with desk(aws, size=(140, 40), prepare=prepare) as it:
        await it.screen.pages.show_table("alarms")
        await it.rest()
        await it.press("home", "ctrl+d")
        assert isinstance(it.app.screen, ReviewScreen), it.said()
        assert "It is the last alarm of web-1, which is one of production" in it.text()
