"""How a request's question is asked: typed and checked, or picked from what there is."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ec2tui.core.changes.alarm_line import worded
from ec2tui.core.changes.answers import mistake
from ec2tui.core.changes.image_requests import dated
from ec2tui.core.changes.request import Request
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.volume import Volume
from ec2tui.core.views.type_choice import choice_for_instances
from ec2tui.services.refresh import read_some
from ec2tui.services.request_facts import read_facts
from ec2tui.tui.flows.alarms import alarm_to_copy, state_to_try
from ec2tui.tui.flows.subjects import Subjects
from ec2tui.tui.screens.picker import Picker
from ec2tui.tui.screens.prompt import Prompt
from ec2tui.tui.screens.type_picker import TypePicker

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


async def answer(screen: "MainScreen", entry: Request, subjects: Subjects) -> str | None:
    """The answer to the question of a request, None when it was left."""
    return await _ANSWERS.get(entry.id, _typed)(screen, entry, subjects)


async def _typed(screen: "MainScreen", entry: Request, subjects: Subjects) -> str | None:
    """What is typed, None when it was left; a mistake is said beside it."""
    keys = subjects.keys

    async def check(text: str) -> str:
        changing = screen.around.changing
        context = await changing.context(screen.session) if changing is not None else None
        if context is None or isinstance(context, Problem):
            return ""
        problems = await read_facts(context, entry, keys)
        wrong = mistake(entry, keys, context.store.inventory, _said(screen, entry, text))
        return with_problems(wrong, problems) if wrong else ""

    item = subjects.items[0] if len(keys) == 1 else None
    present = _PRESENT[entry.id](item) if entry.id in _PRESENT and item is not None else ""
    question = Prompt(entry.question, check=check, title=subjects.title(entry.words), value=present)
    text = await screen.app.push_screen_wait(question)
    return None if text is None else _said(screen, entry, text)


def _said(screen: "MainScreen", entry: Request, text: str) -> str:
    """An answer as its request understands it: spans of time are counted from now."""
    return dated(text, screen.session.clock.now()) if entry.id == "image.deprecate" else text


def _figures(volume: Volume) -> str:
    """How a volume is, in the words that change it."""
    words = [f"size={volume.size}", f"type={volume.type}"]
    words += [f"iops={volume.iops}"] if volume.iops and volume.type in SET_IOPS else []
    words += [f"throughput={volume.throughput}"] if volume.throughput and volume.type == "gp3" else []
    return " ".join(words)


SET_IOPS = ("gp3", "io1", "io2")
"""Volume types whose IOPS are set; of the others they follow from the size."""

_PRESENT: dict[str, Callable[[Any], str]] = {
    "volume.modify": _figures,
    "alarm.edit": lambda alarm: worded(alarm.spec, alarm.key),
}
"""What stands in the line before anything is typed, by request: how it is now."""


def with_problems(reason: str, problems: Sequence[Problem]) -> str:
    """A reason with the reads that failed, since of them it may come."""
    why = (f"{one.operation} failed ({one.outcome}): {one.hint or one.message}" for one in problems)
    return " ".join((reason, *why))


async def _type(screen: "MainScreen", entry: Request, subjects: Subjects) -> str | None:
    """A type from the table of those that there are, None when it was left."""
    instances = tuple(filter(None, subjects.items))
    if not instances:
        return await _typed(screen, entry, subjects)
    choice = choice_for_instances(instances)
    return await screen.app.push_screen_wait(TypePicker(subjects.title(entry.words), screen.session, choice))


async def _role(screen: "MainScreen", entry: Request, subjects: Subjects) -> str | None:
    """An instance profile of the account, or none at all; typed where IAM does not tell which there are."""
    keys, session = subjects.keys, screen.session
    now = {item.profile_arn or "" for item in subjects.items if item is not None}
    if session.gateway is None or len({key.account for key in keys}) != 1:
        return await _typed(screen, entry, subjects)
    source, any_of_all = session.source(keys[0].region), keys[0]._replace(id="")
    await read_some(session.gateway, session.store, source, Kind.INSTANCE_PROFILES, (any_of_all,))
    found = session.store.inventory.table(Kind.INSTANCE_PROFILES).items()
    there = [(key.id, one.role) for key, one in found if key[:2] == keys[0][:2]]
    if not there:
        return await _typed(screen, entry, subjects)
    choices = [(arn, f"role {role}" if role else "holds no role") for arn, role in sorted(there, key=_name)]
    labels = {arn: _name((arn, "")) for arn, _ in choices} | {"": "none"}
    picker = Picker(
        subjects.title(entry.words),
        [*choices, ("", "detach the role that it has")],
        sorted(now) if len(now) == 1 else (),
        labels=labels,
    )
    chosen = await screen.app.push_screen_wait(picker)
    return chosen[0] if chosen else None


def _name(profile: tuple[str, str]) -> str:
    return profile[0].rsplit("/", 1)[-1]


async def _volumes(screen: "MainScreen", entry: Request, subjects: Subjects) -> str | None:
    """Which volumes of one instance, each with what happens to it now; of several it is typed."""
    items = subjects.items
    devices = items[0].block_devices if len(items) == 1 and items[0] is not None else ()
    if not devices:
        return await _typed(screen, entry, subjects)
    now = {True: "deleted on termination now", False: "kept on termination now"}
    choices = [(one.volume_id, f"{one.device}  {now[one.delete_on_termination]}") for one in devices]
    changing = [one.volume_id for one in devices if one.delete_on_termination is (entry.id == KEEP)]
    picker = Picker(subjects.title(entry.words), choices, changing, many=True)
    chosen = await screen.app.push_screen_wait(picker)
    return " ".join(chosen) if chosen else None


KEEP = "instance.keep_volumes"

_ANSWERS = {
    "instance.resize": _type,
    "instance.role": _role,
    KEEP: _volumes,
    "instance.delete_volumes": _volumes,
    "instance.copy_alarm": alarm_to_copy,
    "alarm.test": state_to_try,
}
"""How an answer is asked for where it is not just typed, by request."""
