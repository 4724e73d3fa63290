"""A question for a secret that is interrupted leaves the terminal as it was."""

import asyncio
import os
import pty
import sys
import termios
import threading

import pytest

from ec2tui.adapters.local.passcode import ask_on_terminal


async def test_the_echo_is_back_after_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    master, slave = pty.openpty()
    kept, asking = os.dup(0), threading.Event()

    def silent(prompt: str, stream: object) -> str:
        """As getpass: the echo off, then a wait that nobody ends."""
        settings = termios.tcgetattr(0)
        settings[3] &= ~termios.ECHO
        termios.tcsetattr(0, termios.TCSADRAIN, settings)
        asking.set()
        threading.Event().wait()
        return ""

    monkeypatch.setattr("getpass.getpass", silent)
    monkeypatch.setattr(sys, "stdin", os.fdopen(os.dup(slave)))
    os.dup2(slave, 0)
    try:
        task = asyncio.create_task(ask_on_terminal("Passphrase"))
        await asyncio.to_thread(asking.wait)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert termios.tcgetattr(slave)[3] & termios.ECHO
    finally:
        os.dup2(kept, 0)
        for descriptor in (master, slave, kept):
            os.close(descriptor)
