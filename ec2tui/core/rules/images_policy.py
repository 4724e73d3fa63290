"""`[guardrails.images]` checked, and a user's made no looser than the machine-wide one."""

from collections.abc import Iterator
from typing import Any

import msgspec

from ec2tui.core.model.image_policy import FACTS, SERVICE, ImagePolicy, Publisher

Refused = tuple[str, str, str]
"""What of the user's was refused: the setting below `images`, the machine's value, the user's."""

_LONGEST = 36500


def mistakes(policy: ImagePolicy) -> Iterator[tuple[str, str]]:
    """What cannot be used: the setting below `images`, and what is wrong with it."""
    for name in ("maximum_age", "maximum_behind"):
        days = getattr(policy, name)
        if days is not None and not 0 < days <= _LONGEST:
            yield name, f"a number of days is 1 to {_LONGEST}"
    for at, fact in enumerate(policy.require or ()):
        if fact not in FACTS:
            from difflib import get_close_matches  # every start reads a policy, and few have mistakes

            near = get_close_matches(fact, FACTS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"they are {', '.join(FACTS)}"
            yield f"require[{at}]", f"there is no fact {fact!r}; {hint}"
    yield from _no_accounts("owners", policy.owners or ())
    for name, publisher in policy.publishers.items():
        yield from _no_accounts(f"publishers.{name}.owners", publisher.owners)
        for at, parameter in enumerate(publisher.parameters):
            if not parameter.startswith(SERVICE):
                path = f"publishers.{name}.parameters[{at}]"
                yield path, f"a public parameter begins with {SERVICE}: anybody in the account writes others"


def _no_accounts(path: str, owners: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for at, owner in enumerate(owners):
        if not (len(owner) == 12 and owner.isascii() and owner.isdigit()):
            yield f"{path}[{at}]", f"{owner!r} is no account of 12 digits"


def tighten_images(
    machine: ImagePolicy, user: ImagePolicy
) -> tuple[ImagePolicy, tuple[str, ...], tuple[Refused, ...]]:
    """Both as one, the settings that the machine's decide, and what was refused.

    Days are the fewer, the stricter level counts, and required facts add up. A machine's list of own images,
    of owners or of publishers is closed: the user may name fewer.
    """
    merged: dict[str, Any] = {}
    decided: list[str] = []
    refused: list[Refused] = []
    for name, strictness in (
        ("maximum_age", lambda days: -days),
        ("maximum_behind", lambda days: -days),
        ("unvetted", ("confirm", "block").index),
        ("search", lambda on: not on),
        ("builtin", lambda on: not on),
    ):
        ours, theirs = getattr(machine, name), getattr(user, name)
        merged[name] = theirs if ours is None else ours
        if ours is None:
            continue
        if theirs is not None and strictness(theirs) > strictness(ours):
            merged[name] = theirs
            continue
        decided.append(name)
        if theirs is not None and theirs != ours:
            refused.append((name, _word(ours), _word(theirs)))
    if machine.require is not None:
        merged["require"] = tuple(dict.fromkeys((*machine.require, *user.required)))
        decided.append("require")
        if lost := [fact for fact in machine.require if fact not in user.required]:
            refused += (
                [] if user.require is None else [("require", _listed(machine.require), f"no {_listed(lost)}")]
            )
    for name in ("own", "owners"):
        _closed(name, machine, user, merged, decided, refused)
    _publishers(machine, user, merged, decided, refused)
    return msgspec.structs.replace(user, **merged), tuple(decided), tuple(refused)


def _closed(
    name: str,
    machine: ImagePolicy,
    user: ImagePolicy,
    merged: dict[str, Any],
    decided: list[str],
    refused: list[Refused],
) -> None:
    """A list of the machine's, of which the user may keep less."""
    ours, theirs = getattr(machine, name), getattr(user, name)
    if ours is None:
        return
    wanted = ours if theirs is None else theirs
    merged[name] = tuple(one for one in wanted if one in ours)
    decided.append(name)
    if extra := [one for one in wanted if one not in ours]:
        refused.append((name, _listed(ours), _listed(extra)))


def _publishers(
    machine: ImagePolicy,
    user: ImagePolicy,
    merged: dict[str, Any],
    decided: list[str],
    refused: list[Refused],
) -> None:
    """The machine's publishers are closed where it names any, or leaves out the built-in ones."""
    if not machine.publishers and machine.builtin is not False:
        return
    merged["publishers"] = dict(machine.publishers)
    decided.append("publishers")
    for name, publisher in user.publishers.items():
        if _within(publisher, machine.publishers.get(name, Publisher())):
            merged["publishers"][name] = publisher
        else:
            ours = _listed(tuple(machine.publishers)) if machine.publishers else "none"
            refused.append((f"publishers.{name}", ours, "a wider one"))


def _within(user: Publisher, machine: Publisher) -> bool:
    """Whether a publisher of the user's means no image that the machine's of that name does not."""
    narrower = not machine.names or (bool(user.names) and set(user.names) <= set(machine.names))
    fewer = set(user.owners) <= set(machine.owners) and set(user.parameters) <= set(machine.parameters)
    return narrower and fewer


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _listed(values: object) -> str:
    return ", ".join(values) if isinstance(values, tuple | list) else str(values)
