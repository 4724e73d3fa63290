"""The file of views: private, whole, written by one at a time, and never guessed at."""

import asyncio
import stat
from pathlib import Path

import msgspec
import pytest

from ec2tui.adapters.local.choices_file import ChoicesFile
from ec2tui.core.views.choices import Choices, View
from ec2tui.services.chosen import UnreadableError


def adding(name: str):
    return lambda kept: msgspec.structs.replace(kept, views={**kept.views, name: View(name)})


async def test_nothing_is_there_until_something_is_chosen(tmp_path: Path) -> None:
    file = ChoicesFile(tmp_path / "state" / "choices.json")
    assert file.load() == Choices()
    assert not (tmp_path / "state").exists()


async def test_what_was_chosen_is_read_back_and_is_the_users_alone(tmp_path: Path) -> None:
    path = tmp_path / "state" / "choices.json"
    chosen = Choices(("id", "tag:env"), "-age", {"web": View("name:web*", ("id",), "id")})
    assert await ChoicesFile(path).update(lambda _: chosen) == chosen
    assert ChoicesFile(path).load() == chosen
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_many_writers_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "choices.json"
    names = [f"v{n}" for n in range(12)]
    await asyncio.gather(*(ChoicesFile(path).update(adding(name)) for name in names))
    assert set(ChoicesFile(path).load().views) == set(names)
    assert not list(tmp_path.glob(".*.new"))


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b'{"version": 1}', b"\xff\xfe", b'{"version": 2, "choices": {}}', b"[1]"],
)
async def test_what_is_not_understood_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "choices.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match="choices"):
        ChoicesFile(path).load()
    with pytest.raises(UnreadableError):
        await ChoicesFile(path).update(adding("x"))
    assert path.read_bytes() == content


async def test_a_failed_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "choices.json"
    await ChoicesFile(path).update(adding("a"))
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        await ChoicesFile(path).update(adding("b"))
    assert path.read_bytes() == before and not list(tmp_path.glob(".*.new"))
