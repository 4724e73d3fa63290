"""OpenSSH on this machine: its programs, the host key that a server presents, and keys for one connection."""

import asyncio
import contextlib
import shutil
import tempfile
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from ec2tui.adapters.local.lent_keys import LentKeys
from ec2tui.adapters.local.processes import find_executable, run
from ec2tui.core.access.host_keys import HostKey, of_wire
from ec2tui.core.access.route import Dial
from ec2tui.services.ports_access import ShortKey

PATIENCE = 20.0
"""Seconds in which a server must have shown its host key."""

VERSION_PATIENCE = 5.0
"""Seconds in which a program must have told its version."""

MOST_SAID = 2000
"""Bytes of what a proxy says about its failure that are told."""


class OpenSsh:
    """The Ssh port over the programs on PATH and this machine's temporary directory."""

    def find(self, program: str) -> str | None:
        """The full path of a program; None when there is none."""
        return find_executable(program)

    async def version(self, program: str) -> str:
        """What a program answers to `--version`, its first line; empty when it answers nothing."""
        try:
            answer = await run((program, "--version"), VERSION_PATIENCE)
        except OSError:
            return ""
        lines = answer.stdout.decode(errors="replace").strip().splitlines()
        return lines[0].strip() if lines else ""

    async def scan(self, dial: Dial, proxy: Sequence[str] = (), prefer: Sequence[str] = ()) -> HostKey | str:
        """The host key that a server presents and proves to have; else why none came, as a sentence."""
        from ec2tui.adapters.local.ssh_exchange import ExchangeError, presented_key

        try:
            async with asyncio.timeout(PATIENCE):
                async with _through(proxy) if proxy else _dialled(dial) as (reader, writer):
                    found = of_wire(await presented_key(reader, writer, prefer))
        except TimeoutError:
            return f"{dial.text} did not answer within {PATIENCE:.0f} seconds"
        except ExchangeError as error:
            return f"{dial.text}: {error}"
        except OSError as error:
            return f"{dial.text} cannot be reached: {error.strerror or error}"
        except _ProxyError as error:
            return str(error)
        return found or f"{dial.text} has a host key of a sort that is not known here"

    @contextlib.asynccontextmanager
    async def short_key(self) -> AsyncIterator[ShortKey]:
        """A new ED25519 key in a directory of its own, which goes when the block ends."""
        from ec2tui.adapters.local.key_making import make_key

        async with _private_place() as place:
            made = await asyncio.to_thread(make_key, place / "key", "ed25519")
            if made.forms is None:
                raise OSError(made.problem)
            yield ShortKey(made.path, made.forms.public)

    @contextlib.asynccontextmanager
    async def lending(self) -> AsyncIterator[LentKeys]:
        """An agent in a directory of its own, which goes when the block ends."""
        async with _private_place() as place:
            lent = LentKeys(place)
            try:
                yield lent
            finally:
                lent.close()


@contextlib.asynccontextmanager
async def _private_place() -> AsyncIterator[Path]:
    # mkdtemp makes it with mode 0700.
    place = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="ec2tui-"))
    try:
        yield place
    finally:
        await asyncio.shield(asyncio.to_thread(shutil.rmtree, place, ignore_errors=True))


class _ProxyError(Exception):
    """A proxy ended before the server said anything; the text is what it said."""


@contextlib.asynccontextmanager
async def _dialled(dial: Dial) -> AsyncIterator[tuple[StreamReader, StreamWriter]]:
    reader, writer = await asyncio.open_connection(dial.host, dial.port)
    try:
        yield reader, writer
    finally:
        writer.close()


@contextlib.asynccontextmanager
async def _through(argv: Sequence[str]) -> AsyncIterator[tuple[StreamReader, StreamWriter]]:
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*argv, stdin=pipe, stdout=pipe, stderr=pipe)
    assert child.stdout is not None and child.stdin is not None and child.stderr is not None
    said = asyncio.ensure_future(child.stderr.read(MOST_SAID))
    try:
        yield child.stdout, child.stdin
    except Exception:
        if child.returncode or (child.stdout.at_eof() and await child.wait()):
            lines = (await said).decode(errors="replace").strip().splitlines()
            raise _ProxyError(lines[-1] if lines else f"{argv[0]} ended with {child.returncode}") from None
        raise
    finally:
        if child.returncode is None:
            child.terminate()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(2):
                    await child.wait()
        if child.returncode is None:
            child.kill()
            await child.wait()
        said.cancel()
