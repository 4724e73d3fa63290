"""The forwarded ports that are open: opened in the background, listed, and closed one by one or all.

The screen keeps one OpenForwards for as long as it runs, and closes it at its end.
"""

import asyncio
import contextlib
import os
from collections.abc import Callable, Mapping, Sequence

import msgspec

from ec2tui.core.access.route import Via
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.services.access import note_ended, note_opened, run_ssh, start_ssm
from ec2tui.services.access_ssh import Agree
from ec2tui.services.access_values import Forward, Lack, NoEntry, Reaching, Wish
from ec2tui.services.changing import Changing
from ec2tui.services.forwarding import Carried, Carrier, choose_carrier, run_plugin
from ec2tui.services.ports import AskSecret
from ec2tui.services.ports_access import ConfirmHostKey
from ec2tui.services.session import Session
from ec2tui.services.tunnels import LOOPBACK, EndpointForward, find_endpoint, free_port

LISTENS_WITHIN = 30.0
"""Seconds within which a program must listen; it is ended when it does not."""

LAST_WORDS = 2000
"""Bytes of what a program says at its end that are kept."""

LONGEST_REASON = 300


class Background:
    """The Terminal port without a terminal: a program that is asked nothing, and ended when it is time."""

    def __init__(self) -> None:
        self._child: asyncio.subprocess.Process | None = None
        self._closed = False
        self.words = ""

    async def hand_over(
        self, argv: Sequence[str], env: Mapping[str, str] | None = None, said: Sequence[str] = ()
    ) -> int:
        """Runs a program to its end; 0 when it was ended from here, 127 when it cannot be started."""
        if self._closed:
            return 0
        batch = (argv[0], "-o", "BatchMode=yes", *argv[1:]) if argv[0].endswith("ssh") else argv
        try:
            child = self._child = await asyncio.create_subprocess_exec(
                *batch,
                env=env,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,
            )
        except OSError:
            return 127
        assert child.stderr is not None
        try:
            while said_now := await child.stderr.read(LAST_WORDS):
                self.words = (self.words + said_now.decode(errors="replace"))[-LAST_WORDS:]
            code = await child.wait()
        finally:
            self.end()
        return 0 if self._closed else code if code >= 0 else 128 - code

    def end(self) -> None:
        """Ends the program, and lets none start."""
        child = self._child
        if child is not None and child.returncode is not None:
            return
        self._closed = True
        if child is not None:
            with contextlib.suppress(ProcessLookupError):
                child.terminate()


class Opened:
    """A forwarded port: where it listens, where it leads, and by which way; `since` in epoch seconds.

    `ended` says why it is open no more (empty: it is open), `problem` what went wrong with a connection.
    """

    def __init__(self, instance: Key, forward: Forward, via: Via, since: float) -> None:
        self.instance = instance
        self.forward = forward
        self.via = via
        self.since = since
        self.ended = ""
        self.listener: EndpointForward | None = None
        self.program: Background | None = None
        self.task: asyncio.Task[NoEntry | str] | None = None

    @property
    def place(self) -> str:
        """Where it listens."""
        return f"{LOOPBACK}:{self.forward.local}"

    @property
    def connections(self) -> int | None:
        """How many connections are open; None where another program counts them."""
        return self.listener.connections if self.listener is not None else None

    @property
    def problem(self) -> str:
        """What went wrong with a connection last."""
        found = self.listener.problem if self.listener is not None else ""
        return found.message if isinstance(found, NoEntry) else found


class OpenForwards:
    """What is open; `told` is called when something about it has changed."""

    def __init__(self, told: Callable[[], None] = lambda: None) -> None:
        self._told = told
        self._opened: list[Opened] = []

    @property
    def items(self) -> tuple[Opened, ...]:
        """All that were opened and not closed from here, in that order; some may have ended by themselves."""
        return tuple(self._opened)

    async def open(
        self,
        session: Session,
        reaching: Reaching,
        changing: Changing,
        instance: Instance,
        forward: Forward,
        via: Via | None = None,
        confirm: ConfirmHostKey | None = None,
        agree: Agree | None = None,
        ask: AskSecret | None = None,
    ) -> Opened | NoEntry:
        """Opens a port of this machine (0: any free one) to a port of an instance or a host behind it.

        It listens when this returns. `confirm`, `agree`, `ask` are as for `run_ssh`; OpenSSH asks nobody.
        """
        carried = await choose_carrier(session, reaching, instance, via, (forward,))
        if isinstance(carried, NoEntry):
            return carried
        if carried.carrier is Carrier.ENDPOINT:
            opened = await self._listen(session, changing, instance, forward)
        else:
            opened = await self._run(session, reaching, changing, instance, carried, (confirm, agree, ask))
        if isinstance(opened, Opened):
            self._opened.append(opened)
            self._told()
        return opened

    async def close(self, opened: Opened) -> None:
        """Closes one, and takes it off the list."""
        if opened in self._opened:
            self._opened.remove(opened)
        if opened.program is not None:
            opened.program.end()
        if opened.listener is not None:
            await opened.listener.aclose()
        if opened.task is not None:
            if opened.program is None:
                opened.task.cancel()
            await asyncio.gather(opened.task, return_exceptions=True)
        self._told()

    async def aclose(self) -> None:
        """Closes all."""
        for opened in self.items:
            await self.close(opened)

    async def _listen(
        self, session: Session, changing: Changing, instance: Instance, forward: Forward
    ) -> Opened | NoEntry:
        endpoint = await find_endpoint(session, instance)
        if isinstance(endpoint, NoEntry):
            return endpoint
        listener = EndpointForward(session, endpoint, instance, forward, self._told)
        try:
            await listener.start()
        except OSError as error:
            return _taken(forward, error)
        real = msgspec.structs.replace(forward, local=listener.port)
        opened = Opened(instance.key, real, Via.ENDPOINT, session.clock.now())
        opened.listener = listener
        opened.task = asyncio.create_task(self._recorded(session, changing, opened))
        return opened

    async def _recorded(self, session: Session, changing: Changing, opened: Opened) -> NoEntry | str:
        """The record of a listener of our own, which ends when this is cancelled."""
        log, port = changing.log, str(opened.forward.port)
        intent = await note_opened(session, log, opened.instance, opened.via, "tunnel", port=port)
        try:
            await asyncio.Event().wait()
        finally:
            await note_ended(session, log, opened.instance, intent)
        return ""

    async def _run(
        self,
        session: Session,
        reaching: Reaching,
        changing: Changing,
        instance: Instance,
        carried: Carried,
        asks: tuple[ConfirmHostKey | None, Agree | None, AskSecret | None],
    ) -> Opened | NoEntry:
        """Starts OpenSSH or the plugin, and waits until it listens."""
        try:
            local = await free_port(carried.forwards[0].local)
        except OSError as error:
            return _taken(carried.forwards[0], error)
        forward = msgspec.structs.replace(carried.forwards[0], local=local)
        opened = Opened(instance.key, forward, carried.via, session.clock.now())
        program = opened.program = Background()
        if carried.carrier is Carrier.PLUGIN:
            work = _by_plugin(session, reaching, changing, instance, forward, program)
        else:
            wish = Wish(carried.via, forwards=(forward,))
            work = _by_ssh(session, reaching, changing, carried.server, wish, program, asks)
        task = opened.task = asyncio.create_task(work)
        listening = asyncio.create_task(_listens(local))
        await asyncio.wait((task, listening), return_when=asyncio.FIRST_COMPLETED)
        if not task.done() and listening.result():
            task.add_done_callback(lambda done: self._ended(opened, done))
            return opened
        listening.cancel()
        program.end()
        came = await task
        return (
            came if isinstance(came, NoEntry) else NoEntry(Lack.FAILED, came or f"{opened.place}: not opened")
        )

    def _ended(self, opened: Opened, task: "asyncio.Task[NoEntry | str]") -> None:
        if task.cancelled():
            return
        came = task.exception() or task.result()
        opened.ended = (came.message if isinstance(came, NoEntry) else str(came)) or "it was closed"
        self._told()


async def _by_ssh(
    session: Session,
    reaching: Reaching,
    changing: Changing,
    server: Instance,
    wish: Wish,
    program: Background,
    asks: tuple[ConfirmHostKey | None, Agree | None, AskSecret | None],
) -> NoEntry | str:
    """Why it ended; empty when it was closed from here."""
    ended = await run_ssh(
        session, reaching, changing, server, wish, program, asks[0], agree=asks[1], ask=asks[2]
    )
    if isinstance(ended, NoEntry):
        return ended
    return _last(program.words) or f"OpenSSH ended with {ended.code}" if ended.code else ""


async def _by_plugin(
    session: Session,
    reaching: Reaching,
    changing: Changing,
    instance: Instance,
    forward: Forward,
    program: Background,
) -> NoEntry | str:
    opened = await start_ssm(session, reaching, changing.log, instance, forward=forward)
    if isinstance(opened, NoEntry):
        return opened
    code = await run_plugin(session, opened, program, os.environ)
    return _last(program.words) or f"the plugin ended with {code}" if code else ""


def _last(words: str) -> str:
    """The last line that a program said: why it ended, mostly."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return lines[-1][:LONGEST_REASON] if lines else ""


async def _listens(port: int) -> bool:
    """Returns True when a port of this machine answers, False when it does not in time."""
    try:
        async with asyncio.timeout(LISTENS_WITHIN):
            while True:
                try:
                    _, writer = await asyncio.open_connection(LOOPBACK, port)
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    return True
    except TimeoutError:
        return False


def _taken(forward: Forward, error: OSError) -> NoEntry:
    reason = error.strerror or str(error)
    return NoEntry(Lack.INVALID, f"port {forward.local} of {LOOPBACK}: {reason}; 0 takes any free one")
