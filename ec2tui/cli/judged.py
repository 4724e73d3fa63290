"""Findings of instances for verbs that list them: read and judged before the list, where it asks for them."""

import asyncio

from ec2tui.cli.context import Context
from ec2tui.core.config.checks import settings_of
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.posture.catalog import CHECKS
from ec2tui.services.listing import Gap
from ec2tui.services.posture.asked import made
from ec2tui.services.posture.board import PostureBoard
from ec2tui.services.posture.reads import PostureReads
from ec2tui.services.posture.run import Posture
from ec2tui.services.session import Session


async def judge_instances(context: Context, session: Session) -> list[Gap]:
    """Puts what the checks find about instances into the store; what could not be read."""
    settings, policy = context.settings, context.changing().policy
    off = frozenset(settings.checks.off)
    of_instances = (c for c in CHECKS if Kind.INSTANCES in (c.kind, *c.also) and c.id not in off)
    checks, _ = made(of_instances, settings.checks.deep)
    wanted = [check.id for check in checks]
    apart = _apart(session)
    apart.store.judge_images_by(policy.images)
    posture = Posture(settings_of(policy, settings.checks), wanted, settings.accept)
    reads = PostureReads(apart, posture.reads, settings.checks.deep)
    await reads.read()
    session.identity = apart.identity
    await asyncio.to_thread(posture.judge_at_once, apart.store.inventory, context.clock.now())
    PostureBoard(session, wanted).take(posture, posture.resources)
    return reads.gaps


def _apart(session: Session) -> Session:
    """The same connection with a store of its own: a listing tells what it has not seen before."""
    other = Session(session.connector, session.clock, session.scope)
    other.gateway, other.regions, other.identity = session.gateway, session.regions, session.identity
    return other
