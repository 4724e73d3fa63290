"""A program in a pseudo-terminal, watched from outside as a user would: what it paints, and when."""

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

COLUMNS, LINES = 160, 45
_ESCAPES = re.compile(
    rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC
    rb"|\x1b[PX^_][^\x1b]*\x1b\\"  # other strings
    rb"|\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    rb"|\x1b[ -/]*(?![PX\[\]^_])[0-~]"
)
_INK = re.compile(rb"[!-~\xc2-\xf4]{2}")
_ALTERNATE = b"\x1b[?1049h"
_TICKS = os.sysconf("SC_CLK_TCK")


class NotPaintedError(Exception):
    """What was waited for did not appear in time; the message holds the end of what did."""


class Terminal:
    """A child with a terminal of 160 × 45; times are seconds since it was started."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str]) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self._raw = b""
        self.text = b""
        self.full_screen = False
        self.started = time.perf_counter()
        self.child = subprocess.Popen(
            argv,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**env, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.child.poll() is None:
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()
        os.close(self._master)

    def read(self, timeout: float) -> bool:
        """Takes in what the child wrote, waiting for it at most `timeout` seconds; False at its end."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, timeout))
        if not ready:
            return True
        try:
            data = os.read(self._master, 1 << 16)
        except OSError as error:
            if error.errno == errno.EIO:
                return False
            raise
        self._raw += data
        # An escape sequence may be cut at the end of what was read: its beginning waits for the rest.
        cut = self._raw.rfind(b"\x1b", max(0, len(self._raw) - 64))
        whole, self._raw = (self._raw, b"") if cut < 0 else (self._raw[:cut], self._raw[cut:])
        if self._raw and _ESCAPES.match(self._raw):
            whole, self._raw = whole + self._raw, b""
        if _ALTERNATE in whole:
            self.full_screen = True
            self.text, whole = b"", whole.partition(_ALTERNATE)[2]
        self.text = (self.text + _ESCAPES.sub(b"", whole))[-200_000:]
        return True

    def until(self, pattern: bytes | re.Pattern[bytes], timeout: float = 60.0) -> float:
        """The time at which text that matches was painted; what was painted before is forgotten."""
        wanted = re.compile(pattern) if isinstance(pattern, bytes) else pattern
        deadline = time.perf_counter() + timeout
        while not (found := wanted.search(self.text)):
            left = deadline - time.perf_counter()
            if left <= 0 or not self.read(left):
                raise NotPaintedError(
                    self.text[-400:].decode("utf-8", "replace").strip() or "nothing was painted"
                )
        self.text = self.text[found.end() :]
        return time.perf_counter() - self.started

    def _tail(self) -> str:
        return self.text[-400:].decode("utf-8", "replace").strip()

    def first_frame(self, timeout: float = 30.0) -> float:
        """The time at which the first readable text was painted on the alternate screen."""
        deadline = time.perf_counter() + timeout
        while not self.full_screen:
            left = deadline - time.perf_counter()
            if left <= 0 or not self.read(left):
                raise NotPaintedError(self._tail() or "no full screen")
        return self.until(_INK, timeout)

    def quiet(self, seconds: float = 0.2, timeout: float = 30.0) -> None:
        """Waits until nothing has been painted for so long, and forgets what was."""
        deadline = time.perf_counter() + timeout
        while time.perf_counter() < deadline:
            self.text = b""
            if not self.read(seconds) or not self.text:
                return

    def press(self, key: bytes, pattern: bytes | re.Pattern[bytes] = _INK, timeout: float = 10.0) -> float:
        """Sends a key and returns the seconds until something readable, or what matches, is painted."""
        self.text = b""
        sent = time.perf_counter()
        os.write(self._master, key)
        self.until(pattern, timeout)
        return time.perf_counter() - sent

    def type(self, keys: bytes) -> None:
        """Sends keys and waits for nothing."""
        os.write(self._master, keys)

    def cpu(self) -> float:
        """The seconds of processor time that the child has used (Linux)."""
        with open(f"/proc/{self.child.pid}/stat", encoding="ascii") as file:  # noqa: PTH123
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> float:
        """The megabytes (1,000,000 bytes, as of all figures) that the child holds in memory now (Linux)."""
        with open(f"/proc/{self.child.pid}/status", encoding="ascii") as file:  # noqa: PTH123
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) * 1024 / 1e6
