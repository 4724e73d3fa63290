"""How each field of a launch is asked for: picked, typed, turned, written in the editor, or made new."""

from typing import TYPE_CHECKING

import msgspec

from ec2tui.core.model.image import Image
from ec2tui.core.model.wish import Wish
from ec2tui.core.views.launch.choices import NEW_KEY
from ec2tui.core.views.launch.fields import Field, Sort
from ec2tui.core.views.launch.typed import filled, typed
from ec2tui.core.views.text import cell_width, clean, fit
from ec2tui.core.views.type_choice import Choice, choice_for_image
from ec2tui.tui.flows.launch_keys import new_key_pair
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.prompt import Prompt
from ec2tui.tui.screens.type_picker import TypePicker

if TYPE_CHECKING:
    from ec2tui.tui.screens.launch_form import Draft, LaunchForm

LABEL = 44
"""Cells of a choice before what is said of it."""

FILE, WRITE, NONE = "file", "write", "none"


async def asked(form: "LaunchForm", field: Field) -> "Draft | None":
    """The draft with a field as it is answered, None when it was left."""
    if field.name == "user_data":
        return await _user_data(form, field)
    wish = await _wish(form, field)
    return None if wish is None else msgspec.structs.replace(form.draft, wish=wish)


async def _wish(form: "LaunchForm", field: Field) -> Wish | None:
    wish, replace = form.wish, msgspec.structs.replace
    if field.sort is Sort.FLAG:
        return replace(wish, **{field.name: not getattr(wish, field.name)})
    if field.sort is Sort.TYPE:
        picker = TypePicker("Instance type", form.session, _fitting(form))
        chosen = await form.app.push_screen_wait(picker)
        return replace(wish, type=chosen) if chosen else None
    if field.choices is None:
        return await _typed(form, field)
    taken = await _picked(form, field)
    if taken is None:
        return None
    if field.sort is Sort.MANY:
        return replace(wish, **{field.name: taken})
    if taken[0] == NEW_KEY:
        name = await new_key_pair(form)
        return replace(wish, key=name) if name else None
    return replace(wish, **{field.name: taken[0]})


async def _picked(form: "LaunchForm", field: Field) -> tuple[str, ...] | None:
    assert field.choices is not None
    found = field.choices(form.wish, form.place)
    wide = max((cell_width(clean(label, LABEL)) for _, label, _ in found), default=0)
    labels = {value: fit(clean(label, LABEL), wide) for value, label, _ in found}
    now = getattr(form.wish, field.name)
    many = field.sort is Sort.MANY
    choices = [(value, said) for value, _, said in found]
    picker = Picker(field.label, choices, now if many else (now,), many, labels=labels)
    return await form.app.push_screen_wait(picker)


async def _typed(form: "LaunchForm", field: Field) -> Wish | None:
    async def check(text: str) -> str:
        found = filled(field, form.wish, text)
        return found if isinstance(found, str) else ""

    question = field.question or field.label
    if field.name == "tags" and form.place.required_tags:
        question += f" · policy requires {', '.join(form.place.required_tags)}"
    prompt = Prompt(question, check=check, title=field.label, value=_begun(form, field))
    text = await form.app.push_screen_wait(prompt)
    found = None if text is None else filled(field, form.wish, text)
    return found if isinstance(found, Wish) else None


def _begun(form: "LaunchForm", field: Field) -> str:
    """What stands in the line: what is said, and the keys of the tags that policy still misses."""
    begun = typed(field, form.wish)
    missing = form.place.missing_tags(form.wish) if field.name == "tags" else ()
    return " ".join(filter(None, (begun, *(f"{name}=" for name in missing))))


def _fitting(form: "LaunchForm") -> Choice:
    """The types that fit the image, in the zone of the subnet."""
    wish, place = form.wish, form.place
    image, now = place.image(wish), (wish.type,) if wish.type else ()
    if isinstance(image, Image):
        zone = getattr(place.subnet(wish), "az", "")
        return msgspec.structs.replace(choice_for_image(image, zone, wish.tenancy or None), now=now)
    return Choice(place.at, (), now)


async def _user_data(form: "LaunchForm", field: Field) -> "Draft | None":
    """A file, what is written in the editor, or none."""
    edit = form.around.edit
    choices = [(FILE, "name a file; a preset keeps its name")]
    choices += [(WRITE, "write it in the editor; it is kept nowhere")] if edit else []
    taken = await form.app.push_screen_wait(Picker(field.label, [*choices, (NONE, "nothing runs")]))
    replace = msgspec.structs.replace
    if not taken:
        return None
    if taken[0] == NONE:
        return replace(form.draft, wish=replace(form.wish, user_data=""), typed=None)
    if taken[0] == FILE:
        wish = await _typed(form, field)
        return None if wish is None else replace(form.draft, wish=wish, typed=None)
    assert edit is not None
    now = form.draft.typed
    text = await edit("#!/bin/bash\n" if now is None else now.decode(), 1)
    if text is None:
        form.tell("The editor could not be used, so nothing changed.")
        return None
    return replace(form.draft, wish=replace(form.wish, user_data=""), typed=text.encode())
