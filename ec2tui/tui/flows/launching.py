"""Launching from the screen: a form, a review like that of any other change, and what becomes of it."""

from typing import TYPE_CHECKING

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.launch_wish import wish_like
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.wish import Wish
from ec2tui.core.views.launch.failure import failure_words
from ec2tui.services.applied import Applied
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.launching import make_launch
from ec2tui.services.presets import PresetError
from ec2tui.services.refresh import read_some
from ec2tui.services.review import review
from ec2tui.tui.flows.changing import show_review
from ec2tui.tui.flows.following import follow_launch
from ec2tui.tui.flows.launch_presets import preset_choices
from ec2tui.tui.screens.launch_form import Draft, LaunchForm
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.review import Offer

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

USUAL = "(the usual)"


async def launch(screen: "MainScreen") -> None:
    """A launch from the beginning or from a preset, in the region under the cursor or one that is picked."""
    region = await _region(screen)
    wish = await _begun(screen) if region else None
    if wish is not None:
        await _launch(screen, region, Draft(wish))


async def launch_like(screen: "MainScreen") -> None:
    """A launch of more like the instance under the cursor."""
    item = screen.rows.item(screen.selected_keys(cursor_only=True)[0])
    if not isinstance(item, Instance):
        return
    session, volumes = screen.session, [item.key._replace(id=one.volume_id) for one in item.block_devices]
    if session.gateway is not None and volumes:
        source = session.source(item.key.region)
        await read_some(session.gateway, session.store, source, Kind.VOLUMES, volumes, settles=False)
    await _launch(screen, item.key.region, Draft(wish_like(item, session.store.inventory)))


async def _region(screen: "MainScreen") -> str:
    regions = screen.session.regions
    if len(regions) == 1:
        return regions[0]
    found = [key.region for key in screen.selected_keys(cursor_only=True)]
    picker = Picker("Launch in which region?", [(region, "") for region in regions], found)
    chosen = await screen.app.push_screen_wait(picker)
    return chosen[0] if chosen else ""


async def _begun(screen: "MainScreen") -> Wish | None:
    """What the form begins with: the usual, or one of the presets where there are any; None: left."""
    presets = screen.around.presets()
    choices = preset_choices(presets)
    if not choices:
        return Wish()
    usual = (USUAL, "a vetted image, a small type, a private subnet")
    labels = {USUAL: "the usual"}
    chosen = await screen.app.push_screen_wait(Picker("Launch what?", [usual, *choices], labels=labels))
    if not chosen:
        return None
    try:
        return Wish() if chosen[0] == USUAL else presets.load(chosen[0])
    except PresetError as error:
        screen.say(str(error), bad=True)
        return None


async def _launch(screen: "MainScreen", region: str, begun: Draft) -> None:
    draft: Draft | None = begun
    note = ""
    while draft is not None:
        form = LaunchForm(f"Launch in {region}", screen.session, region, draft, screen.around, note)
        draft = await screen.app.push_screen_wait(form)
        if draft is None:
            return
        data = draft.typed if draft.typed is not None else await _user_data(screen, draft.wish.user_data)
        if isinstance(data, str):
            note = f"User data: {data}."
            continue
        sent = await _review(screen, region, draft.wish, data)
        if sent is True:
            return
        note = failure_words(sent, draft.wish, form.place) if isinstance(sent, Problem) else ""


async def _review(screen: "MainScreen", region: str, wish: Wish, data: bytes | None) -> bool | Problem:
    """Shows the review; whether the launch was sent, so that the form need not come back, or the refusal."""
    refused: list[Problem] = []

    async def after(screen: "MainScreen", applied: Applied) -> None:
        refused.extend(result.problem for result in applied.results if result.problem and not result.made)
        if not refused:
            await follow_launch(screen, applied)

    async def make(context: ChangeContext) -> Offer | str:
        change = await make_launch(context, screen.session, wish, region, data)
        if isinstance(change, Problem):
            return f"{change.operation} failed ({change.outcome}): {change.hint or change.message}"
        if isinstance(change, Unready):
            return change.reason
        return Offer(await review(context, (change,)))

    sent = await show_review(screen, f"Launch {wish.name or wish.image}", make, after)
    return refused[0] if refused else sent


async def _user_data(screen: "MainScreen", path: str) -> bytes | str | None:
    """The bytes of the file, None for none, or why it cannot be read."""
    if not path:
        return None
    read = screen.around.read_file
    return await read(path) if read else f"cannot read {path} here"
