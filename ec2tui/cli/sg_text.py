"""`ec2tui sg edit`, `sg plan` and `sg apply`: a group as a text, and the plan of what differs."""

import asyncio
import sys
from pathlib import Path
from typing import NamedTuple

from ec2tui.cli.carrying_out import carry_out, changing_context, recording
from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure, usage
from ec2tui.cli.reading import connected
from ec2tui.cli.sg_groups import must_be_read, the_group
from ec2tui.cli.sg_lines import coming_from, held, my_ip, pointed, read_names, resolved
from ec2tui.core.changes.plan import Step
from ec2tui.core.changes.security_group_plans import Wanted, difference
from ec2tui.core.changes.security_group_rules import rules_in
from ec2tui.core.grammar.group_text import Header, WrongLine, format_group, header_of, parse_group
from ec2tui.core.grammar.mistake import Mistake
from ec2tui.core.grammar.resolve import Unresolved
from ec2tui.core.grammar.spec import RuleSpec, spec_of
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.groups import read_group
from ec2tui.services.review import review
from ec2tui.services.session import Session

PAST = "the end of this rule is past already: give it a later one, or take the line out"

MARK = "#! "
"""How the lines begin that tell the editor's user what is wrong; they are taken out again."""


class Read(NamedTuple):
    """What a text means for a group: its rules as they are wanted, or the lines that say none."""

    wanted: tuple[Wanted, ...]
    wrong: tuple[WrongLine, ...]


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
                context.output.document(_EMPTY)
            return ExitCode.DONE
        return await _carry_out(context, session, changing, group, read)


_EMPTY = {"changes": [], "findings": [], "permissions": [], "commands": [], "level": "ok", "results": []}


async def _edited(context: Context, session: Session, group: SecurityGroup, original: str) -> Read | None:
    """What the edited text means; None when nothing differs. A bad line is shown to the user again."""
    assert context.edit is not None
    text, shown, line = original, original, 1
    while True:
        saved = await context.edit(shown, line)
        if saved is None:
            raise Failure(ExitCode.FAILED, "the editor failed, so nothing was done; see $VISUAL and $EDITOR")
        last, text = text, _unmarked(saved)
        if not text.strip():
            raise Failure(ExitCode.REFUSED, "the text is empty, so nothing was done")
        if _plain(text) == _plain(original):
            return None
        read = await _meaning(context, session, group, text)
        if not read.wrong:
            return read
        if shown != original and _plain(text) == _plain(last):
            raise usage("\n".join(_told("the text", one) for one in read.wrong))
        shown, line = _marked(text, read.wrong)


def _plain(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().split("\n")]


def _unmarked(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith(MARK.strip()))


def _marked(text: str, wrong: tuple[WrongLine, ...]) -> tuple[str, int]:
    """The text with what is wrong above each bad line, and where the first bad line then stands."""
    said = {one.number: pointed(one.text, one.mistake).split("\n") for one in wrong}
    lines: list[str] = []
    first = 0
    for number, line in enumerate(text.split("\n"), 1):
        if number in said:
            message, _, caret = said[number]
            # The caret stands under the line in a message, here above it.
            lines += [f"{MARK}{message}", f"{MARK}{caret.strip()} at character {wrong_at(wrong, number)}"]
            first = first or len(lines) + 1
        lines.append(line)
    return "\n".join(lines), first or 1


def wrong_at(wrong: tuple[WrongLine, ...], number: int) -> int:
    """The character (from 1) of the mistake of a line."""
    return next(one.mistake.position + 1 for one in wrong if one.number == number)


async def _meaning(context: Context, session: Session, group: SecurityGroup, text: str) -> Read:
    """The text read against the rules of the group, its names looked up."""
    rules = {rule.key.id: rule for rule in rules_in(session.store.inventory, group.key)}
    read = parse_group(text, rules)
    specs = [line.spec for line in read.lines]
    address = await my_ip(context, specs)
    await read_names(session, group, specs)
    now = int(context.clock.now())
    wanted: list[Wanted] = []
    wrong = list(read.wrong)
    there = {(spec.identity, spec.until) for spec in map(spec_of, rules.values())}
    raw = text.split("\n")
    for line in read.lines:
        found = resolved(session, group, line.spec, address, now)
        late = isinstance(found, RuleSpec) and found.until is not None and found.until <= now
        # A rule that is past its end and still there may stand in the text as it is: so an export says it.
        if isinstance(found, Unresolved) or (late and (found.identity, found.until) not in there):
            reason = found.reason if isinstance(found, Unresolved) else PAST
            shown = raw[line.number - 1]
            wrong.append(WrongLine(line.number, shown, Mistake(0, len(shown), reason)))
        else:
            wanted.append(Wanted(line.rule_id, found))
            for note in line.notes:
                say(f"line {line.number}: {note}")
    return Read(tuple(wanted), tuple(sorted(wrong)))


async def _carry_out(
    context: Context, session: Session, changing: ChangeContext, group: SecurityGroup, read: Read
) -> ExitCode:
    inventory = session.store.inventory
    known = {rule.key.id for rule in rules_in(inventory, group.key)}
    ends = any(one.spec.until is not None and one.rule_id not in known for one in read.wanted)
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
