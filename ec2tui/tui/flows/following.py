"""After a launch: the new instances are followed until they are ready, in front or behind the rows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ec2tui.core.actions.catalog import ACTIONS
from ec2tui.core.changes.launch import RunInstances
from ec2tui.core.model.key import Key
from ec2tui.core.views.launch.progress import Step, progress_of
from ec2tui.core.views.text import clean
from ec2tui.services.applied import Applied
from ec2tui.services.following import follow
from ec2tui.tui.screens.following import Following

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

CONNECT = "instance.ssh"
"""The action that opens a shell."""


def launched(applied: Applied) -> tuple[Key, ...]:
    """The instances that a plan has launched."""
    return tuple(
        key for result in applied.results if isinstance(result.change, RunInstances) for key in result.made
    )


async def follow_launch(screen: "MainScreen", applied: Applied) -> None:
    """Shows how they come up; what is wanted then is done to the first of them, on its row."""
    keys = launched(applied)
    if not keys:
        return
    there = {one.id for one in ACTIONS}
    chosen = await screen.app.push_screen_wait(
        Following(screen.session, keys, CONNECT if CONNECT in there else "")
    )
    await screen.pages.go_to("instances", keys[0])
    if chosen:
        await _do(screen, chosen)
    elif not all(progress_of(key, screen.session.store.inventory).over for key in keys):
        screen.run_worker(_behind(screen, keys), group="follow", exit_on_error=True)


async def _do(screen: "MainScreen", action_id: str) -> None:
    """Does an action on the row under the cursor, in the flow that asked for it."""
    from ec2tui.tui.flows import FLOWS

    done = FLOWS[action_id](screen)
    if done is not None:
        await done


async def _behind(screen: "MainScreen", keys: Sequence[Key]) -> None:
    """Tells when they are ready, or that they are not."""
    await follow(screen.session, keys, lambda problem: None)
    found = {key: progress_of(key, screen.session.store.inventory) for key in keys}
    ready = [key for key, one in found.items() if one.step is Step.READY]
    for key, one in found.items():
        if one.step is Step.ENDED:
            screen.say(f"{key.id} is {clean(one.word)}: {clean(one.said)}", bad=True)
    if ready:
        names = ready[0].id if len(ready) == 1 else f"{len(ready)} instances"
        screen.say(f"{names} ready: running, all checks passed.")
    elif all(one.step is not Step.ENDED for one in found.values()):
        screen.say(f"{keys[0].id} is not ready after half an hour.", bad=True)
