"""What can be done with presets from the form of a launch: keep, take, edit, import, forget."""

from typing import TYPE_CHECKING

import msgspec

from ec2tui.core.changes.launch_wish import wish_like
from ec2tui.core.config.preset import NAME, preset_of, preset_text
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.wish import Wish
from ec2tui.core.views.text import clean
from ec2tui.services.launch_templates import templates
from ec2tui.services.presets import PresetError, Presets
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.prompt import Prompt

if TYPE_CHECKING:
    from ec2tui.tui.screens.launch_form import Draft, LaunchForm

KEEP, EDIT, LIKE = "(keep)", "(edit)", "(like)"
TEMPLATE, CHANGE, FORGET = "(template)", "(change)", "(forget)"
"""What is chosen beside a preset; none is called so, since names have no parentheses."""


def preset_choices(presets: Presets) -> list[tuple[str, str]]:
    """The presets by name, each with what it launches, or what is wrong with it."""
    return [(name, _words(presets, name)) for name in presets.names()]


def _words(presets: Presets, name: str) -> str:
    try:
        wish = presets.load(name)
    except PresetError as error:
        return f"cannot be used: {error}"
    count = f"{wish.count} × " if wish.count > 1 else ""
    return f"{count}{wish.type or 'any type'}  {wish.image or 'the usual image'}  {wish.subnet}"


async def presets_menu(form: "LaunchForm") -> "Draft | None":
    """The draft as a preset, a template or an instance says it; None where nothing is taken into the form."""
    presets = form.around.presets()
    names = preset_choices(presets)
    choices = [(KEEP, "under a name, to launch it again"), *names]
    labels = {KEEP: "keep this form as a preset", LIKE: "as an instance is…", TEMPLATE: "a launch template…"}
    labels |= {EDIT: "edit this form as text", CHANGE: "edit a preset…", FORGET: "forget a preset…"}
    labels |= {name: f"take {name}" for name, _ in names}
    choices += [(LIKE, "all but its name, addresses and data"), (TEMPLATE, "its default version")]
    if form.around.edit is not None:
        choices.append((EDIT, "TOML in your editor"))
        choices += [(CHANGE, "TOML in your editor")] if names else []
    choices += [(FORGET, "its file is deleted")] if names else []
    wide = max(len(clean(labels[id_], 44)) for id_, _ in choices)
    shown = {id_: clean(label, 44).ljust(wide) for id_, label in labels.items()}
    taken = await form.app.push_screen_wait(Picker("Presets", choices, labels=shown))
    if not taken:
        return None
    try:
        return await _done(form, presets, taken[0])
    except PresetError as error:
        form.tell(f"{error}.")
        return None


async def _done(form: "LaunchForm", presets: Presets, chosen: str) -> "Draft | None":
    if chosen == KEEP:
        await _keep(form, presets)
        return None
    if chosen in (CHANGE, FORGET):
        await _one(form, presets, chosen)
        return None
    if chosen == EDIT:
        wish = await _edited(form, preset_text(form.wish))
        return None if wish is None else msgspec.structs.replace(form.draft, wish=wish[0])
    if chosen == LIKE:
        return await _like(form)
    if chosen == TEMPLATE:
        return await _template(form)
    form.tell(f"This is the preset {chosen}.")
    return msgspec.structs.replace(form.draft, wish=presets.load(chosen), typed=None)


async def _keep(form: "LaunchForm", presets: Presets) -> None:
    async def check(text: str) -> str:
        fits = NAME.fullmatch(text.strip())
        return "" if fits else "A preset's name has letters, digits, '_', '-' and '.', up to 64."

    there = ", ".join(presets.names())
    question = f"Its name · one of the same name is replaced: {there}" if there else "Its name"
    prompt = Prompt(question, check=check, title="Keep this form as a preset", value=form.wish.name)
    name = await form.app.push_screen_wait(prompt)
    if name is None:
        return
    where = presets.save(name.strip(), form.wish)
    lost = "; the user data that was written here is not in it" if form.draft.typed else ""
    form.tell(f"Kept in {where}{lost}. `ec2tui launch --preset {name.strip()}` launches it too.")


async def _one(form: "LaunchForm", presets: Presets, chosen: str) -> None:
    title = "Edit which preset?" if chosen == CHANGE else "Forget which preset?"
    taken = await form.app.push_screen_wait(Picker(title, preset_choices(presets)))
    if not taken:
        return
    if chosen == FORGET:
        presets.delete(taken[0])
        form.tell(f"The preset {taken[0]} is forgotten.")
        return
    found = await _edited(form, presets.text(taken[0]))
    if found is not None:
        form.tell(f"Kept in {presets.write(taken[0], found[1])}.")


async def _edited(form: "LaunchForm", text: str) -> tuple[Wish, str] | None:
    """The text as it was edited, with what it says; opened again with what is wrong until it is right."""
    edit = form.around.edit
    assert edit is not None
    begun, wrong = text, ""
    while True:
        told = f"# {wrong}\n" if wrong else ""
        saved = await edit(told + text, 1)
        if saved is None:
            form.tell("The editor could not be used, so nothing changed.")
            return None
        again = saved.removeprefix(told)
        if again == begun or (wrong and again == text):
            form.tell(f"Nothing changed{f': {wrong}' if wrong else ''}.")
            return None
        text = again
        try:
            return preset_of(text), text
        except ValueError as error:
            wrong = " ".join(str(error).split())


async def _like(form: "LaunchForm") -> "Draft | None":
    """As an instance of the region is."""
    there: list[Instance] = sorted(form.place.here(Kind.INSTANCES).values(), key=lambda one: one.name)
    choices = [(one.id, f"{one.type}  {one.state}") for one in there]
    labels = {one.id: f"{one.name or '-'} {one.id}" for one in there}
    taken = await form.app.push_screen_wait(Picker("Like which instance?", choices, labels=labels))
    if not taken:
        return None
    instance = form.session.store.inventory.table(Kind.INSTANCES)[form.place.at._replace(id=taken[0])]
    return msgspec.structs.replace(form.draft, wish=wish_like(instance, form.place.inventory), typed=None)


async def _template(form: "LaunchForm") -> "Draft | None":
    """As a launch template says."""
    gateway = form.session.gateway
    found = await templates(gateway, form.aws_region) if gateway else ()
    if isinstance(found, Problem):
        form.tell(f"Launch templates: {found.hint or found.message}.")
        return None
    if gateway is None or not found:
        form.tell(f"There is no launch template in {form.aws_region}.")
        return None
    choices = [(one.id, f"{one.id}  version {one.version}") for one in found]
    labels = {one.id: one.name for one in found}
    chosen = await form.app.push_screen_wait(Picker("Which launch template?", choices, labels=labels))
    read = next((one.taken for one in found if chosen and one.id == chosen[0]), None)
    if read is None:
        return None
    if read.left:
        form.tell(f"Of the template this is left out: {', '.join(read.left)}.")
    return msgspec.structs.replace(form.draft, wish=read.wish, typed=read.user_data)
