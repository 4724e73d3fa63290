"""`ec2tui volumes snapshot`, `images share` and every other change of volumes, snapshots and images."""

import argparse
import asyncio
from collections.abc import Sequence

from ec2tui.cli.carrying_out import carry_out, changing_context
from ec2tui.cli.change import changes_of, tag_answers
from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import usage
from ec2tui.cli.new_tags import with_new_tags
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.cli.targets import the_items, the_one
from ec2tui.core.changes.image_requests import CREATE, KEEP, REBOOT, dated
from ec2tui.core.changes.request import Request
from ec2tui.core.changes.requests import REQUESTS_OF
from ec2tui.core.changes.storage_requests import FORCE
from ec2tui.core.model.kind import Kind
from ec2tui.services.review import review
from ec2tui.services.session import Session

KINDS = {"volumes": Kind.VOLUMES, "snapshots": Kind.SNAPSHOTS, "images": Kind.OWN_IMAGES}
"""What each verb is about; a snapshot is created of a volume, an image of an instance."""


def entry_of(verb: str) -> tuple[Request, Kind]:
    """The request that a verb such as `volumes snapshot` stands for, and the kind of its targets."""
    noun, _, word = verb.partition(" ")
    if verb == "snapshots create":
        noun, word = "volumes", "snapshot"
    if verb == "images create":
        return CREATE, Kind.INSTANCES
    kind = KINDS[noun]
    return next(entry for entry in REQUESTS_OF[kind] if entry.verb == word), kind


def run(context: Context) -> ExitCode:
    """Carries out a request for all its targets; the exit status tells the worst that came of it."""
    entry, kind = entry_of(context.options.verb)
    texts = answers(context.options)
    if entry.id == "image.deprecate":
        texts = tuple(dated(text, context.clock.now()) for text in texts)
    return asyncio.run(_change(context, entry, kind, texts))


async def _change(context: Context, entry: Request, kind: Kind, texts: Sequence[str]) -> ExitCode:
    async with connected(context) as session:
        changing = await changing_context(context, session)
        items = await the_items(session, context.options.items, kind)
        texts = await _with_instance(session, entry, context.options, texts)
        wanted = await changes_of(changing, entry, [one.key for one in items], texts)
        wanted = with_new_tags(context.options, wanted)
        with recording():
            made = await review(changing, wanted, context.options.reason)
            return await carry_out(context, changing, made)


async def _with_instance(
    session: Session, entry: Request, options: argparse.Namespace, texts: Sequence[str]
) -> Sequence[str]:
    """The answer with the id of the instance that an option names."""
    if entry.id not in ("volume.attach", "volume.detach") or not options.instance:
        return texts
    instance = await the_one(session, options.instance)
    return tuple(f"{instance.id} {text}".strip() for text in texts)


def answers(options: argparse.Namespace) -> tuple[str, ...]:
    """What the options answer to a request's question: one text for each time it is built."""
    verb = options.verb
    word = verb.partition(" ")[2]
    if word == "tag":
        return tag_answers(verb, options.set, options.remove)
    if word == "modify":
        return (_figures(options),)
    if word == "attach":
        if len(options.items) > 1:
            raise usage("volumes attach: one volume at a time, since each needs its own device")
        return (options.device,)
    if word == "detach":
        return (FORCE if options.force else "",)
    if word == "copy":
        words = (("region", options.to), ("kms", options.kms_key))
        return (" ".join(f"{name}={value}" for name, value in words if value),)
    if verb == "images create":
        if len(options.items) > 1:
            raise usage("images create: one instance at a time, since each image needs its own name")
        if options.name.split()[-1:] == [REBOOT]:
            raise usage(f"images create: a name does not end with the word {REBOOT}; --reboot reboots")
        if ":" in options.name:
            raise usage("images create: AWS allows no colon in an image's name")
        told = f": {options.description}" if options.description else ""
        return ((f"{options.name} {REBOOT}" if options.reboot else options.name) + told,)
    if word == "deprecate":
        return (options.at,)
    if word == "deregister":
        return (KEEP if options.keep_snapshots else "",)
    if word in ("share", "unshare"):
        return (" ".join(options.accounts),)
    return (getattr(options, "description", ""),)


def _figures(options: argparse.Namespace) -> str:
    wanted = {name: getattr(options, name) for name in ("size", "type", "iops", "throughput")}
    set_ = {name: value for name, value in wanted.items() if value is not None}
    if not set_:
        raise usage("volumes modify: nothing to do; say --size, --type, --iops or --throughput")
    return " ".join(f"{name}={value}" for name, value in set_.items())
