"""The configuration wins over earlier runs, and what cannot be read is never replaced."""

from ec2tui.core.views.choices import Choices, View
from ec2tui.services.chosen import NOTHING, Chosen, Edit, UnreadableError


class FakeMemory:
    """Keeps choices in memory; `broken` and `full` fail as files do."""

    def __init__(self, kept: Choices = NOTHING, broken: bool = False, full: bool = False) -> None:
        self.kept = kept
        self.broken = broken
        self.full = full
        self.updates = 0

    def load(self) -> Choices:
        if self.broken:
            raise UnreadableError("choices.json is damaged")
        return self.kept

    async def update(self, edit: Edit) -> Choices:
        if self.full:
            raise OSError("no space left")
        self.updates += 1
        self.kept = edit(self.kept)
        return self.kept


MINE = Choices(("id",), "-age", {"mine": View("web"), "both": View("kept")})
OURS = Choices(("name",), "name", {"both": View("configured")})


def test_what_earlier_runs_kept_holds_where_the_configuration_says_nothing() -> None:
    chosen = Chosen(Choices(), FakeMemory(MINE))
    assert (chosen.columns, chosen.sort) == (("id",), "-age")
    assert chosen.views == MINE.views


def test_the_configuration_wins() -> None:
    chosen = Chosen(OURS, FakeMemory(MINE))
    assert (chosen.columns, chosen.sort) == (("name",), "name")
    assert chosen.views == {"mine": View("web"), "both": View("configured")}
    assert chosen.nearest("mien") == "mine" and chosen.nearest("zzzzz") == ""


async def test_a_view_is_saved_replaced_and_forgotten() -> None:
    memory = FakeMemory()
    chosen = Chosen(Choices(), memory)
    assert await chosen.save_view("a", View("x")) is None
    assert await chosen.save_view("a", View("y")) is None
    assert memory.kept.views == chosen.views == {"a": View("y")}
    assert await chosen.forget_view("a") is None
    assert memory.kept.views == chosen.views == {}


async def test_a_view_of_the_configuration_is_changed_only_there() -> None:
    memory = FakeMemory()
    chosen = Chosen(OURS, memory)
    assert "configuration" in (await chosen.save_view("both", View("x")) or "")
    assert "configuration" in (await chosen.forget_view("both") or "")
    assert "one word" in (await chosen.save_view("a b", View("x")) or "")
    assert memory.updates == 0


async def test_columns_and_order_are_kept_once_and_only_when_they_differ() -> None:
    memory = FakeMemory(MINE)
    chosen = Chosen(Choices(), memory)
    chosen.note(sort="-age")
    await chosen.keep()
    assert memory.updates == 0
    chosen.note(sort="name")
    chosen.note(columns=("id", "state"))
    await chosen.keep()
    await chosen.keep()
    assert memory.updates == 1
    assert (memory.kept.columns, memory.kept.sort) == (("id", "state"), "name")


async def test_what_the_configuration_decides_is_not_kept() -> None:
    memory = FakeMemory()
    chosen = Chosen(OURS, memory)
    chosen.note(columns=("id",), sort="-id")
    await chosen.keep()
    assert memory.updates == 0


async def test_another_run_keeps_its_own_view_meanwhile() -> None:
    memory = FakeMemory()
    one, other = Chosen(Choices(), memory), Chosen(Choices(), memory)
    await one.save_view("a", View("x"))
    await other.save_view("b", View("y"))
    assert set(memory.kept.views) == {"a", "b"}


async def test_what_cannot_be_read_is_not_replaced() -> None:
    memory = FakeMemory(broken=True)
    chosen = Chosen(Choices(), memory)
    assert "damaged" in chosen.problem
    assert "damaged" in (await chosen.save_view("a", View("x")) or "")
    chosen.note(sort="name")
    await chosen.keep()
    assert memory.updates == 0


async def test_a_full_disk_is_told() -> None:
    chosen = Chosen(Choices(), FakeMemory(full=True))
    assert "no space" in (await chosen.save_view("a", View("x")) or "")
    assert chosen.views == {}
    chosen.note(sort="name")
    await chosen.keep()
    assert "no space" in chosen.problem


async def test_without_a_memory_choices_last_as_long_as_the_program() -> None:
    chosen = Chosen()
    assert await chosen.save_view("a", View("x")) is None
    assert chosen.views == {"a": View("x")}
