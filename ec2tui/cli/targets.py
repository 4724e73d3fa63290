"""From the TARGETs of a command line to what they name: each means exactly one, or the verb ends."""

from collections.abc import Sequence
from typing import Any

from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure, usage
from ec2tui.cli.reading import report
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.text import clean
from ec2tui.services.session import Session
from ec2tui.services.target import Targets, find_all

NOUNS = {
    Kind.INSTANCES: "instance",
    Kind.VOLUMES: "volume",
    Kind.SNAPSHOTS: "snapshot",
    Kind.OWN_IMAGES: "image",
}
"""What one item of each kind is called."""


async def the_ones(session: Session, targets: Sequence[str]) -> tuple[Instance, ...]:
    """The instances that targets mean, each once, in their order; a failure names the first that fails."""
    return await the_items(session, targets, Kind.INSTANCES)


async def the_one(session: Session, target: str) -> Instance:
    """The instance that a target means."""
    return (await the_ones(session, (target,)))[0]


async def the_items(session: Session, targets: Sequence[str], kind: Kind) -> tuple[Any, ...]:
    """The items of a kind that targets mean, each once, in order; a failure names the first that fails."""
    found = await find_all(session, targets, kind)
    ones = [_one(session, target, matches, NOUNS[kind]) for target, matches in found.items()]
    return tuple({one.key: one for one in ones}.values())


def _one(session: Session, target: str, targets: Targets, noun: str) -> Any:
    """The only match; a failure that lists several, or tells none from not fully looked."""
    matches, shown = targets.matches, clean(target)
    unread = report(targets.gaps)
    if len(matches) > 1:
        listed = "\n".join(_listed(one) for one in matches)
        raise usage(f"{shown!r} means {len(matches)} {noun}s; name one by its id:\n{listed}")
    if matches:
        # Something else of that name may stand where nothing could be read; an id is the only one anywhere.
        if unread and target != matches[0].key.id:
            raise Failure(
                unread, f"{shown!r} may mean another {noun} too; found: {matches[0].key.id}, name that"
            )
        return matches[0]
    if unread:
        raise Failure(unread, f"{shown!r} was not found, but not every region could be read; try again")
    places = ", ".join(session.regions)
    raise Failure(ExitCode.FINDINGS, f"no {noun} {shown!r} in {places}; look elsewhere with --region all")


def _listed(item: Any) -> str:
    name = clean(dict(item.tags).get("Name", "")) or "-"
    return f"  {item.key.id}  {item.key.region}  {item.state}  {name}"
