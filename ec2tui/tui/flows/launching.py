"""Launching from the screen: a form, then the review like that of any other change."""

from typing import TYPE_CHECKING

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.launch_wish import wish_like
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.wish import Wish
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.launching import make_launch
from ec2tui.services.review import review
from ec2tui.tui.flows.changing import show_review
from ec2tui.tui.screens.launch_form import LaunchForm
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.review import Offer

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


async def launch(screen: "MainScreen") -> None:
    """A launch from the beginning, in the region of the row under the cursor or one that is picked."""
    region = await _region(screen)
    if region:
        await _launch(screen, region, Wish())


async def launch_like(screen: "MainScreen") -> None:
    """A launch of more like the instance under the cursor."""
    item = screen.rows.item(screen.selected_keys(cursor_only=True)[0])
    if isinstance(item, Instance):
        await _launch(screen, item.key.region, wish_like(item))


async def _region(screen: "MainScreen") -> str:
    regions = screen.session.regions
    if len(regions) == 1:
        return regions[0]
    found = [key.region for key in screen.selected_keys(cursor_only=True)]
    picker = Picker("Launch in which region?", [(region, "") for region in regions], found)
    chosen = await screen.app.push_screen_wait(picker)
    return chosen[0] if chosen else ""


async def _launch(screen: "MainScreen", region: str, begun: Wish) -> None:
    wish: Wish | None = begun
    while wish is not None:
        form = LaunchForm(f"Launch in {region}", screen.session, region, wish)
        wish = await screen.app.push_screen_wait(form)
        if wish is None:
            return
        data = await _user_data(screen, wish.user_data)
        if isinstance(data, str):
            screen.say(f"User data: {data}.", bad=True)
            continue
        if await _review(screen, region, wish, data):
            return


async def _review(screen: "MainScreen", region: str, wish: Wish, data: bytes | None) -> bool:
    """Shows the review; whether the launch was sent, so that the form need not come back."""

    async def make(context: ChangeContext) -> Offer | str:
        change = await make_launch(context, screen.session, wish, region, data)
        if isinstance(change, Problem):
            return f"{change.operation} failed ({change.outcome}): {change.hint or change.message}"
        if isinstance(change, Unready):
            return change.reason
        return Offer(await review(context, (change,)))

    return await show_review(screen, f"Launch {wish.name or wish.image}", make)


async def _user_data(screen: "MainScreen", path: str) -> bytes | str | None:
    """The bytes of the file, None for none, or why it cannot be read."""
    if not path:
        return None
    read = screen.around.read_file
    return await read(path) if read else f"cannot read {path} here"
