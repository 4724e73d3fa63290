"""`R`: a remote desktop on a Windows instance; its program runs beside the screen, or on the terminal."""

from typing import TYPE_CHECKING

from ec2tui.core.access.remote_desktop import DesktopClient
from ec2tui.core.model.instance import Instance
from ec2tui.services.access_values import NoEntry
from ec2tui.services.open_forwards import Background
from ec2tui.services.ports import Terminal
from ec2tui.services.ports_audit import AuditError
from ec2tui.services.remote_desktop import run_desktop
from ec2tui.tui.flows.ssh import Asks, GivenUpError, Lent, instance_under_cursor, means_of, tell_no_entry

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


async def open_desktop(screen: "MainScreen") -> None:
    """Opens a remote desktop on the instance under the cursor, and says how it ended."""
    instance = instance_under_cursor(screen)
    if instance is None or means_of(screen) is None:
        return
    screen.say(f"Looking for the way in to {instance.name or instance.id}…")
    screen.run_worker(_open(screen, instance), group="desktop", exit_on_error=True)


async def _open(screen: "MainScreen", instance: Instance) -> None:
    means, desktops = means_of(screen), screen.around.desktops
    if means is None or desktops is None:
        return
    reaching, changing, terminal = means
    lent, asks = Lent(screen, terminal), Asks(screen)

    def terminal_of(client: DesktopClient) -> Terminal:
        return lent if client.asks else Background()

    def tell(words: str) -> None:
        lent.tell(words)
        screen.say(words)

    try:
        ended = await run_desktop(
            screen.session,
            reaching,
            changing,
            instance,
            screen.forwards,
            desktops(),
            terminal_of,
            None,
            (asks.confirm, asks.agree),
            tell,
        )
    except (AuditError, OSError) as error:
        screen.say(f"No remote desktop is opened: {error}.", bad=True)
        return
    except GivenUpError:
        return
    if isinstance(ended, NoEntry):
        await tell_no_entry(screen, instance, ended)
        return
    name = instance.name or instance.id
    how = f"{ended.program} ended{f' with {ended.code}' if ended.code else ''}"
    screen.say(f"Remote desktop to {name} by way of {ended.via}: {how}.", bad=bool(ended.code))
