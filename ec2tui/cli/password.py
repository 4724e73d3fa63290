"""`ec2tui password`: the first password of a Windows instance, with a newline and nothing else."""

import asyncio

from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode, exit_code_of
from ec2tui.cli.failure import Failure
from ec2tui.cli.problems import problem_line
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.cli.targets import the_one
from ec2tui.core.views.text import clean
from ec2tui.services.password import Password, read_password
from ec2tui.services.password_key import Lack, NoPassword

CODES = {
    Lack.NOT_WINDOWS: ExitCode.USAGE,
    Lack.NO_PAIR: ExitCode.FINDINGS,
    Lack.ED25519: ExitCode.FINDINGS,
    Lack.NEVER: ExitCode.FINDINGS,
    Lack.NOT_READY: ExitCode.FAILED,
    Lack.DAMAGED: ExitCode.FAILED,
}
"""The exit status of each lack that is not about the key: that is the user's to name (2)."""


def run(context: Context) -> ExitCode:
    """Writes the password; a failure that says why there is none."""
    return asyncio.run(_password(context))


async def _password(context: Context) -> ExitCode:
    async with connected(context) as session:
        instance = await the_one(session, context.options.target)
        await session.identify()
        with recording():
            log = context.changing().log
            path = context.options.key or ""
            found = await read_password(session, context.keys(), log, instance, context.ask, path)
        if isinstance(found, NoPassword):
            raise _failure(found)
        _write(context, found)
    return ExitCode.DONE


def _write(context: Context, found: Password) -> None:
    """Warnings are told always, what is true of every password only to a person."""
    for note in found.notes if context.output.tty else found.warnings:
        say(clean(note, limit=500))
    try:
        context.output.line(found.secret.reveal())
    finally:
        found.secret.wipe()


def _failure(lack: NoPassword) -> Failure:
    message = clean(lack.message, limit=500)
    if lack.problem is not None:
        return Failure(exit_code_of(lack.problem), f"{message}: {problem_line(lack.problem)}")
    return Failure(CODES.get(lack.lack, ExitCode.USAGE), message)
