"""Lines of rules on the command line: parsed, with their names read and `my-ip` filled in."""

from collections.abc import Sequence
from dataclasses import replace

from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure, usage
from ec2tui.cli.sg_groups import must_be_read
from ec2tui.core.changes.time_box import Boxing
from ec2tui.core.grammar.line import Parsed, parse
from ec2tui.core.grammar.resolve import HOW_MY_IP, Unresolved, address_peer
from ec2tui.core.grammar.spec import RuleSpec
from ec2tui.core.grammar.words import quoted
from ec2tui.core.model.origin import Origin
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.services import rule_lines
from ec2tui.services.boxing import Held, boxing_of
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.session import Session


def said(words: Sequence[str]) -> str:
    """The line that words of a command line make; what the shell took the quotes from gets them again."""
    if len(words) == 1:
        return words[0]
    return " ".join(quoted(word) if not word or any(c.isspace() for c in word) else word for word in words)


def line_of(words: Sequence[str], description: str | None, span: str | None, until: str | None) -> RuleSpec:
    """What the words and options of `sg allow` say; a usage failure that points at the first mistake."""
    line = said(words)
    found = read_line(line)
    spec = found.spec
    more = ""
    if description is not None:
        if spec.description is not None:
            raise usage("the description is said twice: in the line, and by --description")
        more += f" {quoted(description)}"
    if span is not None or until is not None:
        if spec.lasts is not None or spec.until is not None:
            raise usage("the end is said twice: in the line, and by an option")
        more += f" for {span}" if span is not None else f" until {until}"
    for note in found.notes:
        say(note)
    return read_line(line + more).spec if more else spec


def read_line(line: str) -> Parsed:
    """The line parsed; a usage failure with a caret under the mistake."""
    found = parse(line)
    if isinstance(found, Parsed):
        return found
    raise usage(rule_lines.pointed(line, found))


async def read_names(session: Session, group: SecurityGroup, specs: Sequence[RuleSpec]) -> None:
    """Reads what the names of these specs may mean; a failure when that is not possible."""
    must_be_read(await rule_lines.read_names(session, group.key, specs))


async def my_ip(context: Context, specs: Sequence[RuleSpec]) -> str:
    """The address that `my-ip` stands for, where a line says it: an option, the configuration, or asked."""
    if not rule_lines.says_my_ip(specs):
        return ""
    address = context.options.my_ip or context.settings.security_groups.my_ip
    if not address and context.answer is not None:
        address = ((await context.answer("Your address as AWS sees it: ")) or "").strip()
    if not address:
        raise usage(f"my-ip is not known: {HOW_MY_IP}")
    found = address_peer(address)
    if isinstance(found, Unresolved):
        raise usage(found.reason)
    context.options.my_ip = address
    return address


def coming_from(context: Context, changing: ChangeContext) -> ChangeContext:
    """The context with the user's own address as it was said on this command line: it tells a lock-out."""
    address = context.options.my_ip
    if not address:
        return changing
    found = address_peer(address)
    if isinstance(found, Unresolved):
        raise usage(found.reason)
    return replace(changing, origin=Origin((address.strip(),), "--my-ip"))


async def held(context: Context, changing: ChangeContext, region: str, ends: bool) -> Held:
    """How ends of rules are held, told when that is weaker than it could be; not asked when none ends."""
    wanted = context.settings.security_groups
    if not ends:
        return Held(Boxing())
    found = await boxing_of(
        changing, region, context.options.reason, wanted.scheduler_role, wanted.dead_letter_queue
    )
    if found.weaker:
        say(
            f"no schedule holds the end, since {found.weaker}: only `ec2tui sweep` revokes the rule after it;"
            " see `ec2tui sg scheduler-role`"
        )
    return found


def in_time(spec: RuleSpec, now: int) -> None:
    """A usage failure for an end that is past already."""
    if spec.until is not None and spec.until <= now:
        raise usage("the end of the rule is past already")


def refused(reason: str) -> Failure:
    """The failure for what cannot be planned as it is."""
    return Failure(ExitCode.REFUSED, reason)
