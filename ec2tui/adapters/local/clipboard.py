"""The user's clipboard: the desktop's own tool where there is one, else the terminal's (OSC 52)."""

import base64
import hashlib
from collections.abc import Callable, Mapping

import msgspec

from ec2tui.adapters.local.processes import find_executable, run

TIMEOUT = 3.0


class Tool(msgspec.Struct, frozen=True):
    """A program that copies its standard input; used where one of the variables in `when` is set.

    `paste` is the command that writes what the clipboard holds (empty: there is none).
    """

    argv: tuple[str, ...]
    when: tuple[str, ...] = ()
    encoding: str = "utf-8"
    paste: tuple[str, ...] = ()


TOOLS: tuple[Tool, ...] = (
    Tool(("pbcopy",), paste=("pbpaste",)),
    Tool(("wl-copy",), ("WAYLAND_DISPLAY",), paste=("wl-paste", "--no-newline")),
    Tool(
        ("xclip", "-selection", "clipboard"), ("DISPLAY",), paste=("xclip", "-selection", "clipboard", "-o")
    ),
    Tool(("xsel", "--clipboard", "--input"), ("DISPLAY",), paste=("xsel", "--clipboard", "--output")),
    # clip.exe takes the console's code page or UTF-16 with a byte order mark.
    Tool(
        ("clip.exe",), encoding="utf-16", paste=("powershell.exe", "-NoProfile", "-Command", "Get-Clipboard")
    ),
)
_REMOTE = ("SSH_CONNECTION", "SSH_TTY")
Find = Callable[[str], str | None]


def usable_tools(environment: Mapping[str, str], find: Find = find_executable) -> tuple[Tool, ...]:
    """The tools that reach the user's clipboard from here, best first, with full paths.

    On a remote machine a tool that needs no display would fill that machine's clipboard, not the user's.
    """
    remote = any(environment.get(name) for name in _REMOTE)
    found = []
    for tool in TOOLS:
        here = any(environment.get(name) for name in tool.when) if tool.when else not remote
        path = find(tool.argv[0]) if here else None
        if path:
            found.append(msgspec.structs.replace(tool, argv=(path, *tool.argv[1:])))
    return tuple(found)


def osc52(text: str) -> str:
    """The escape sequence that asks a terminal to copy text (xterm's control sequences, OSC 52)."""
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"


class SystemClipboard:
    """The Clipboard port; `write` sends an escape sequence to the terminal."""

    def __init__(
        self, environment: Mapping[str, str], write: Callable[[str], None], find: Find = find_executable
    ) -> None:
        self._tools = usable_tools(environment, find)
        self._find = find
        self._write = write

    async def copy(self, text: str) -> str:
        """Copies text and says by which channel: a tool's name, or `osc52`, which cannot tell how it went."""
        for tool in self._tools:
            try:
                done = await run(tool.argv, TIMEOUT, text.encode(tool.encoding), capture=False)
            except OSError:
                continue
            if done.code == 0:
                return _name(tool)
        self._write(osc52(text))
        return "osc52"

    def can_forget(self, channel: str) -> bool:
        """Whether there is a program that reads back what was copied by this channel."""
        return any(_name(tool) == channel and self._find(tool.paste[0]) for tool in self._tools)

    async def forget(self, channel: str, mark: bytes) -> bool | None:
        """Empties the clipboard when it still holds the text with this SHA-256; None: that is not known."""
        for tool in self._tools:
            path = self._find(tool.paste[0]) if _name(tool) == channel else None
            if not path:
                continue
            try:
                held = await run((path, *tool.paste[1:]), TIMEOUT)
                if held.code != 0:
                    return None
                same = hashlib.sha256(held.stdout.rstrip(b"\r\n")).digest() == mark
                done = await run(tool.argv, TIMEOUT, b"", capture=False) if same else held
            except OSError:
                return None
            return same if done.code == 0 else None
        return None


def _name(tool: Tool) -> str:
    return tool.argv[0].replace("\\", "/").rsplit("/", 1)[-1]
