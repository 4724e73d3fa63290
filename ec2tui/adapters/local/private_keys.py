"""The private keys of this machine: `~/.ssh` and configured folders, told apart by what is in the files."""

import asyncio
import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ec2tui.adapters.local.ssh_agent import SshAgent
from ec2tui.core.access.key_files import (
    MOST,
    PRIVATE,
    Content,
    Form,
    openssh_lacks,
    public_half,
    recognise,
    too_open,
    why_not,
)
from ec2tui.core.access.key_forms import KeyForms, forms, public_part
from ec2tui.services.ports import AskSecret
from ec2tui.services.ports_keys import KeyFile, OpenKey

MOST_FILES = 1000
"""How many files of a folder are looked at."""

TRIES = 3
"""How often a passphrase is asked for."""

_NEVER = frozenset({"known_hosts", "known_hosts.old", "authorized_keys", "config", "environment", "rc"})

TOO_LARGE = "it is too large for a private key"


class LocalPrivateKeys:
    """The PrivateKeys port over files and the ssh agent; `folders` are looked through one level deep."""

    def __init__(self, folders: Iterable[Path | str], agent: SshAgent | None = None) -> None:
        self._folders = tuple(dict.fromkeys(Path(folder).expanduser() for folder in folders))
        self._agent = agent or SshAgent("")

    async def candidates(self) -> tuple[KeyFile, ...]:
        """The private keys in the folders, by folder and name; a file of several names is told once."""
        return await asyncio.to_thread(lambda: tuple(self._candidates()))

    async def in_agent(self) -> tuple[KeyFile, ...]:
        """The keys that the agent holds; an agent that does not answer is told as one with a problem."""
        return await self._agent.candidates()

    async def identity(self, file: KeyFile) -> str:
        """The file itself, or the public half of the agent's key."""
        return await self._agent.identity(file)

    async def inspect(self, path: str) -> KeyFile:
        """What one file is; nothing is asked."""
        return await asyncio.to_thread(_inspected, _place(path))

    async def open(self, path: str, ask: AskSecret) -> OpenKey | KeyFile:
        """The key in a file; its passphrase is asked for up to three times."""
        _no_core_dumps()
        place = _place(path)
        file = await self.inspect(path)
        if file.problem:
            return file
        passphrase: bytes | None = None
        for trial in range(TRIES + 1):
            found = await asyncio.to_thread(_opened, place, file, passphrase)
            if found is not None:
                return found
            if trial == TRIES:
                break
            prompt = f"Passphrase of {place}" if not trial else f"That is not it. Passphrase of {place}"
            said = await ask(prompt)
            if said is None:
                return msgspec.structs.replace(file, problem="it is locked, and no passphrase was given")
            passphrase = said.encode()
        return msgspec.structs.replace(file, problem="it is locked, and the passphrase is another one")

    async def make(self, path: str, type_: str) -> KeyFile:
        """A new private key in a new file that only the user may read; the file with its problem else."""
        from ec2tui.adapters.local.key_making import make_key

        return await asyncio.to_thread(make_key, _place(path), type_)

    async def discard(self, path: str) -> None:
        """Deletes the file of a key that was just made."""
        await asyncio.to_thread(_place(path).unlink, missing_ok=True)

    def _candidates(self) -> Iterator[KeyFile]:
        seen: set[tuple[int, int]] = set()
        for folder in self._folders:
            try:
                names = sorted(entry.name for entry in os.scandir(folder) if entry.is_file())[:MOST_FILES]
            except FileNotFoundError:
                continue
            except OSError as error:
                yield KeyFile(str(folder), problem=f"the folder cannot be read: {error.strerror}")
                continue
            for path in (folder / name for name in names if name not in _NEVER):
                if path.suffix == ".pub" or _known(path, seen):
                    continue
                if _worth_telling(path):
                    yield _inspected(path)


def _no_core_dumps() -> None:
    """From now on a crash of the process leaves no image of its memory, which holds keys."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _place(path: str) -> Path:
    return Path(path).expanduser()


def _known(path: Path, seen: set[tuple[int, int]]) -> bool:
    try:
        told = path.stat()
    except OSError:
        return False
    place = (told.st_dev, told.st_ino)
    known = place in seen and told.st_ino != 0
    seen.add(place)
    return known


def _read(path: Path) -> tuple[Content, int] | str:
    """The content and the mode of a file, or why it cannot be read."""
    try:
        with path.open("rb") as file:
            told = os.fstat(file.fileno())
            if not stat.S_ISREG(told.st_mode):
                return "it is not a file"
            raw = file.read(MOST + 1)
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    if len(raw) > MOST:
        return TOO_LARGE
    return recognise(raw), told.st_mode


def _worth_telling(path: Path) -> bool:
    """Whether a file of a folder may be taken for a private key, by the user or by us."""
    read = _read(path)
    return read != TOO_LARGE if isinstance(read, str) else read[0].form in (*PRIVATE, Form.PUTTY)


def _inspected(path: Path) -> KeyFile:
    """What a file is."""
    read = _read(path)
    if isinstance(read, str):
        return KeyFile(str(path), problem=read)
    content, mode = read
    if content.form not in PRIVATE:
        return KeyFile(str(path), problem=why_not(content.form, str(path)))
    from ec2tui.adapters.local.key_loading import LockedKeyError, UnreadableKeyError, forms_of, load

    warning = too_open(mode) if os.name == "posix" else ""
    try:
        found = forms_of(load(content))
        lacks = openssh_lacks(content, found.type)
        return KeyFile(str(path), found, warning=warning, foreign=lacks)
    except LockedKeyError:
        known = _locked_forms(path, content)
        lacks = openssh_lacks(content, known.type if known else "")
        return KeyFile(str(path), known, locked=True, warning=warning, foreign=lacks)
    except UnreadableKeyError as error:
        return KeyFile(str(path), problem=str(error))


def _locked_forms(path: Path, content: Content) -> KeyForms | None:
    """What is known of a key without its passphrase: from its own public part, or the file beside it."""
    line = public_half(content)
    if not line:
        try:
            beside = path.with_name(f"{path.name}.pub").read_bytes()[:MOST]
        except OSError:
            return None
        line = beside.decode("ascii", errors="replace")
    part = public_part(line)
    if part is None:
        return None
    from ec2tui.adapters.local.key_loading import public_der

    return forms(line, public_der(line) if part[0] == "ssh-rsa" else b"")


def _opened(path: Path, file: KeyFile, passphrase: bytes | None) -> OpenKey | KeyFile | None:
    """The key of a file, or the file with what is wrong; None when it needs another passphrase."""
    from ec2tui.adapters.local.key_loading import (
        LoadedKey,
        LockedKeyError,
        UnreadableKeyError,
        forms_of,
        load,
    )

    read = _read(path)
    if isinstance(read, str):
        return msgspec.structs.replace(file, problem=read)
    try:
        private = load(read[0], passphrase)
    except LockedKeyError:
        return None
    except UnreadableKeyError as error:
        return msgspec.structs.replace(file, problem=str(error))
    return LoadedKey(msgspec.structs.replace(file, forms=forms_of(private)), private)
