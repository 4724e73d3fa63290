"""`E`: a group as text in an editor; what differs is reviewed, a bad line is shown again where it stands."""

from collections.abc import Callable

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.services.ports import Page
from tests.services.audit_fakes import Account
from tests.services.fakes import REGION, key
from tests.tui.desk import Desk, desk
from tests.tui.test_rule_editing import RULE, WEB, pressed, with_record, world


class Editor:
    """Saves one text after the other, and keeps what it was shown."""

    def __init__(self, *saves: Callable[[str], str | None]) -> None:
        self.saves = list(saves)
        self.shown: list[tuple[str, int]] = []

    def prepare(self, it: Desk) -> None:
        with_record(it)
        it.around.edit = self

    async def __call__(self, text: str, line: int) -> str | None:
        self.shown.append((text, line))
        return self.saves.pop(0)(text)


def three() -> Account:
    """A group with three rules from which somebody may come in."""
    aws = world()
    rules = tuple(
        SecurityGroupRule(
            key(f"sgr-0000000000000000{letter}"),
            WEB,
            False,
            protocol="tcp",
            from_port=port,
            to_port=port,
            cidr=f"10.{at}.0.0/16",
        )
        for at, (letter, port) in enumerate((("a", 443), ("b", 80), ("c", 9100)))
    )
    aws.pages[REGION, Kind.RULES] = [Page(rules)]
    aws.items[REGION, Kind.RULES] = {rule.key.id: rule for rule in rules}
    return aws


async def test_two_changed_lines_and_a_dropped_one_are_three_differences() -> None:
    def save(text: str) -> str:
        lines = text.replace("10.0.0.0/16", "10.0.4.0/22").replace("tcp/80", "tcp/8080").split("\n")
        return "\n".join(line for line in lines if "9100" not in line)

    editor = Editor(save)
    async with desk(three(), prepare=editor.prepare, size=(160, 60)) as it:
        await pressed(it, "2", "E")
        await it.rest()
        text = it.text()
        assert "10.0.0.0/16 → tcp/443 from 10.0.4.0/22" in text
        assert "tcp/80 from 10.1.0.0/16 → tcp/8080 from 10.1.0.0/16" in text
        assert "tcp/9100 from 10.2.0.0/16 → none" in text


async def test_a_text_saved_as_it_was_opens_no_review() -> None:
    editor = Editor(lambda text: text)
    async with desk(world(), prepare=editor.prepare) as it:
        await pressed(it, "2", "E")
        assert it.said() == ["Nothing was changed."] and len(it.app.screen_stack) == 1
        assert f"# {RULE}" in editor.shown[0][0]


async def test_a_bad_line_is_opened_again_where_it_stands_with_what_is_wrong() -> None:
    editor = Editor(lambda text: text + "htps from self\n", lambda text: text.replace("htps", "https"))
    async with desk(world(), prepare=editor.prepare, size=(160, 60)) as it:
        await pressed(it, "2", "enter", "E")
        await it.rest()
        text, line = editor.shown[1]
        assert text.split("\n")[line - 1] == "htps from self" and "did you mean https?" in text
        assert "none → tcp/443 from self" in it.text()


async def test_what_is_left_wrong_or_empty_or_fails_does_nothing_and_says_so() -> None:
    left: tuple[tuple[tuple[Callable[[str], str | None], ...], str], ...] = (
        ((lambda text: text + "htps from self\n", lambda text: text), "htps"),
        ((lambda text: "",), "the text is empty"),
        ((lambda text: None,), "editor failed"),
    )
    for saves, said in left:
        aws = world()
        async with desk(aws, prepare=Editor(*saves).prepare) as it:
            await pressed(it, "2", "E")
            assert said.casefold() in it.said()[0].casefold() and len(it.app.screen_stack) == 1
            assert aws.sent == []


async def test_a_rule_that_came_while_the_editor_was_open_is_not_revoked() -> None:
    aws = three()

    def save(text: str) -> str:
        late = SecurityGroupRule(
            key("sgr-0000000000000000d"),
            WEB,
            False,
            protocol="tcp",
            from_port=25,
            to_port=25,
            cidr="10.9.0.0/16",
        )
        aws.items[REGION, Kind.RULES][late.key.id] = late
        aws.pages[REGION, Kind.RULES] = [Page(tuple(aws.items[REGION, Kind.RULES].values()))]
        return text.replace("tcp/9100", "tcp/9101")

    async with desk(aws, prepare=Editor(save).prepare, size=(160, 60)) as it:
        await pressed(it, "2", "E")
        await it.rest()
        assert "tcp/9101" in it.text() and "tcp/25" not in it.text() and "revoke" not in it.text()


async def test_without_an_editor_it_is_said() -> None:
    async with desk(world(), prepare=with_record) as it:
        await pressed(it, "2", "E")
        assert "no editor here" in it.said()[0]
