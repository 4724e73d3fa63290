"""The screen is not begun where nobody could see it or press a key."""

import os
import pty
import subprocess
import sys

import pytest


def start(stdin: int, stderr: int, *words: str) -> subprocess.CompletedProcess[bytes]:
    program = [sys.executable, "-m", "ec2tui", *words]
    return subprocess.run(
        program, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr, timeout=60, check=False
    )


@pytest.mark.parametrize("words", [(), ("demo",)])
def test_without_a_terminal_there_is_one_line_and_status_2(words: tuple[str, ...]) -> None:
    done = start(subprocess.DEVNULL, subprocess.PIPE, *words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1 and b"\x1b" not in done.stderr
    assert b"standard input and standard error" in done.stderr and b"ec2tui ls" in done.stderr


def test_keys_alone_are_not_enough() -> None:
    ours, theirs = pty.openpty()
    try:
        done = start(theirs, subprocess.PIPE)
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 2 and b"standard error is no terminal" in done.stderr
