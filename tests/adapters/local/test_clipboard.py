"""Copying uses the desktop's tool where there is one, and says which channel it took."""

import base64
import hashlib
import stat

import pytest

from ec2tui.adapters.local.clipboard import SystemClipboard, osc52, usable_tools


def finder(*installed):
    return lambda name: f"/bin/{name}" if name in installed else None


@pytest.mark.parametrize(
    ("environment", "installed", "expected"),
    [
        ({}, ("pbcopy",), ["pbcopy"]),
        ({"SSH_TTY": "/dev/pts/1"}, ("pbcopy", "clip.exe"), []),
        ({"SSH_CONNECTION": "a b", "DISPLAY": "localhost:10"}, ("xclip",), ["xclip"]),
        ({"DISPLAY": ":0"}, ("xsel", "xclip", "wl-copy"), ["xclip", "xsel"]),
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, ("xclip", "wl-copy"), ["wl-copy", "xclip"]),
        ({}, ("xclip", "wl-copy"), []),
        ({}, ("clip.exe",), ["clip.exe"]),
    ],
)
def test_which_tools_reach_the_users_clipboard(environment, installed, expected):
    tools = usable_tools(environment, finder(*installed))
    assert [tool.argv[0].removeprefix("/bin/") for tool in tools] == expected


def script(path, body):
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


async def test_text_reaches_the_tool_by_its_input_and_never_by_its_arguments(tmp_path):
    written = []
    tool = script(tmp_path / "pbcopy", f'cat > {tmp_path}/got; echo "$@" > {tmp_path}/argv')
    clipboard = SystemClipboard({}, written.append, lambda name: tool if name == "pbcopy" else None)
    assert await clipboard.copy("häßlich; $(rm)\n") == "pbcopy"
    assert (tmp_path / "got").read_text() == "häßlich; $(rm)\n"
    assert (tmp_path / "argv").read_text() == "\n" and written == []


async def test_a_tool_that_fails_gives_way_to_the_next_and_then_to_the_terminal(tmp_path):
    written = []
    broken = script(tmp_path / "xclip", "exit 1")
    clipboard = SystemClipboard({"DISPLAY": ":0"}, written.append, {"xclip": broken, "xsel": "/no/such"}.get)
    assert await clipboard.copy("secret") == "osc52"
    assert written == [osc52("secret")]


def test_osc52_carries_the_text_encoded_so_that_it_cannot_break_out():
    sequence = osc52("a\x07b\x1b\\")
    assert sequence.startswith("\x1b]52;c;") and sequence.endswith("\x07")
    assert base64.b64decode(sequence[7:-1]) == b"a\x07b\x1b\\"


@pytest.mark.parametrize(("held", "cleared"), [("secret", True), ("other", False)])
async def test_a_copy_is_forgotten_only_while_it_is_still_there(tmp_path, held: str, cleared: bool) -> None:
    board = tmp_path / "board"
    tools = {"pbcopy": f"cat > {board}", "pbpaste": f"cat {board}"}
    for name, line in tools.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n")
        (tmp_path / name).chmod(0o755)
    clipboard = SystemClipboard({}, [].append, lambda name: str(tmp_path / name) if name in tools else None)
    assert await clipboard.copy("secret") == "pbcopy" and clipboard.can_forget("pbcopy")
    board.write_text(held)
    assert await clipboard.forget("pbcopy", hashlib.sha256(b"secret").digest()) is cleared
    assert board.read_text() == ("" if cleared else held)
    assert not clipboard.can_forget("osc52") and await clipboard.forget("osc52", b"") is None
