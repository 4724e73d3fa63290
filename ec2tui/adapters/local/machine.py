"""The Machine port: the facts of the machine that the program runs on."""

import sys
from collections.abc import Mapping

from ec2tui.adapters.local.endpoint import head
from ec2tui.adapters.local.keyring_store import inspect_keyring
from ec2tui.adapters.local.processes import find_executable, run
from ec2tui.adapters.local.terminal_facts import terminal_facts
from ec2tui.services.machine import EndpointAnswer, KeyringState, TerminalFacts

TIMEOUT = 5.0


class LocalMachine:
    """Looks at this machine through the environment it was given."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def python(self) -> tuple[int, int, int]:
        """The version of the interpreter."""
        return sys.version_info[:3]

    def terminal(self) -> TerminalFacts:
        """The terminal that the program runs in."""
        return terminal_facts(self._environment)

    async def tool_version(self, argv: tuple[str, ...]) -> str | None:
        """The first line that a program says about its version, None when it is not installed."""
        path = find_executable(argv[0])
        if path is None:
            return None
        try:
            done = await run((path, *argv[1:]), TIMEOUT)
        except OSError:
            return None
        lines = (done.stdout or done.stderr).decode(errors="replace").strip().splitlines()
        return lines[0] if lines else path

    async def keyring(self) -> KeyringState:
        """Where secrets could be kept."""
        return await inspect_keyring(TIMEOUT)

    async def head(self, url: str) -> EndpointAnswer:
        """Whether an endpoint answers, and its time."""
        return await head(url, TIMEOUT, self._environment)
