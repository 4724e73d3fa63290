"""Child processes: finding an executable, and running it with an argument list."""

import asyncio
import shutil
from collections.abc import Mapping, Sequence

import msgspec


class Completed(msgspec.Struct, frozen=True):
    """How a child ended; `code` is None when it was stopped at the time limit."""

    code: int | None
    stdout: bytes = b""
    stderr: bytes = b""


def find_executable(name: str) -> str | None:
    """The full path of an executable on PATH, None when there is none."""
    return shutil.which(name)


async def run(
    argv: Sequence[str],
    timeout: float,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    capture: bool = True,
) -> Completed:
    """Runs a program to its end, or stops it after `timeout` seconds; OSError when it cannot be started.

    Without `capture` its output is dropped: a program that leaves a child behind (xclip) would otherwise hold
    the pipe open and never seem to end.
    """
    sink = asyncio.subprocess.PIPE if capture else asyncio.subprocess.DEVNULL
    child = await asyncio.create_subprocess_exec(
        *argv, stdin=asyncio.subprocess.PIPE, stdout=sink, stderr=sink, env=env
    )
    try:
        async with asyncio.timeout(timeout):
            stdout, stderr = await child.communicate(stdin)
    except TimeoutError:
        return Completed(None)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    return Completed(child.returncode, stdout or b"", stderr or b"")
