"""Runs a front end and turns every way it can end into an exit status and at most one line."""

import os
import sys
from collections.abc import Callable

from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure

LIMIT = 2000
"""The longest line of a message, in characters."""


def say(line: str) -> None:
    """Writes a message to standard error, which may be closed."""
    from ec2tui.core.views.text import clean

    text = "\n".join(clean(part, LIMIT) for part in line.split("\n"))
    try:
        sys.stderr.write(f"ec2tui: {text}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def guarded(work: Callable[[], int], report: Callable[[BaseException], str] = repr) -> int:
    """The exit status of `work`; every way it can end is told in one line or none.

    What nobody expected is a defect: `report` keeps what is known of it and gives the line that says so.
    """
    try:
        code = int(work())
        sys.stdout.flush()
        return code
    except Failure as failure:
        say(failure.message)
        return failure.code
    except KeyboardInterrupt:
        say("interrupted")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return ExitCode.DONE
    except OSError as error:
        say(f"{error}; check disk space and permissions, or see `ec2tui doctor`")
        _forget_stdout()
        return ExitCode.FAILED
    except Exception as error:  # noqa: BLE001 - the program's door: behind it nobody is left to tell the user
        _forget_stdout()
        say(report(error))
        return ExitCode.FAILED


def _forget_stdout() -> None:
    """Sends what is left in the buffers nowhere, so that the interpreter's last flush is quiet too."""
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
    except (OSError, ValueError):
        return
