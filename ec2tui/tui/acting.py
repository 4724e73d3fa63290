"""From a key or the palette to the flow that does it, or to the reason why it does not apply now."""

from typing import TYPE_CHECKING

from ec2tui.core.actions.catalog import action

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


async def act(screen: "MainScreen", *action_ids: str) -> None:
    """Does the action that is meant here of those that share a key, or says why none applies."""
    from ec2tui.tui.flows import FLOWS

    context = screen.context()
    actions = [action(action_id) for action_id in action_ids]
    meant = next((one for one in actions if one.here(context)), actions[0])
    reason = meant.why_not(context)
    if reason is not None:
        screen.say(reason)
        return
    done = FLOWS[meant.id](screen)
    if done is not None:
        screen.run_worker(_finish(done), name=meant.id, exit_on_error=True)


async def _finish(done: object) -> None:
    await done  # type: ignore[misc] # a flow's awaitable
