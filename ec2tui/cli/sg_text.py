"""`ec2tui sg edit`, `sg plan` and `sg apply`: a group as a text, and the plan of what differs."""

import asyncio
import sys
from pathlib import Path

from ec2tui.cli import results
from ec2tui.cli.carrying_out import carry_out, changing_context
from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure, usage
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.cli.sg_groups import must_be_read, the_group
from ec2tui.cli.sg_lines import coming_from, held, my_ip, read_names
from ec2tui.core.changes.plan import Step
from ec2tui.core.changes.security_group_plans import difference
from ec2tui.core.changes.security_group_rules import rules_in
from ec2tui.core.grammar.group_text import Header, WrongLine, format_group, header_of
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.group_text import Left, Read, StillWrong, edited, gives_ends, specs_of, understood
from ec2tui.services.groups import read_group
from ec2tui.services.review import review
from ec2tui.services.rule_lines import pointed
from ec2tui.services.session import Session


def run(context: Context) -> ExitCode:
    """Edits or applies a text; the exit status tells the worst that came of it."""
    return asyncio.run(_edit(context) if context.options.verb == "sg edit" else _file(context))


async def _file(context: Context) -> ExitCode:
    options = context.options
    text = _read_file(options.file)
    header = header_of(text)
    if not header.group_id:
        raise usage(f"{options.file}: the header names no group; `ec2tui sg export GROUP` writes one")
    if options.verb == "sg plan":
        options.dry_run = True
    async with connected(context) as session:
        changing = await changing_context(context, session)
        group = await _group_of(session, header)
        must_be_read(await read_group(session, group.key))
        read = await _meaning(context, session, group, text)
        if read.wrong:
            raise usage("\n".join(_told(options.file, line) for line in read.wrong))
        return await _carry_out(context, session, changing, group, read)


async def _group_of(session: Session, header: Header) -> SecurityGroup:
    """The group that a header names; a failure when the session looks at another account or region."""
    await session.identify()
    if header.region and header.region not in session.regions:
        raise usage(f"the file is about a group of {header.region}: use --region {header.region}")
    if header.account and session.account and header.account != session.account:
        raise usage(f"the file is about a group of account {header.account}, not of {session.account}")
    return await the_group(session, header.group_id)


async def _edit(context: Context) -> ExitCode:
    if context.edit is None:
        raise usage("sg edit needs a terminal; `sg export`, `sg plan` and `sg apply` need none")
    async with connected(context) as session:
        changing = await changing_context(context, session)
        group = await the_group(session, context.options.group)
        must_be_read(await read_group(session, group.key))
        original = format_group(group, rules_in(session.store.inventory, group.key))
        read = await _edited(context, session, group, original)
        if read is None:
            say("nothing was changed")
            if context.options.output == "json":
                context.output.document(results.NOTHING_DONE)
            return ExitCode.DONE
        return await _carry_out(context, session, changing, group, read)


async def _edited(context: Context, session: Session, group: SecurityGroup, original: str) -> Read | None:
    """What the edited text means; None when nothing differs. A bad line is shown to the user again."""
    assert context.edit is not None
    found = await edited(original, context.edit, lambda text: _meaning(context, session, group, text))
    if isinstance(found, StillWrong):
        raise usage("\n".join(_told("the text", one) for one in found.wrong))
    if isinstance(found, Read):
        return found
    if found is Left.UNCHANGED:
        return None
    raise Failure(ExitCode.FAILED if found is Left.FAILED else ExitCode.REFUSED, found.value)


async def _meaning(context: Context, session: Session, group: SecurityGroup, text: str) -> Read:
    """The text read against the rules of the group, its names looked up."""
    rules = _rules(session, group)
    specs = specs_of(text, rules)
    address = await my_ip(context, specs)
    await read_names(session, group, specs)
    read = understood(text, group, rules, session.store.inventory, address, int(context.clock.now()))
    for note in read.notes:
        say(note)
    return read


def _rules(session: Session, group: SecurityGroup) -> dict[str, SecurityGroupRule]:
    return {rule.key.id: rule for rule in rules_in(session.store.inventory, group.key)}


async def _carry_out(
    context: Context, session: Session, changing: ChangeContext, group: SecurityGroup, read: Read
) -> ExitCode:
    inventory = session.store.inventory
    ends = gives_ends(read.wanted, _rules(session, group))
    boxing = (await held(context, changing, group.key.region, ends)).boxing
    steps: tuple[Step, ...] = difference(group.key, read.wanted, inventory, boxing)
    with recording():
        made = await review(coming_from(context, changing), steps, context.options.reason)
        return await carry_out(context, changing, made)


def _told(file: str, line: WrongLine) -> str:
    return f"{file}: line {line.number}: {pointed(line.text, line.mistake)}"


def _read_file(name: str) -> str:
    """The text of a file, or of standard input for `-`."""
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise usage(f"cannot read {name}: {error}") from error
