"""How a verb gives up: one line for the user and an exit status."""

from ec2tui.cli.exit_codes import ExitCode


class Failure(Exception):  # noqa: N818 - it is an outcome of a verb, not a defect of the program
    """Ends a verb; the message says what failed and what to do next, further lines only add to it."""

    def __init__(self, code: ExitCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def usage(message: str) -> Failure:
    """The failure for what the user typed or configured."""
    return Failure(ExitCode.USAGE, message)
