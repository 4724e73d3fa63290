"""`F` and `T`: ports of this machine that lead to an instance while the screen runs."""

from typing import TYPE_CHECKING

from ec2tui.core.access.forward_text import EXAMPLES, parse_forward
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.key import Key
from ec2tui.services.access_values import Forward, NoEntry
from ec2tui.services.ports_audit import AuditError
from ec2tui.tui.flows.passphrase import AskPassphrase
from ec2tui.tui.flows.ssh import Asks, instance_under_cursor, means_of, tell_no_entry
from ec2tui.tui.screens.prompt import Prompt
from ec2tui.tui.screens.tunnels import TunnelList

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


async def forward_port(screen: "MainScreen") -> None:
    """Asks for a port of the instance under the cursor, and opens one here that leads there."""
    instance, means = instance_under_cursor(screen), means_of(screen)
    if instance is None or means is None:
        return

    async def check(text: str) -> str:
        found = parse_forward(text)
        return found if isinstance(found, str) else ""

    name = instance.name or instance.id
    prompt = Prompt(f"Which port: {EXAMPLES}?", check=check, title=f"Forward a port to {name}")
    typed: str | None = await screen.app.push_screen_wait(prompt)
    found = parse_forward(typed or "")
    if isinstance(found, str):
        return
    reaching, changing, _ = means
    screen.say(f"Looking for the way in to {name}…")
    asks = Asks(screen)
    try:
        opened = await screen.forwards.open(
            screen.session,
            reaching,
            changing,
            instance,
            Forward(*found),
            confirm=asks.confirm,
            agree=asks.agree,
            ask=AskPassphrase(screen, screen),
        )
    except AuditError as error:
        screen.say(f"The record cannot be written, so that no tunnel is opened: {error}.", bad=True)
        return
    if isinstance(opened, NoEntry):
        await tell_no_entry(screen, instance, opened)
        return
    where = f"{opened.forward.host or name}:{opened.forward.port}"
    screen.say(f"{opened.place} leads to {where} by way of {opened.via}. T lists and closes tunnels.")


async def tunnels(screen: "MainScreen") -> None:
    """Lists the forwarded ports, where they can be closed."""

    def name_of(key: Key) -> str:
        found = screen.session.store.inventory.instance(key)
        return key.id if isinstance(found, Missing) else found.name or key.id

    popup = TunnelList(screen.forwards, name_of, screen.around.clipboard.copy, screen.session.clock.now)
    await screen.app.push_screen_wait(popup)
