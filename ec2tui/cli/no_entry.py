"""How a verb gives up when an instance cannot be entered."""

from ec2tui.cli.exit_codes import ExitCode, exit_code_of
from ec2tui.cli.failure import Failure
from ec2tui.cli.problems import problem_line
from ec2tui.core.views.text import clean
from ec2tui.services.access_values import Lack, NoEntry

CODES = {
    Lack.BLOCKED: ExitCode.FAILED,
    Lack.HOST_KEY_CHANGED: ExitCode.REFUSED,
    Lack.HOST_KEY_UNKNOWN: ExitCode.REFUSED,
    Lack.INVALID: ExitCode.USAGE,
    Lack.NOT_INSTALLED: ExitCode.USAGE,
    Lack.FAILED: ExitCode.FAILED,
    Lack.NOT_SENT: ExitCode.REFUSED,
}
"""The exit status of each lack without a problem of AWS's."""


def failure_of_entry(lack: NoEntry) -> Failure:
    """The failure that says why an instance cannot be entered."""
    message = clean(lack.message, limit=1000)
    if lack.problem is not None:
        return Failure(exit_code_of(lack.problem), f"{message}: {problem_line(lack.problem)}")
    return Failure(CODES[lack.lack], message)
