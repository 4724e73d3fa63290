"""`ec2tui stop`, `terminate`, `tag` and every other verb that changes instances: plan, print, ask, send."""

import argparse
import asyncio
from collections.abc import Sequence

from ec2tui.cli.carrying_out import carry_out, changing_context
from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode, exit_code_of
from ec2tui.cli.failure import Failure, usage
from ec2tui.cli.new_tags import with_new_tags
from ec2tui.cli.problems import problem_line
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.cli.targets import the_ones
from ec2tui.core.changes.change import Change, Unready
from ec2tui.core.changes.plan import Step
from ec2tui.core.changes.requests import REQUESTS, Request, build
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.text import clean
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.refresh import read_all
from ec2tui.services.request_facts import read_facts
from ec2tui.services.review import review
from ec2tui.services.session import Session

_BY_VERB = {entry.verb: entry for entry in REQUESTS if entry.verb}
_OF_VOLUMES = ("keep-volumes", "delete-volumes")
_OF_ADDRESSES = ("give-address", "take-address", "release-address")


def run(context: Context) -> ExitCode:
    """Carries out a request for all its targets; the exit status tells the worst that came of it."""
    entry = _BY_VERB[context.options.verb]
    return asyncio.run(_change(context, entry, answers(entry, context.options)))


async def _change(context: Context, entry: Request, texts: Sequence[str]) -> ExitCode:
    async with connected(context) as session:
        changing = await changing_context(context, session)
        keys = await _keys(context, changing, session, entry)
        wanted = await changes_of(changing, entry, keys, texts)
        wanted = with_new_tags(context.options, wanted)
        with recording():
            made = await review(changing, wanted, context.options.reason)
            return await carry_out(context, changing, made)


async def _keys(
    context: Context, changing: ChangeContext, session: Session, entry: Request
) -> tuple[Key, ...]:
    """The subjects: instances, or for `release-address` addresses by their ids too."""
    targets = context.options.targets
    own = [word for word in targets if entry.verb == "release-address" and word.startswith("eipalloc-")]
    rest = [word for word in targets if word not in own]
    instances = await the_ones(session, rest) if rest else ()
    if entry.verb in _OF_VOLUMES:
        _check_volumes(instances, context.options.volume)
    return (*(one.key for one in instances), *await _addresses(changing, session, own))


async def _addresses(changing: ChangeContext, session: Session, ids: Sequence[str]) -> tuple[Key, ...]:
    """The keys of Elastic IPs with these ids; a failure when one is not found or could not be looked for."""
    if not ids:
        return ()
    account, gateway, store = session.account or "", changing.gateway, session.store
    reads = (
        read_all(gateway, store, session.clock, source, Kind.ADDRESSES, account)
        for source in session.sources()
    )
    problems = [problem for problem in await asyncio.gather(*reads) if problem is not None]
    there = {key.id: key for key in store.inventory.table(Kind.ADDRESSES)}
    for wanted in ids:
        if wanted not in there and problems:
            raise Failure(
                exit_code_of(*problems), f"{clean(wanted)!r} not found; {problem_line(problems[0])}"
            )
        if wanted not in there:
            raise Failure(
                ExitCode.FINDINGS, f"no Elastic IP {clean(wanted)!r} in {', '.join(session.regions)}"
            )
    return tuple(there[wanted] for wanted in dict.fromkeys(ids))


def answers(entry: Request, options: argparse.Namespace) -> tuple[str, ...]:
    """What the options answer to a request's question: one text for each time it is built."""
    if entry.verb == "tag":
        return tag_answers("tag", options.set, options.remove)
    if entry.verb == "role":
        if not (options.profile_name or options.detach):
            raise usage("role: --profile-name is empty; --detach takes the role away")
        return (options.profile_name or "",)
    if entry.verb == "resize":
        return (options.type,)
    if entry.verb in _OF_VOLUMES:
        return (" ".join(options.volume),)
    if entry.verb in _OF_ADDRESSES:
        return (" ".join(options.address),)
    if entry.verb == "imds":
        return (_metadata(options),)
    return (options.reason if entry.verb == "quarantine" else "",)


def _metadata(options: argparse.Namespace) -> str:
    """The options that are set, as the request's words."""
    figures = {
        "tokens": options.tokens,
        "hop-limit": options.hop_limit,
        "service": options.service,
        "tags": options.tags,
    }
    words = [f"{name}={value}" for name, value in figures.items() if value is not None]
    if not words:
        raise usage("imds: nothing to do; say --tokens, --hop-limit, --service or --tags")
    return " ".join(words)


def tag_answers(verb: str, wanted: Sequence[str], unwanted: Sequence[str]) -> tuple[str, ...]:
    """`K=V` for every tag to set and `K` for every one to remove."""
    if not (wanted or unwanted):
        raise usage(f"{verb}: nothing to do; say --set KEY=VALUE or --remove KEY")
    for text in wanted:
        if not text.partition("=")[0] or "=" not in text:
            raise usage(f"{verb}: --set {text!r} is not KEY=VALUE")
    for text in unwanted:
        if not text or "=" in text:
            raise usage(f"{verb}: --remove {text!r} is not a KEY")
    names = [text.partition("=")[0] for text in wanted] + list(unwanted)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise usage(f"{verb}: {twice!r} is named twice")
    return (*wanted, *unwanted)


def _check_volumes(instances: Sequence[Instance], named: Sequence[str]) -> None:
    """A volume that no target has is a mistake, also where others are found."""
    there = {word for one in instances for d in one.block_devices for word in (d.volume_id, d.device)}
    for name in named:
        if name not in there:
            raise Failure(ExitCode.FINDINGS, f"no volume or device {name!r} on {len(instances)} target(s)")


async def changes_of(
    changing: ChangeContext, entry: Request, keys: Sequence[Key], texts: Sequence[str]
) -> list[Change | Step]:
    """The changes of a request; a failure says why it cannot be built."""
    problems = await read_facts(changing, entry, keys)
    wanted: list[Change | Step] = []
    for text in texts:
        built = build(entry, keys, changing.store.inventory, text)
        if isinstance(built, Unready):
            if problems:
                raise Failure(exit_code_of(*problems), f"{built.reason} {problem_line(problems[0])}")
            raise Failure(ExitCode.REFUSED, built.reason)
        wanted.extend(built)
    return wanted
