"""The program in a real terminal: it paints, answers keys, and leaves the terminal as it was."""

import os
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

PROGRAM = [sys.executable, "-m", "ec2tui", "demo", "--instances", "30"]


class Terminal:
    """A child on a pseudo-terminal of 120 × 30."""

    def __init__(self, home: Path, *options: str) -> None:
        self.master, slave = pty.openpty()
        import fcntl
        import struct
        import termios

        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 120, 0, 0))
        env = {**os.environ, "TERM": "xterm-256color", "HOME": str(home), "COLORTERM": "truecolor"}
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            env[name] = str(home / name)
        self.child = subprocess.Popen(
            [*PROGRAM, *options],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=env,
            start_new_session=True,
            close_fds=True,
        )
        os.close(slave)
        self.seen = ""

    def read(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            ready, _, _ = select.select([self.master], [], [], 0.1)
            if ready:
                try:
                    self.seen += os.read(self.master, 65536).decode("utf-8", "replace")
                except OSError:
                    return

    def until(self, words: str, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while words not in self.seen:
            assert time.monotonic() < end, self.seen[-2000:]
            self.read(0.2)

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def servers(self) -> list[int]:
        listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True)
        found = re.findall(r"^\s*(\d+)\s+(\d+) .*ec2tui\.adapters\.demo\.server", listed.stdout, re.MULTILINE)
        return [int(pid) for pid, parent in found if int(parent) == self.child.pid]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pids: list[int], seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.1)
    return False


def test_the_demo_in_a_terminal_from_start_to_q(tmp_path: Path) -> None:
    it = Terminal(tmp_path)
    it.until("ec2tui")
    servers = it.servers()
    assert servers
    it.until("user/demo-operator")
    it.until("i-")
    it.type("q")
    it.read(1)
    assert it.child.wait(30) == 0
    it.read(0.5)
    assert "\x1b[?1049l" in it.seen
    assert "Traceback" not in it.seen
    assert gone(servers)
    assert not list(tmp_path.rglob("*.rows"))


def test_the_endpoint_dies_with_a_killed_screen(tmp_path: Path) -> None:
    it = Terminal(tmp_path)
    it.until("ec2tui")
    servers = it.servers()
    assert servers
    it.child.send_signal(signal.SIGKILL)
    it.child.wait(10)
    assert gone(servers)


def test_the_screen_ends_with_a_terminal_of_whose_end_no_signal_tells(tmp_path: Path) -> None:
    """As under `make` in a closed window: the kernel tells the session's leader alone, and that waits."""
    it = Terminal(tmp_path)
    it.until("ec2tui")
    servers = it.servers()
    os.close(it.master)
    assert it.child.wait(20) == -signal.SIGHUP
    assert gone(servers)


def test_a_port_that_is_taken_is_said_on_a_terminal_too(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        terminal = Terminal(tmp_path, "--port", port)
        terminal.until(f"port {port}")
        assert terminal.child.wait(30) == 2
