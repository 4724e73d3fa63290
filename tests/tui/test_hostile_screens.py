"""What strangers write reaches every screen over the table as text: pickers, prompts, reviews, notes."""

import unicodedata

import pytest
from rich.cells import cell_len

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from tests.services.audit_fakes import MemoryAuditLog, account
from tests.services.fakes import REGION, instance
from tests.tui.desk import Desk, desk
from tests.tui.widgets.test_hostile_text import FORBIDDEN, HOSTILE

WORST = ("".join(HOSTILE[:8]), HOSTILE[9])
"""All that could drive a terminal or a widget in one text, and what is wider than it looks."""


def look(it: Desk) -> str:
    """The whole screen, after a look at every line of it."""
    strips = it.app.screen._compositor.render_strips()
    for strip in strips:
        assert not {unicodedata.category(char) for char in strip.text} & FORBIDDEN, repr(strip.text)
        assert cell_len(strip.text) == it.app.size.width
        actions = {segment.style.meta.get("@click") for segment in strip if segment.style}
        assert actions <= {None}, "a text of AWS's became a link"
    assert it.app.is_running
    return "\n".join(strip.text for strip in strips)


def stage(value: str) -> tuple[object, MemoryAuditLog]:
    """An account whose only instance is called, tagged and described with the value."""
    aws, log = account("i-1"), MemoryAuditLog()
    item = instance("i-1", name=value, tags=(("Name", value), ("env", value), (value, "x")))
    aws.items[REGION, Kind.INSTANCES] = {item.key: item}
    aws.pages[REGION, Kind.INSTANCES] = [Page((item,))]
    return aws, log


@pytest.mark.parametrize(("value", "size"), [(WORST[0], (160, 45)), (WORST[1], (80, 24))])
async def test_screens_over_the_table_draw_it_harmlessly(value: str, size: tuple[int, int]) -> None:
    aws, log = stage(value)

    def prepare(it: Desk) -> None:
        it.around.changing = Changing(log, Policy())

    async with desk(aws, size=size, prepare=prepare, painted=True) as it:  # type: ignore[arg-type]
        walks = (
            ("ctrl+g", "e", "n", "v", "enter", "down", "enter"),
            ("numbersign", *"env=[/]\\", "enter"),
            ("a",),
            ("ctrl+d", "["),
            ("x",),
            ("t",),
            ("Y",),
            ("v",),
            ("C",),
            ("colon", "i", "space", "["),
            ("slash", *"tag:env=", "["),
            ("J",),
        )
        for walk in walks:
            for pressed in walk:
                await it.press(pressed)
                look(it)
            for _ in range(3):
                await it.press("escape")
            look(it)
        assert aws.sent == []


@pytest.mark.parametrize("value", WORST)
async def test_an_error_of_aws_is_shown_harmlessly(value: str) -> None:
    aws, _ = stage("web")
    aws.pages[REGION, Kind.INSTANCES] = [  # type: ignore[attr-defined]
        Problem(Outcome.DENIED, "ec2:DescribeInstances", value, code=value, hint=value)
    ]
    async with desk(aws, size=(100, 30), painted=True) as it:  # type: ignore[arg-type]
        look(it)
        for pressed in ("exclamation_mark", "escape", "ctrl+r", "t", "1", "2"):
            await it.press(pressed)
            look(it)
