"""A person who waits is told for what; a program, and who has an answer, are not."""

import asyncio

from ec2tui.cli import reading
from ec2tui.core.model.key import Source
from ec2tui.core.model.kind import Kind
from ec2tui.services.store import Store

SOURCE = Source("", "eu-west-1")


class Waiting:
    """A session of one region, of which only what was read so far matters."""

    regions = (SOURCE.region,)

    def __init__(self) -> None:
        self.store = Store()
        self.store.begin(SOURCE, Kind.INSTANCES, 1.0)


def test_who_waits_is_told_for_which_region(monkeypatch, capsys):
    monkeypatch.setattr(reading, "SLOW", 0)
    asyncio.run(reading._say_when_slow(Waiting()))
    assert "no answer yet from eu-west-1" in capsys.readouterr().err


def test_who_has_an_answer_is_not(monkeypatch, capsys):
    monkeypatch.setattr(reading, "SLOW", 0)
    session = Waiting()
    session.store.finish(SOURCE, Kind.INSTANCES, 2.0)
    asyncio.run(reading._say_when_slow(session))
    assert capsys.readouterr().err == ""
