"""A passphrase is asked of the store before the user, and kept once it has fitted and only when wanted."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from ec2tui.adapters.local.private_keys import LocalPrivateKeys
from ec2tui.services.passphrases import AskToKeep, Kept, RememberingKeys
from ec2tui.services.ports_keys import KeyFile


def locked_key(place: Path) -> None:
    """A private key whose passphrase is `sesame`."""
    form = (Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"sesame"))
    place.write_bytes(Ed25519PrivateKey.generate().private_bytes(*form))
    place.chmod(0o600)


class Store:
    """Passphrases in a dictionary; `problem` is why it does not work."""

    def __init__(self, problem: str = "", **kept: str) -> None:
        self.kept, self.problem = dict(kept), problem

    async def lacking(self) -> str:
        return self.problem

    async def recall(self, path: str) -> Kept:
        return Kept(None if self.problem else self.kept.get(Path(path).name), self.problem)

    async def keep(self, path: str, passphrase: str) -> str:
        self.kept[Path(path).name] = passphrase
        return ""

    async def forget(self, path: str) -> bool | str:
        return self.kept.pop(Path(path).name, None) is not None


class Ask(AskToKeep):
    """Answers in turn, and notes what was asked and told."""

    def __init__(self, *answers: str | None, keep: bool = True) -> None:
        self.answers, self.keep = list(answers), keep
        self.asked: list[str] = []
        self.news: list[str] = []

    async def __call__(self, question: str) -> str | None:
        self.asked.append(question)
        return self.answers.pop(0)

    def told(self, problem: str) -> None:
        self.news.append(problem)


async def opened(folder: Path, store: Store, ask: Ask) -> bool:
    keys = RememberingKeys(LocalPrivateKeys([folder]), store)
    return not isinstance(await keys.open(str(folder / "key"), ask), KeyFile)


async def test_what_fitted_is_kept_and_not_asked_again_until_it_fits_no_more(tmp_path: Path) -> None:
    locked_key(tmp_path / "key")
    store = Store()
    first = Ask("wrong", "sesame")
    assert await opened(tmp_path, store, first)
    assert store.kept == {"key": "sesame"} and first.news == [""] and len(first.asked) == 2
    again = Ask()
    assert await opened(tmp_path, store, again) and again.asked == again.news == []
    store.kept["key"] = "of an older key"
    stale = Ask("sesame")
    assert await opened(tmp_path, store, stale) and store.kept["key"] == "sesame"
    assert stale.asked == [f"The one in the keyring does not fit. Passphrase of {tmp_path / 'key'}"]


async def test_it_is_kept_only_when_wanted_and_never_when_it_does_not_fit(tmp_path: Path) -> None:
    locked_key(tmp_path / "key")
    store = Store()
    assert await opened(tmp_path, store, Ask("sesame", keep=False))
    assert not await opened(tmp_path, store, Ask("a", "b", "c"))
    assert not await opened(tmp_path, store, Ask(None))
    assert store.kept == {}


async def test_a_store_that_does_not_work_is_said_and_the_user_asked(tmp_path: Path) -> None:
    locked_key(tmp_path / "key")
    ask = Ask("sesame", keep=False)
    assert await opened(tmp_path, Store("the keyring is locked"), ask)
    assert ask.unkept == "the keyring is locked"
    assert "sesame" not in repr(Kept("sesame"))
