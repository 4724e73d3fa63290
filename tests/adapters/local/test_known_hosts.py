"""Files of host keys that others could have written are not believed."""

from pathlib import Path

import pytest

from ec2tui.adapters.local.known_hosts import KnownHostsDirectory
from ec2tui.core.model.key import Key

BOX = Key("210987654321", "eu-west-1", "i-0123456789abcdef0")


@pytest.mark.parametrize("what", ["file", "directory", "link"])
async def test_what_others_may_write_is_refused(what: str, tmp_path: Path) -> None:
    hosts = KnownHostsDirectory(tmp_path / "known")
    await hosts.save(BOX, "text\n")
    place = Path(hosts.path(BOX))
    if what == "link":
        place.rename(tmp_path / "other")
        place.symlink_to(tmp_path / "other")
    else:
        (place if what == "file" else place.parent).chmod(0o722)
    with pytest.raises(OSError, match=r"others may write to|is a link"):
        await hosts.load(BOX)
