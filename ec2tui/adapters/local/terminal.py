"""Whether there is a terminal that the screen can use."""

import sys
from typing import TextIO


def lacking() -> str:
    """Why the screen cannot be shown, as a line; empty when it has the streams it needs.

    Keys are read from standard input, and the screen is written to standard error (Textual's choice), so that
    standard output may go anywhere.
    """
    streams = (("standard input", sys.__stdin__), ("standard error", sys.__stderr__))
    missing = [name for name, stream in streams if not _is_terminal(stream)]
    if not missing:
        return ""
    are = "are" if len(missing) > 1 else "is"
    return f"{' and '.join(missing)} {are} no terminal, and the screen needs one; `ec2tui ls` prints instead"


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False
