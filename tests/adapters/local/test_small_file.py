"""A file that the user named is read whole when it is small, and never without end."""

from ec2tui.adapters.local.small_file import MOST, read_file


async def test_it_is_read_or_it_is_said_why_not(tmp_path):
    file = tmp_path / "first.sh"
    file.write_bytes(b"#!/bin/sh\n")
    assert await read_file(str(file)) == b"#!/bin/sh\n"
    assert await read_file(str(tmp_path)) == f"cannot read {tmp_path}: Is a directory"
    assert await read_file("/none") == "cannot read /none: No such file or directory"


async def test_what_has_no_end_is_cut():
    found = await read_file("/dev/zero")
    assert isinstance(found, bytes) and len(found) == MOST
