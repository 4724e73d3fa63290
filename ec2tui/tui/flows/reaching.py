"""Who may reach an instance, as a document: from what is known at once, and again when all has been read."""

from typing import TYPE_CHECKING

from ec2tui.core.model.instance import Instance
from ec2tui.core.views.survey import survey_lines
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.tui.screens.document import Document

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

READING: Line = (Cell("reading what decides about it…", Tone.INFO),)


async def who_reaches(screen: "MainScreen") -> None:
    """Shows who may reach the instance under the cursor."""
    instance: Instance | None = screen.rows.item(screen.selected_keys(cursor_only=True)[0])
    if not isinstance(instance, Instance) or not instance.interfaces:
        screen.say("It has no network interface: nothing reaches it.")
        return
    title = f"Who may reach {instance.name or instance.id}  {instance.id}"
    page = Document(title, (READING,), screen.around.clipboard.copy)
    screen.app.push_screen(page)
    if screen.surveyor.due(instance):
        page.show((READING, (), *await lines_of(screen, instance)))
        await screen.surveyor.read(instance)
    page.show(await lines_of(screen, instance))


async def lines_of(screen: "MainScreen", instance: Instance) -> tuple[Line, ...]:
    """The lines of a survey, from what is known now."""
    return survey_lines(*await screen.surveyor.look(instance.key))
