"""Views, groups and what is kept between runs, by the keys that a user presses."""

import pytest

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.views.choices import Choices, View
from ec2tui.services.chosen import Chosen
from ec2tui.services.ports import Page
from tests.services.fakes import REGION, FakeGateway, instance, problem
from tests.services.test_chosen import FakeMemory
from tests.tui.desk import Desk, desk, fleet

OURS = Choices(views={"prod": View("tag:env=prod", ("id", "state"), "-id"), "young": View("age<1d")})


def with_choices(configured: Choices = OURS, memory: FakeMemory | None = None):
    def prepare(it: Desk) -> None:
        it.around.chosen = Chosen(configured, memory)

    return prepare


@pytest.fixture
def mixed() -> FakeGateway:
    gateway = FakeGateway()
    items = [
        instance(f"i-{n:017x}", name=f"web-{n}", tags=(("Name", f"web-{n}"), ("env", env)))
        for n, env in enumerate(["prod", "dev", "Prod", "a b"])
    ] + [instance("i-0000000000000ffff", name="bare", tags=(("Name", "bare"),))]
    gateway.pages[REGION, Kind.INSTANCES] = [Page(tuple(items))]
    return gateway


async def test_v_opens_a_view_of_the_configuration(mixed) -> None:
    async with desk(mixed, prepare=with_choices()) as it:
        await it.press("v")
        assert "tag:env=prod · 2 columns · by -id · configuration" in it.text()
        await it.press(*"prod", "enter")
        assert it.screen.column_ids == ("id", "state")
        assert it.names() == ["web-2", "web-0"]
        assert it.screen.filter_bar.text == "tag:env=prod"
        assert it.screen.table.has_focus


async def test_what_shows_is_saved_as_a_view_and_opened_again(mixed) -> None:
    memory = FakeMemory()
    async with desk(mixed, prepare=with_choices(memory=memory)) as it:
        await it.press("slash", *"web", "enter", "full_stop")
        await it.press("v", *"+ save", "enter")
        await it.press(*"webs", "enter")
        assert memory.kept.views["webs"].query == "web" and memory.kept.views["webs"].sort == "-name"
        assert it.said()[-1] == "Saved view webs."
        await it.press("escape")
        assert len(it.names()) == 5
        await it.press("v", *"webs", "enter")
        assert it.names() == ["web-3", "web-2", "web-1", "web-0"]


async def test_a_view_of_the_configuration_is_not_replaced(mixed) -> None:
    memory = FakeMemory()
    async with desk(mixed, prepare=with_choices(memory=memory)) as it:
        await it.app.run_action("app.act('view.save')")
        await it.rest()
        await it.press(*"prod", "enter")
        assert "view of the configuration" in it.said()[-1] and memory.updates == 0


async def test_a_saved_view_is_forgotten(mixed) -> None:
    memory = FakeMemory(Choices(views={"mine": View("x")}))
    async with desk(mixed, prepare=with_choices(memory=memory)) as it:
        await it.app.run_action("app.act('view.forget')")
        await it.rest()
        assert "prod" not in it.text()
        await it.press("enter")
        assert memory.kept.views == {} and it.said()[-1] == "Forgot view mine."


async def test_the_palette_opens_a_view_by_name(mixed) -> None:
    async with desk(mixed, prepare=with_choices()) as it:
        await it.press("colon", *"view prod")
        await it.pilot.pause(0.3)
        await it.press("enter")
        assert it.names() == ["web-2", "web-0"]


async def test_an_unknown_view_names_the_nearest(mixed) -> None:
    async with desk(mixed, prepare=with_choices()) as it:
        await it.press("colon", *"view pord")
        await it.pilot.pause(0.3)
        assert "There is no view pord; did you mean prod?" in it.text()


async def test_the_palette_filters_by_what_follows_i(mixed) -> None:
    async with desk(mixed, prepare=with_choices()) as it:
        await it.press("colon", *"i bare")
        await it.pilot.pause(0.3)
        assert "Instances matching bare" in it.text()
        await it.press("enter")
        assert it.names() == ["bare"] and it.screen.rows.query_text == "bare"


async def test_columns_and_order_are_kept_for_the_next_start(mixed) -> None:
    memory = FakeMemory()
    async with desk(mixed, prepare=with_choices(Choices(), memory)) as it:
        await it.press("greater_than_sign", "full_stop")
        await it.press("C", "space", "enter")
    assert memory.kept.sort == "-id" and "name" not in memory.kept.columns and "id" in memory.kept.columns
    async with desk(mixed, prepare=with_choices(Choices(), memory)) as it:
        assert it.screen.column_ids == memory.kept.columns
        assert (it.screen.rows.sort_id, it.screen.rows.reverse) == ("id", True)
        assert it.names()[-1] == "web-0"


async def test_opening_a_view_and_leaving_keeps_nothing(mixed) -> None:
    memory = FakeMemory()
    async with desk(mixed, prepare=with_choices(memory=memory)) as it:
        await it.press("v", *"prod", "enter")
    assert memory.updates == 0


async def test_the_configuration_decides_columns_and_order(mixed) -> None:
    memory = FakeMemory(Choices(("name",), "name"))
    async with desk(mixed, prepare=with_choices(Choices(("id", "state"), "-id"), memory)) as it:
        assert it.screen.column_ids == ("id", "state")
        assert it.names()[-1] == "web-0"
        await it.press("full_stop")
    assert memory.updates == 0


async def test_what_cannot_be_read_is_said(mixed) -> None:
    async with desk(mixed, prepare=with_choices(memory=FakeMemory(broken=True))) as it:
        assert "choices.json is damaged" in it.said()


async def test_groups_are_counted_and_picked(mixed) -> None:
    async with desk(mixed) as it:
        await it.press("slash", *"web", "enter")
        await it.press("ctrl+g", *"tag:env", "enter")
        text = it.text()
        assert "tag:env: 3 groups" in text and "2  prod" in text and "1  a b" in text
        await it.press(*"a b", "enter")
        assert it.screen.filter_bar.text == 'web tag:env="a b"'
        assert it.names() == ["web-3"]


async def test_rows_without_the_tag_are_a_group(mixed) -> None:
    async with desk(mixed) as it:
        await it.press("ctrl+g", *"tag:env", "enter")
        await it.press(*"(none)", "enter")
        assert it.names() == ["bare"] and it.screen.filter_bar.text == "not tag:env"


async def test_grouping_by_what_is_not_known_says_so() -> None:
    gateway = fleet(3)
    gateway.pages[REGION, Kind.STATUSES] = [problem(Outcome.DENIED)]
    async with desk(gateway) as it:
        await it.press("ctrl+g", *"status check", "enter")
        assert it.said()[-1] == "Nothing to group by checks: 3 are not known."
