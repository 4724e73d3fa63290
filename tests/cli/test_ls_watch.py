"""`ls --watch`: one document a pass, in place on a terminal, honest about what could not be read."""

import argparse
import asyncio
import io
import json
import os
import signal
import subprocess
import sys
from typing import Any, cast

import pytest

from ec2tui.cli import ls_watch
from ec2tui.cli.context import Context
from ec2tui.cli.failure import Failure
from ec2tui.cli.output import Output
from ec2tui.core.config.settings import Settings
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.status import Protection
from ec2tui.services.machine import TerminalFacts
from ec2tui.services.ports import Page
from tests.cli.endpoint import instances, item
from tests.services.fakes import (
    REGION,
    FakeConnector,
    FakeGateway,
    FixedClock,
    instance,
    key,
    no_secret,
    problem,
    settle,
)

A = "i-0aaaaaaaaaaaaaaaa"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class FakeMachine:
    def terminal(self) -> TerminalFacts:
        return TerminalFacts(True, 80, 6, "xterm", "", False, "utf-8")


class Watch:
    """A watch on a scripted gateway, and what it wrote."""

    def __init__(self, gateway: FakeGateway, stream: io.StringIO | None = None, **options: Any) -> None:
        self.clock = FixedClock()
        self.stream = stream or io.StringIO()
        given = {"query": [], "columns": (), "sort": None, "view": None, "output": "json", **options}
        self.context = Context(
            options=argparse.Namespace(**given),
            settings=Settings(regions=(REGION,)),
            connector=lambda: FakeConnector(gateway),
            clock=self.clock,
            machine=cast(Any, FakeMachine()),
            output=Output(self.stream),
            ask=no_secret,
            changing=cast(Any, None),
        )

    async def __aenter__(self) -> "Watch":
        self.task = asyncio.create_task(ls_watch._watch(self.context, ls_watch.asked(self.context)))
        await settle()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    def documents(self) -> list[Any]:
        """The JSON documents on standard output."""
        text, found = self.stream.getvalue(), []
        while text.strip():
            document, end = json.JSONDecoder().raw_decode(text.lstrip())
            found.append(document)
            text = text.lstrip()[end:]
        return found


def with_rows(*names: str) -> FakeGateway:
    gateway = FakeGateway()
    put(gateway, *names)
    return gateway


def put(gateway: FakeGateway, *names: str) -> None:
    gateway.pages[REGION, Kind.INSTANCES] = [Page(tuple(instance(f"i-{n}", name=n) for n in names))]


async def test_one_array_a_pass() -> None:
    gateway = with_rows("web", "app")
    async with Watch(gateway, query=["name:*"]) as watch:
        assert [[one["name"] for one in rows] for rows in watch.documents()] == [["app", "web"]]
        put(gateway, "web", "db")
        await watch.clock.advance(31)
        await watch.clock.advance(31)
        assert [sorted(one["name"] for one in rows) for rows in watch.documents()] == [
            ["app", "web"],
            ["db", "web"],
            ["db", "web"],
        ]


async def test_only_what_matches_and_in_order() -> None:
    async with Watch(with_rows("web-1", "web-2", "app"), query=["web"], sort="-name") as watch:
        assert [one["name"] for one in watch.documents()[0]] == ["web-2", "web-1"]


async def test_an_empty_list_is_an_array_too() -> None:
    async with Watch(FakeGateway()) as watch:
        assert watch.documents() == [[]]


async def test_facts_of_single_instances_are_read_for_what_may_match() -> None:
    gateway = with_rows("web", "app")
    gateway.items[REGION, Kind.PROTECTION] = {"i-web": Protection(key("i-web"), True)}
    async with Watch(gateway, query=["protected"]) as watch:
        assert [one["name"] for one in watch.documents()[-1]] == ["web"]


async def test_a_failure_is_named_and_watching_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    gateway = with_rows("web")
    async with Watch(gateway) as watch:
        gateway.pages[REGION, Kind.INSTANCES] = [problem(Outcome.UNREACHABLE)]
        await watch.clock.advance(31)
        assert "not read: instances" in capsys.readouterr().err
        put(gateway, "web", "db")
        await watch.clock.advance(31)
        assert len(watch.documents()[-1]) == 2


async def test_lost_credentials_end_it() -> None:
    gateway = with_rows("web")
    watch = Watch(gateway)
    async with watch:
        gateway.pages[REGION, Kind.INSTANCES] = [problem(Outcome.EXPIRED)]
        await watch.clock.advance(31)
        assert watch.task.done()
        with pytest.raises(Failure, match="sign in again"):
            watch.task.result()


async def test_a_terminal_is_drawn_in_place_and_no_higher_than_it_is() -> None:
    gateway = with_rows(*(f"web-{n}" for n in range(9)))
    stream = Terminal()
    async with Watch(gateway, stream, output="table") as watch:
        await watch.clock.advance(1)
        frames = stream.getvalue().split("\x1b[?7l\x1b[H")[1:]
        lines = [line.removesuffix("\x1b[K") for line in frames[-1].removesuffix("\x1b[J").splitlines()]
        assert lines[0].startswith("9 instances, 3 fit · eu-west-1 live 1970-01-12T13:46:40Z · every 30 s")
        assert len(lines) == 5 and "web-2" in lines[-1]
        drawn = len(frames)
        await watch.clock.advance(31)
        assert len(stream.getvalue().split("\x1b[H")[1:]) > drawn
    assert stream.getvalue().endswith("\x1b[?7h")


async def test_tables_of_a_pipe_are_apart() -> None:
    gateway = with_rows("web")
    async with Watch(gateway, output="table", columns=("name",)) as watch:
        await watch.clock.advance(31)
        assert watch.stream.getvalue() == "Name\nweb\n\nName\nweb\n"


def test_ctrl_c_exits_130(environment, endpoint, at):
    endpoint.answer = lambda call: instances(item(A))
    argv = [sys.executable, "-m", "ec2tui", *at, "ls", "--watch", "-o", "json"]
    with subprocess.Popen(
        argv, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None and child.stderr is not None
        assert child.stdout.readline() == "[\n"
        assert json.loads(child.stdout.readline())["id"] == A
        os.kill(child.pid, signal.SIGINT)
        assert child.wait(20) == 130
        assert child.stderr.read() == "ec2tui: interrupted\n"
