"""`ec2tui keys import`, `keys create`, `keys delete`: reviewed like every change; private keys stay here."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from ec2tui.cli.carrying_out import carry_out, changing_context
from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure, usage
from ec2tui.cli.keys import read_pairs
from ec2tui.cli.new_tags import with_new_tags
from ec2tui.cli.reading import connected, report
from ec2tui.cli.recorded import recording
from ec2tui.core.access.key_files import MOST
from ec2tui.core.access.key_forms import TYPES, one_line, public_part
from ec2tui.core.changes.change import Change
from ec2tui.core.changes.key_pairs import DeleteKeyPair, ImportKeyPair
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.text import clean
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.review import review
from ec2tui.services.session import Session


def run(context: Context) -> ExitCode:
    """Carries out the verb; the exit status tells the worst that came of it."""
    verb = {"keys import": _import, "keys create": _create, "keys delete": _delete}[context.options.verb]

    async def go() -> ExitCode:
        async with connected(context) as session:
            changing = await changing_context(context, session)
            with recording():
                return await verb(context, session, changing)

    return asyncio.run(go())


async def _import(context: Context, session: Session, changing: ChangeContext) -> ExitCode:
    key = _new(context, session)
    public = await _public_of(context, context.options.file)
    return await _carry_out(context, changing, [ImportKeyPair(key, public)])


async def _create(context: Context, session: Session, changing: ChangeContext) -> ExitCode:
    """The private key is made and kept here, and only its public half goes to AWS."""
    key, options = _new(context, session), context.options
    made = await context.keys().make(options.out, options.type)
    if made.problem or made.forms is None:
        raise usage(f"{clean(made.path)}: {made.problem}")
    code = await _carry_out(context, changing, [ImportKeyPair(key, made.forms.public)])
    if options.dry_run or code in (ExitCode.REFUSED, ExitCode.DENIED):
        await context.keys().discard(made.path)
    elif code is ExitCode.DONE:
        say(f"the private key is in {clean(made.path)}, readable by you alone; there is no other copy")
    else:
        say(f"the private key stays in {clean(made.path)}; `ec2tui keys` tells whether AWS has its pair")
    return code


async def _delete(context: Context, session: Session, changing: ChangeContext) -> ExitCode:
    pairs, gaps = await read_pairs(session)
    unread = report(gap for gap in gaps if gap.kind is Kind.KEY_PAIRS)
    wanted = []
    for name in dict.fromkeys(context.options.items):
        places = [pair.key for pair in pairs if pair.name == name]
        if len(places) > 1:
            regions = ", ".join(key.region for key in places)
            raise usage(f"{clean(name)!r} is a key pair in {regions}; name one with --region")
        if unread:
            raise Failure(unread, f"{clean(name)!r} may be in a region that could not be read; try again")
        if not places:
            where = ", ".join(session.regions)
            raise Failure(ExitCode.FINDINGS, f"no key pair {clean(name)!r} in {where}")
        wanted.append(DeleteKeyPair(places[0]))
    return await _carry_out(context, changing, wanted)


async def _carry_out(context: Context, changing: ChangeContext, wanted: Sequence[Change]) -> ExitCode:
    tagged = with_new_tags(context.options, wanted)
    return await carry_out(context, changing, await review(changing, tagged, context.options.reason))


def _new(context: Context, session: Session) -> Key:
    """The key of the new pair, in the one region that is looked at."""
    name = context.options.name
    if not 0 < len(name) <= 255 or not name.isascii() or not name.isprintable() or name != name.strip():
        raise usage(f"{clean(name)!r} is no name for a key pair: up to 255 printable ASCII characters")
    if len(session.regions) != 1:
        raise usage(f"{context.options.verb}: a pair belongs to a region; name one with --region")
    return Key(session.account, session.regions[0], name)


async def _public_of(context: Context, path: str) -> str:
    """The public half in a file, which may be that of the private key too."""
    try:
        raw = await asyncio.to_thread(_start, path)
    except OSError as error:
        raise usage(f"{clean(path)}: it cannot be read: {error.strerror}") from error
    part = public_part(raw.decode("ascii", errors="replace").split("\n", 1)[0])
    if part is None:
        file = await context.keys().inspect(path)
        if file.problem or file.forms is None:
            why = file.problem or "it is locked; name its public half, the file that ends with .pub"
            raise usage(f"{clean(path)}: {clean(why)}")
        part = public_part(file.forms.public)
    if part is None or part[0] not in TYPES:
        raise usage(f"{clean(path)}: AWS takes RSA and ED25519 keys only")
    return one_line(part[1])


def _start(path: str) -> bytes:
    with Path(path).expanduser().open("rb") as file:
        return file.read(MOST)
