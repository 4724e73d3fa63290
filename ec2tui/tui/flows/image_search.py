"""Free text over the images of the whole world, where policy allows it."""

from typing import TYPE_CHECKING

from ec2tui.core.model.key import Key
from ec2tui.services.images import SEARCH_IS_OFF
from ec2tui.tui.pages.registry import table_of
from ec2tui.tui.screens.prompt import Prompt

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

QUESTION = "Text in the name of an image, whoever made it (publishers are not verified)"


async def search(screen: "MainScreen") -> None:
    """Asks for a text and shows the images with it in their name as a table of its own."""
    if not screen.rows.inventory.image_policy.search:
        screen.say(f"{SEARCH_IS_OFF.message.capitalize()}: {SEARCH_IS_OFF.hint}.")
        return
    text = await screen.app.push_screen_wait(Prompt(QUESTION, title="Everybody's images"))
    if text and text.strip():
        whose = Key(screen.rows.session.account, "", text.strip())
        await screen.pages.open_part(table_of("found_images"), whose)
