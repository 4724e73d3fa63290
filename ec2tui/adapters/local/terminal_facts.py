"""What the terminal that the program runs in can do, as far as it says so."""

import locale
import os
import sys
from collections.abc import Mapping

from ec2tui.services.machine import TerminalFacts


def terminal_facts(environment: Mapping[str, str]) -> TerminalFacts:
    """The facts about standard output and standard error, of which either may be the terminal."""
    columns = rows = 0
    for stream in (sys.stdout, sys.stderr):
        try:
            columns, rows = os.get_terminal_size(stream.fileno())
            break
        except (OSError, ValueError):
            continue
    return TerminalFacts(
        tty=columns > 0,
        columns=columns,
        rows=rows,
        term=environment.get("TERM", ""),
        colorterm=environment.get("COLORTERM", ""),
        no_color=bool(environment.get("NO_COLOR")),
        encoding=(sys.stdout.encoding or locale.getpreferredencoding(False)).lower(),
    )
