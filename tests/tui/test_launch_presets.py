"""Inside the form of a launch: presets are kept, taken and edited, and a key pair is made."""

from ec2tui.adapters.local.presets_directory import PresetsDirectory
from ec2tui.core.access.key_forms import KeyForms
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports_keys import KeyFile, NoPrivateKeys
from tests.core.changes.worlds import PUBLIC_KEYS
from tests.services.audit_fakes import MemoryAuditLog
from tests.tui.desk import Desk, desk
from tests.tui.test_launch_form import place


class Keys(NoPrivateKeys):
    """Makes keys without files, and remembers which were made and thrown away."""

    def __init__(self) -> None:
        self.made: list[tuple[str, str]] = []
        self.discarded: list[str] = []

    async def make(self, path: str, type_: str) -> KeyFile:
        self.made.append((path, type_))
        return KeyFile(path, KeyForms(type_, PUBLIC_KEYS[0], ()))

    async def discard(self, path: str) -> None:
        self.discarded.append(path)


async def test_presets_are_kept_taken_and_edited_in_the_form(tmp_path) -> None:
    aws, presets, texts = place(), PresetsDirectory(tmp_path / "presets"), []

    async def edit(text: str, line: int) -> str:
        texts.append(text)
        mended = text.replace("nme = 1\n", "").replace("web", "edited")
        return mended if len(texts) > 1 else text + "nme = 1\n"

    def prepare(it: Desk) -> None:
        it.around.changing = Changing(MemoryAuditLog(), Policy())
        it.around.presets, it.around.edit = (lambda: presets), edit

    async with desk(aws, size=(120, 40), prepare=prepare) as it:
        await it.press("n", "down", "down", "enter", *"web", "enter")
        await it.press("p", *"kee", "enter", "enter")
        assert presets.names() == ("web",) and "Kept in" in it.text()
        await it.press("p", *"edit th", "enter")
        assert "unknown key nme; did you mean name?" in texts[1], "a mistake is told where it is mended"
        assert "edited" in it.text()
        await it.press("p", *"take w", "enter")
        assert "This is the preset web" in it.text() and "edited" not in it.text()
        await it.press("escape", "n")
        assert "Launch what?" in it.text() and "t3.micro" in it.text(), "presets are offered first"
        await it.press(*"web", "enter", "p", *"forg", "enter", "enter")
        assert presets.names() == ()


async def test_a_new_key_pair_is_made_here_first_and_gone_when_it_is_not_sent() -> None:
    aws, keys = place(), Keys()

    def prepare(it: Desk) -> None:
        it.around.changing = Changing(MemoryAuditLog(), Policy())
        it.around.keys = lambda: keys

    new = (*["down"] * 7, "enter", *"new", "enter")
    async with desk(aws, size=(120, 40), prepare=prepare) as it:
        await it.press("n", *new, *"rsa", "enter", *"ops", "enter", "enter")
        assert keys.made == [("~/.ssh/ops", "rsa")] and "no other copy" in it.text()
        await it.press("escape")
        assert keys.discarded == ["~/.ssh/ops"] and "deleted again" in it.text() and aws.sent == []
        await it.press("enter", *"new", "enter", "enter", *"ops", "enter", "enter", "enter")
        assert [call.operation for call in aws.sent] == ["ImportKeyPair"]
        await it.press("escape")
        assert "The private half of ops is in ~/.ssh/ops" in it.text()
