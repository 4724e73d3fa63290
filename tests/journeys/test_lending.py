"""The terminal is lent out and comes back as it was: resized meanwhile, after ctrl+c, after a crash."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX's")

FAKE = """#!/bin/sh
trap 'echo caught' INT
printf 'inside\\n'
read -r line; printf 'size %s\\n' "$(stty size)"
read -r line || read -r line; printf 'got %s\\n' "$line"
if [ "$line" = crash ]; then
    printf '\\033[?1049h\\033[?1003h'; stty raw -echo; printf 'raw now'; kill -9 $$
fi
exit 7
"""


class Lent:
    """The program in a pseudo-terminal that is its controlling one, as a shell would start it."""

    def __init__(self, home: Path) -> None:
        program = home / "fake-ssh"
        program.write_text(FAKE)
        program.chmod(0o700)
        env = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(Path(__file__).parents[2])}
        env["PATH"] = f"{home}:{env['PATH']}"
        for name in ("COLUMNS", "LINES"):  # they would be believed more than the terminal
            env.pop(name, None)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(home)
            argv = [sys.executable, "-m", "tests.journeys.lending", program.name]
            os.execve(sys.executable, argv, env)
        self.resize(30, 100)
        self.seen = ""

    def resize(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def until(self, *words: str, seconds: float = 20) -> None:
        """Reads until all these words came, in any order; what came after is read later."""
        end = time.monotonic() + seconds
        while not all(word in self.seen for word in words):
            assert time.monotonic() < end, (words, ascii(self.seen[-1500:]))
            if select.select([self.fd], [], [], 0.1)[0]:
                self.seen += os.read(self.fd, 65536).decode("utf-8", "replace")
        self.seen = self.seen[max(self.seen.index(word) + len(word) for word in words) :]

    def type(self, text: str) -> None:
        os.write(self.fd, text.encode())


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    it = Lent(tmp_path)
    before = termios.tcgetattr(it.fd)
    it.until("web-4")
    it.type("\x0c")
    it.until("\x1b[?1049l")
    it.until("inside")
    it.resize(20, 140)
    it.type("\n")
    it.until("size 20 140")
    it.type("\x03")
    it.until("caught")
    it.type("out\n")
    it.until("got out", "\x1b[?1049h", "\x1b[19;140H", "ended with 7")
    it.type("\x0c")
    it.until("inside")
    it.type("\ncrash\n")
    it.until("raw now")
    it.until("ended with 137. Press enter")
    assert termios.tcgetattr(it.fd)[3] & termios.ECHO
    it.type("\n")
    it.until("\x1b[?1049h", "web-4")
    it.type("q")
    assert os.waitstatus_to_exitcode(os.waitpid(it.pid, 0)[1]) == 0
    assert termios.tcgetattr(it.fd)[:4] == before[:4]
    os.close(it.fd)
