"""The screen on scripted AWS in a terminal, for the test that has it lend that out; run as a program."""

import sys

from ec2tui.adapters.local.foreground import OwnTerminal, screen_descriptor
from ec2tui.services.session import Scope, Session
from ec2tui.tui.app import run
from ec2tui.tui.surroundings import Surroundings
from tests.services.fakes import REGION, FakeConnector, FixedClock
from tests.tui.desk import FakeClipboard, fleet


def main(program: str) -> int:
    """Runs it; ctrl+l lends the terminal to the program."""
    session = Session(FakeConnector(fleet()), FixedClock(), Scope(regions=(REGION,)))
    around = Surroundings(
        FakeClipboard(),
        foreground=OwnTerminal(screen_descriptor()),
        sign_in_command=lambda session: (program,),
    )
    return run(session, around)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
