"""A process that has imported the program: each command line runs in a fork of it, as a process of its own.

What a command costs then is what it does, not what it imports. The first lines of a command line's life
(`python -m ec2tui`) are shown by the tests that start a new interpreter: `test_program.py` and the journeys.
"""

import importlib
import json
import os
import pkgutil
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

WARMED = ("cli", "adapters.aws", "adapters.local")
"""The packages that command lines run; they import what is below them."""


class Warm:
    """The process, and what is asked of it; one command line at a time."""

    def __init__(self) -> None:
        environment = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.warm"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def run(
        self, argv: Sequence[str], environment: Mapping[str, str], into: Path
    ) -> "subprocess.CompletedProcess[str]":
        """Runs `ec2tui ARGV` with just this environment; what it wrote goes through files in a directory."""
        out, err = into / "stdout", into / "stderr"
        asked = {"argv": [*argv], "environment": {**environment}, "out": str(out), "err": str(err)}
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        return subprocess.CompletedProcess([*argv], code, out.read_text("utf-8"), err.read_text("utf-8"))

    def close(self) -> None:
        """Ends the process."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


def _become(asked: dict[str, object]) -> None:
    """Turns a fork into the program; does not return."""
    environment, argv = asked["environment"], asked["argv"]
    assert isinstance(environment, dict) and isinstance(argv, list)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["ec2tui", *argv]
    for descriptor, path in ((1, asked["out"]), (2, asked["err"])):
        opened = os.open(str(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    code = 1
    try:
        from ec2tui.__main__ import main

        code = main(argv)
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Reads what is asked, a line each, and answers with the exit status."""
    for name in WARMED:
        package = importlib.import_module(f"ec2tui.{name}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    for name in ("ec2tui.bootstrap", "botocore.session", "botocore.auth", "botocore.credentials"):
        importlib.import_module(name)
    answers = os.fdopen(os.dup(1), "w")
    # A line is read without a buffer of Python's, which a fork would inherit half full.
    while line := _line():
        asked = json.loads(line)
        child = os.fork()
        if not child:
            _become(asked)
        _, status = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()


def _line() -> bytes:
    read = bytearray()
    while (one := os.read(0, 1)) and one != b"\n":
        read += one
    return bytes(read)


if __name__ == "__main__":
    main()
