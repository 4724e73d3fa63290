"""On a terminal the plan is shown and an answer is waited for; only y, or the name, lets it through."""

import os
import pty
import select
import subprocess
import sys

import pytest


@pytest.fixture
def at_terminal(account, demo_options, environment):
    """Runs `ec2tui ARGUMENTS` on a terminal and types `answer` when it asks; the status and all it showed."""
    started = []

    def run(*arguments, answer):
        ours, theirs = pty.openpty()
        given = environment | account.demo.environment
        del given["AWS_SESSION_TOKEN"]
        argv = [sys.executable, "-m", "ec2tui", *demo_options, *arguments]
        child = subprocess.Popen(
            argv, env=given, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        started.append(child)
        os.close(theirs)
        shown = b""
        while b"[y/N] " not in shown and b"to go on: " not in shown:
            more = read(ours)
            assert more, f"it ended without asking: {shown.decode()}"
            shown += more
        os.write(ours, answer)
        while more := read(ours):
            shown += more
        os.close(ours)
        return child.wait(30), shown.decode()

    def read(descriptor):
        ready, _, _ = select.select([descriptor], [], [], 30)
        assert ready, "the program neither asks nor ends"
        try:
            return os.read(descriptor, 65536)
        except OSError:
            return b""

    yield run
    for child in started:
        child.kill()
        child.wait()


@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"\n", 3), (b"no\n", 3)])
def test_only_yes_is_yes(at_terminal, account, answer, code):
    done, shown = at_terminal("tag", "demo-box", "--set", f"asked={code}", answer=answer)
    assert done == code and "Changes" in shown, shown
    assert account.changes() == ({"CreateTags": 1} if code == 0 else {})
    assert code == 0 or "declined" in shown


@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 3), (b"contractor-ssh\n", 0)])
def test_a_confirm_wants_the_name_whatever_the_answer_to_less(at_terminal, account, answer, code):
    done, shown = at_terminal("terminate", "contractor-ssh", "--yes", answer=answer)
    assert done == code, shown
    assert account.changes() == ({"TerminateInstances": 1} if code == 0 else {})
