"""From the GROUPs and RULE-IDs of a command line to what they name: each means exactly one, or it ends."""

from collections.abc import Iterable, Sequence

from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure, usage
from ec2tui.cli.problems import problem_line
from ec2tui.cli.reading import report
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.views.text import clean
from ec2tui.services.groups import find_groups, find_rules
from ec2tui.services.listing import Gap
from ec2tui.services.session import Session


async def the_group(session: Session, target: str) -> SecurityGroup:
    """The group that a target means: its id or its exact name; a failure that lists several."""
    if session.identity is None:
        await session.identify()
    found = await find_groups(session, target)
    shown, unread = clean(target), report(found.gaps)
    if len(found.matches) > 1:
        listed = "\n".join(
            f"  {g.key.id}  {g.key.region}  {g.vpc_id or '-'}  {clean(g.name)}" for g in found.matches
        )
        raise usage(f"{shown!r} means {len(found.matches)} groups; name one by its id:\n{listed}")
    if found.matches:
        one = found.matches[0]
        if unread and target != one.key.id:
            raise Failure(unread, f"{shown!r} may mean another group too; found: {one.key.id}, name that")
        return one
    if unread:
        raise Failure(unread, f"{shown!r} was not found, but not every region could be read; try again")
    places = ", ".join(session.regions)
    raise Failure(ExitCode.FINDINGS, f"no group {shown!r} in {places}; look elsewhere with --region all")


async def the_rules(session: Session, ids: Sequence[str]) -> tuple[SecurityGroupRule, ...]:
    """The rules with these ids, each once, in their order; a failure names the first that is not there."""
    if session.identity is None:
        await session.identify()
    for wanted in ids:
        if not wanted.startswith("sgr-"):
            raise usage(f"{clean(wanted)!r} is no id of a rule (sgr-…); `ec2tui sg show GROUP` lists them")
    found, gaps = await find_rules(session, tuple(dict.fromkeys(ids)))
    unread = report(gaps)
    for wanted in ids:
        if wanted not in found:
            places = ", ".join(session.regions)
            if unread:
                raise Failure(unread, f"{clean(wanted)!r} was not found, but not everything could be read")
            raise Failure(ExitCode.FINDINGS, f"no rule {clean(wanted)!r} in {places}")
    return tuple(found[wanted] for wanted in dict.fromkeys(ids))


def must_be_read(gaps: Iterable[Gap]) -> None:
    """A failure when groups or rules could not be read; a schedule that is not known is only told."""
    gaps = list(gaps)
    code = report(gaps)
    grave = [gap.problem for gap in gaps if gap.kind is not Kind.SCHEDULES]
    if grave:
        raise Failure(code, _not_read(grave[0]))


def _not_read(problem: Problem) -> str:
    return f"nothing was done, since not everything could be read: {problem_line(problem)}"
