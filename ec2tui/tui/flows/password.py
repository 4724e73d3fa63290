"""Reads the password of a Windows instance and shows it behind dots; copies are taken back after a while."""

import hashlib
from typing import TYPE_CHECKING

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.views.text import clean
from ec2tui.services.password import read_password
from ec2tui.services.password_key import NoPassword
from ec2tui.services.ports_audit import AuditError
from ec2tui.tui.flows.passphrase import AskPassphrase
from ec2tui.tui.screens.secret import SecretScreen

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

KEPT_FOR = 30.0
"""Seconds after which a copied password is taken out of the clipboard, when it is still there."""


async def windows_password(screen: "MainScreen") -> None:
    """Shows the first password of the instance under the cursor, decrypted with the key that matches."""
    key = screen.selected_keys(cursor_only=True)[0]
    instance = screen.session.store.inventory.instance(key)
    if isinstance(instance, Missing):
        screen.say(f"{key.id} is not known any more.", bad=True)
        return
    title = f"Windows password of {instance.name or instance.id}"
    popup = SecretScreen(
        title,
        "looking for its key, asking AWS…",
        lambda popup: _read(screen, instance, popup),
        _Copy(screen),
    )
    screen.app.push_screen(popup)


async def _read(screen: "MainScreen", instance: Instance, popup: SecretScreen) -> None:
    changing = screen.around.changing
    if changing is None or screen.session.gateway is None:
        popup.fail("Not connected to AWS.")
        return
    try:
        found = await read_password(
            screen.session, screen.around.keys(), changing.log, instance, AskPassphrase(screen, popup)
        )
    except AuditError as error:
        popup.fail(f"The record cannot be written, so that nothing is shown: {error}.")
        return
    if isinstance(found, NoPassword):
        popup.fail(_sentence(found))
        return
    popup.show(found.secret, (f"{instance.id}, user Administrator", f"key {found.path}", *found.notes))


def _sentence(lack: NoPassword) -> str:
    words = lack.message[:1].upper() + lack.message[1:]
    problem = lack.problem
    if problem is None:
        return f"{words}."
    hint = f" {problem.hint}" if problem.hint else ""
    return f"{words}: {problem.operation}: {problem.outcome}: {problem.message}{hint}"


class _Copy:
    """Copies a password, and takes it out of the clipboard again when nobody put anything else there."""

    def __init__(self, screen: "MainScreen") -> None:
        self._screen = screen

    async def __call__(self, secret: str) -> str:
        clipboard = self._screen.around.clipboard
        channel = await clipboard.copy(secret)
        mark = hashlib.sha256(secret.encode()).digest()
        if not clipboard.can_forget(channel):
            return (
                f"Copied ({clean(channel)}). It cannot be read back from there: it stays until "
                "you copy something else."
            )
        self._screen.set_timer(KEPT_FOR, lambda: self._screen.run_worker(self._forget(channel, mark)))
        return (
            f"Copied ({clean(channel)}); it is taken out of the clipboard after 30 s, if it is still there."
        )

    async def _forget(self, channel: str, mark: bytes) -> None:
        cleared = await self._screen.around.clipboard.forget(channel, mark)
        if cleared:
            self._screen.say("The password was taken out of the clipboard.")
        elif cleared is None:
            self._screen.say("Whether the password is still in the clipboard is not known.", bad=True)
