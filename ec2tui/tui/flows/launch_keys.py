"""A new key pair inside the form of a launch: the private half first, on this machine, then the review."""

import re
from typing import TYPE_CHECKING

from ec2tui.core.changes.key_pairs import ImportKeyPair
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.services.applied import Applied, StepState
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.review import review
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.prompt import Prompt
from ec2tui.tui.screens.review import Offer, ReviewScreen

if TYPE_CHECKING:
    from ec2tui.tui.screens.launch_form import LaunchForm

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")
"""What a pair that is made here may be called: it is a file's name too."""

TYPES = (("ed25519", "short and modern; not for Windows passwords"), ("rsa", "2048 bits; for Windows too"))


async def new_key_pair(form: "LaunchForm") -> str:
    """The name of a pair that was made; empty when it was not, and its private half is deleted again."""
    kind, name = await _kind(form), ""
    if kind:
        name = await _name(form)
    path = await _path(form, name) if name else ""
    if not path:
        return ""
    changing, keys = form.around.changing, form.around.keys()
    made = await keys.make(path, kind) if changing else None
    if changing is None or made is None or made.problem or made.forms is None:
        why = f"{made.path}: {made.problem}" if made else "changes are not set up here"
        form.tell(f"No key pair was made: {why}.")
        return ""
    change = ImportKeyPair(Key(form.session.account, form.aws_region, name), made.forms.public)

    async def make(context: ChangeContext) -> Offer | str:
        note = f"The private half is in {made.path}, readable by you alone; there is no other copy."
        return Offer(await review(context, (change,)), note)

    screen = ReviewScreen(f"New key pair {name}", form.session, changing, form.around.clipboard, make)
    await form.app.push_screen_wait(screen)
    if not _refused(screen.applied):
        form.made[name] = made.path
        form.tell(f"The private half of {name} is in {made.path}, readable by you alone.")
        return name
    await keys.discard(made.path)
    form.tell("No key pair was made; its private half is deleted again.")
    return ""


def _refused(applied: Applied | None) -> bool:
    """Whether AWS certainly has no such pair: where that is not known, the private half is kept."""
    kept = (StepState.DONE, StepState.UNKNOWN)
    return applied is None or not any(result.state in kept for result in applied.results)


async def _kind(form: "LaunchForm") -> str:
    """AWS's type of key; for Windows there is nothing to choose, and why is said."""
    if form.place.windows(form.wish):
        form.tell("RSA: AWS encrypts the password of Windows for RSA keys only.")
        return "rsa"
    taken = await form.app.push_screen_wait(Picker("Which type of key?", TYPES))
    return taken[0] if taken else ""


async def _name(form: "LaunchForm") -> str:
    taken = {pair.name for pair in form.place.here(Kind.KEY_PAIRS).values()}

    async def check(text: str) -> str:
        if not NAME.fullmatch(text.strip()):
            return "A name has letters, digits and ._@+- without spaces, up to 100."
        return (
            f"There is a pair {text.strip()} already; choose another name." if text.strip() in taken else ""
        )

    title = f"New key pair in {form.aws_region}"
    name = await form.app.push_screen_wait(Prompt("Its name", check=check, title=title, value=form.wish.name))
    return (name or "").strip()


async def _path(form: "LaunchForm", name: str) -> str:
    """Where the private half goes: beside those that are here already."""
    question = "File for the private half (mode 0600; it must not be there yet)"
    others = await form.around.keys().candidates()
    folder = others[0].path.replace("\\", "/").rpartition("/")[0] if others else "~/.ssh"
    prompt = Prompt(question, title=f"New key pair {name}", value=f"{folder}/{name}")
    return (await form.app.push_screen_wait(prompt) or "").strip()
