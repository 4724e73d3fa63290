"""`ec2tui doctor`: what is wrong with this set-up, and how to mend it; exits 1 when a check fails."""

import asyncio
from collections.abc import AsyncIterator

from ec2tui.cli import health
from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.health import Check, Grade
from ec2tui.core.model.identity import Identity
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.views.text import Align
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.services.ports import Read
from ec2tui.services.session import Scope, Session

_TONES = {Grade.OK: Tone.GOOD, Grade.WARN: Tone.WARN, Grade.FAIL: Tone.BAD, Grade.UNKNOWN: Tone.DIM}
_SSM_DOCS = "install the Session Manager plugin from AWS"
PATIENCE = 30.0
"""Seconds that AWS gets for one answer."""


def run(context: Context) -> ExitCode:
    """Checks everything and prints each check; the exit status is FINDINGS when one fails."""
    checks = asyncio.run(_all(context))
    output = context.output
    if context.options.output == "json":
        output.document(checks)
    else:
        rows = [[Cell(one.status, _TONES[one.status]), Cell(one.check), Cell(_words(one))] for one in checks]
        output.table(["Status", "Check", "Detail"], [Align.LEFT] * 3, rows)
    return ExitCode.FINDINGS if any(c.status is Grade.FAIL for c in checks) else ExitCode.DONE


def _words(check: Check) -> str:
    return f"{check.detail}; {check.mend}" if check.mend else check.detail


async def _all(context: Context) -> list[Check]:
    machine, settings = context.machine, context.settings
    terminal = machine.terminal()
    checks = [
        health.python(machine.python()),
        health.colors(terminal),
        health.size(terminal),
        health.characters(terminal),
        health.configuration(settings.file, settings.file_found, context.config_mistake),
    ]
    checks += [health.place(*each) for each in context.places()]
    checks += [check async for check in _aws(context)]
    ssh = await machine.tool_version(("ssh", "-V"))
    plugin = await machine.tool_version(("session-manager-plugin", "--version"))
    return [
        *checks,
        health.tool("ssh", ssh, "ssh and tunnels", "install the OpenSSH client"),
        health.tool("session-manager-plugin", plugin, "connections over Session Manager", _SSM_DOCS),
        health.keyring(await machine.keyring()),
    ]


async def _aws(context: Context) -> AsyncIterator[Check]:
    """The checks of the way to AWS, each as far as those before it allow."""
    settings = context.settings
    scope = Scope(settings.profile, settings.regions, settings.read_only)
    session = Session(context.connector(), context.clock, scope)
    try:
        async with asyncio.timeout(PATIENCE):
            problem = await session.connect(context.ask)
        if session.gateway is None:
            assert problem is not None
            yield health.failed("credentials", problem)
        elif problem is not None:
            yield health.failed("regions", problem)
        else:
            yield health.regions(session.regions, await session.gateway.regions())
        async for check in _endpoint(context, session):
            yield check
        async for check in _account(context, session):
            yield check
    except TimeoutError:
        yield Check("credentials", Grade.FAIL, f"not found within {PATIENCE:g} s", "sign in again")
    finally:
        await session.aclose()


async def _endpoint(context: Context, session: Session) -> AsyncIterator[Check]:
    region = next(iter(session.regions or context.settings.regions), "")
    url = await _url(context, session, region)
    if not url:
        yield Check("endpoint", Grade.UNKNOWN, "no region to ask", "start with --region NAME")
        return
    answer = await context.machine.head(url)
    yield health.endpoint(url, answer)
    yield health.clock_skew(answer, context.clock.now())


async def _url(context: Context, session: Session, region: str) -> str:
    """Where EC2's calls go: as the client has it, else as configured, else AWS's own."""
    if session.gateway is not None and region and region != "all":
        return await session.gateway.endpoint(region)
    named = context.settings.endpoint_url or session.connector.endpoint_of(session.scope.profile)
    return named or (endpoint_of(region) if region and region != "all" else "")


async def _account(context: Context, session: Session) -> AsyncIterator[Check]:
    gateway = session.gateway
    if gateway is None:
        return
    answer: Identity | Problem = await gateway.identify()
    if isinstance(answer, Identity):
        yield health.credentials(answer, context.clock.now())
    yield health.identified(answer)
    for source in session.sources()[:1]:
        async for page in gateway.stream(Read(Kind.INSTANCES, source)):
            if isinstance(page, Problem):
                yield health.failed("instances", page)
            else:
                yield Check("instances", Grade.OK, f"readable in {source.region}")
            return
        yield Check("instances", Grade.OK, f"readable in {source.region} (there are none)")


def endpoint_of(region: str) -> str:
    """EC2's public address in a region (AWS General Reference, EC2 endpoints)."""
    return f"https://ec2.{region}.amazonaws.com" + (".cn" if region.startswith("cn-") else "")
