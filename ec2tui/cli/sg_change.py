"""`ec2tui sg allow`, `revoke`, `describe`, `extend`, `copy`, `create`, `delete`: plan, print, ask, send."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from ec2tui.cli.carrying_out import carry_out, changing_context
from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import usage
from ec2tui.cli.new_tags import with_new_tags
from ec2tui.cli.reading import connected, report
from ec2tui.cli.recorded import recording
from ec2tui.cli.sg_groups import must_be_read, the_group, the_rules
from ec2tui.cli.sg_lines import (
    coming_from,
    held,
    in_time,
    line_of,
    my_ip,
    read_line,
    read_names,
    refused,
)
from ec2tui.core.changes.change import Change, Ref, Unready
from ec2tui.core.changes.isolation_group import NEW, CreateSecurityGroup, DeleteSecurityGroup, closed
from ec2tui.core.changes.plan import Step, shifted
from ec2tui.core.changes.security_group_edits import DescribeRule
from ec2tui.core.changes.security_group_plans import allow, copy_rules
from ec2tui.core.changes.security_group_rules import rules_in
from ec2tui.core.changes.time_box import end_of, ended, lasting, retimed
from ec2tui.core.grammar.line import parse
from ec2tui.core.grammar.mistake import Mistake
from ec2tui.core.grammar.resolve import Unresolved
from ec2tui.core.grammar.words import quoted
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.groups import read_group, read_kinds
from ec2tui.services.review import review
from ec2tui.services.rule_lines import pointed, resolved
from ec2tui.services.session import Session

Wanted = Sequence[Change | Step]
Build = Callable[[Context, Session, ChangeContext], Awaitable[Wanted | Unready]]


def run(context: Context) -> ExitCode:
    """Carries out the verb; the exit status tells the worst that came of it."""
    return asyncio.run(_change(context, _BUILDS[context.options.verb]))


async def _change(context: Context, build: Build) -> ExitCode:
    async with connected(context) as session:
        changing = await changing_context(context, session)
        wanted = await build(context, session, changing)
        if isinstance(wanted, Unready):
            raise refused(wanted.reason)
        with recording():
            wanted = with_new_tags(context.options, wanted)
            made = await review(coming_from(context, changing), wanted, context.options.reason)
            return await carry_out(context, changing, made)


async def _allow(context: Context, session: Session, changing: ChangeContext) -> Wanted | Unready:
    options = context.options
    spec = line_of(options.line, options.description, options.span, options.until)
    address = await my_ip(context, [spec])
    group = await the_group(session, options.group)
    must_be_read(await read_group(session, group.key))
    await read_names(session, group, [spec])
    now = int(context.clock.now())
    found = resolved(session.store.inventory, group, spec, address, now)
    if isinstance(found, Unresolved):
        raise usage(found.reason)
    in_time(found, now)
    boxing = (await held(context, changing, group.key.region, found.until is not None)).boxing
    return allow(group.key, found, session.store.inventory, boxing)


async def _revoke(context: Context, session: Session, _changing: ChangeContext) -> Wanted:
    rules = await the_rules(session, context.options.rules)
    steps: list[Step] = []
    for rule in rules:
        steps += [shifted(step, len(steps)) for step in ended(rule, session.store.inventory)]
    return steps


async def _describe(context: Context, session: Session, _changing: ChangeContext) -> Wanted:
    (rule,) = await the_rules(session, [context.options.rule])
    text = " ".join(context.options.text)
    if text:
        # The grammar knows what AWS takes in a description; the rest of the line is only there to carry it.
        line = f"all from 0.0.0.0/0 {quoted(text)}"
        found = parse(line)
        if isinstance(found, Mistake):
            raise usage(pointed(line, found))
    return (DescribeRule(rule.key, rule.group_id, rule.egress, text or None),)


async def _extend(context: Context, session: Session, changing: ChangeContext) -> Wanted:
    options = context.options
    end = f"for {options.span}" if options.span else f"until {options.until}"
    spec = read_line(f"all from 0.0.0.0/0 {end}").spec
    (rule,) = await the_rules(session, [options.rule])
    if end_of(rule) is None:
        raise refused(f"{rule.key.id} has no end to move; `ec2tui sg edit {rule.group_id}` gives it one")
    now = int(context.clock.now())
    until = lasting(spec, now)
    in_time(until, now)
    boxing = (await held(context, changing, rule.key.region, True)).boxing
    return retimed(rule, until.until, session.store.inventory, boxing)


async def _copy(context: Context, session: Session, changing: ChangeContext) -> Wanted | Unready:
    source = await the_group(session, context.options.source)
    target = await the_group(session, context.options.group)
    if source.key[:2] != target.key[:2]:
        raise usage("rules are copied within one region; use `sg export` and `sg apply` for another")
    for group in (source, target):
        must_be_read(await read_group(session, group.key))
    table = session.store.inventory
    ends = any(end_of(rule) is not None for rule in rules_in(table, source.key))
    boxing = (await held(context, changing, target.key.region, ends)).boxing
    return copy_rules(source, target, table, boxing)


async def _create(context: Context, session: Session, _changing: ChangeContext) -> Wanted:
    options = context.options
    if len(session.regions) != 1:
        raise usage("sg create: say in which region with --region")
    key = Key(session.account, session.regions[0], NEW)
    create = CreateSecurityGroup(key, options.name, options.vpc, options.description)
    if not options.closed:
        return (create,)
    must_be_read(await read_kinds(session, session.sources(), (Kind.VPCS,)))
    return (Step(create), Step(closed(create, Ref(0, "GroupId"), session.store.inventory), (0,)))


async def _delete(context: Context, session: Session, _changing: ChangeContext) -> Wanted:
    group = await the_group(session, context.options.group)
    report(await read_group(session, group.key))
    return (DeleteSecurityGroup(group.key),)


_BUILDS: dict[str, Build] = {
    "sg allow": _allow,
    "sg revoke": _revoke,
    "sg describe": _describe,
    "sg extend": _extend,
    "sg copy": _copy,
    "sg create": _create,
    "sg delete": _delete,
}
