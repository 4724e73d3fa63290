"""`ec2tui keys remember` and `keys forget`: a passphrase kept in the keyring; AWS is not asked."""

import asyncio

from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure, usage
from ec2tui.core.views.text import clean
from ec2tui.services.passphrases import AskToKeep
from ec2tui.services.ports import AskSecret
from ec2tui.services.ports_keys import KeyFile


def run(context: Context) -> ExitCode:
    """Keeps a passphrase, or takes it out again."""
    return asyncio.run(_remember(context) if context.options.verb == "keys remember" else _forget(context))


class _Ask(AskToKeep):
    """Asks on the terminal; what is said is to be kept."""

    keep = True

    def __init__(self, ask: AskSecret) -> None:
        self._ask = ask
        self.problem: str | None = None

    async def __call__(self, question: str) -> str | None:
        return await self._ask(question)

    def told(self, problem: str) -> None:
        self.problem = problem


async def _remember(context: Context) -> ExitCode:
    """Asks for the passphrase, and keeps it only when it opens the file."""
    path = context.options.file
    if reason := await context.passphrases().lacking():
        raise usage(f"the passphrase cannot be kept: {reason}; it is asked for each time")
    ask = _Ask(context.ask)
    opened = await context.keys().open(path, ask)
    if isinstance(opened, KeyFile):
        raise usage(f"{clean(path)}: {clean(opened.problem)}")
    if ask.problem:
        raise Failure(ExitCode.FAILED, f"the passphrase of {clean(path)} is not kept: {ask.problem}")
    locked = (await context.keys().inspect(path)).locked
    if ask.problem is None:
        say(f"{clean(path)}: {'its passphrase is kept already' if locked else 'it has no passphrase'}")
    else:
        say(f"the passphrase of {clean(path)} is kept in the keyring; `keys forget` takes it out")
    return ExitCode.DONE


async def _forget(context: Context) -> ExitCode:
    path = context.options.file
    done = await context.passphrases().forget(path)
    if isinstance(done, str):
        raise Failure(ExitCode.FAILED, f"the keyring cannot be asked: {done}")
    say(f"{clean(path)}: {'its passphrase is forgotten' if done else 'no passphrase of it was kept'}")
    return ExitCode.DONE
