"""What the exit status of the program means; scripts rely on it."""

from enum import IntEnum

from ec2tui.core.model.problem import Outcome, Problem


class ExitCode(IntEnum):
    """The statuses of every verb."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    REFUSED = 3
    DENIED = 4
    FAILED = 5
    INTERRUPTED = 130


_BY_OUTCOME = {
    Outcome.OK: ExitCode.DONE,
    Outcome.NOT_FOUND: ExitCode.FINDINGS,
    Outcome.NO_CREDENTIALS: ExitCode.USAGE,
    Outcome.REFUSED: ExitCode.REFUSED,
    Outcome.DENIED: ExitCode.DENIED,
    Outcome.EXPIRED: ExitCode.DENIED,
    Outcome.WRONG_KEYS: ExitCode.DENIED,
}


def exit_code_of(*problems: Problem) -> ExitCode:
    """The status for these problems; the lowest wins, as trying again mends a failure but not a denial."""
    return min((_code_of(problem) for problem in problems), default=ExitCode.DONE)


def _code_of(problem: Problem) -> ExitCode:
    if problem.operation == "configuration":
        return ExitCode.USAGE
    return _BY_OUTCOME.get(problem.outcome, ExitCode.FAILED)
