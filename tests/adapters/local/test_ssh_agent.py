"""The keys of a real ssh agent, and agents that say nothing or nonsense."""

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ec2tui.adapters.local.private_keys import LocalPrivateKeys
from ec2tui.adapters.local.ssh_agent import SshAgent
from ec2tui.core.access.key_forms import same_public_key
from ec2tui.core.model.key import Key
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.services.private_keys import Found, of_pair
from tests.key_files import folder, public_line, run

pytestmark = pytest.mark.skipif(shutil.which("ssh-agent") is None, reason="there is no ssh-agent here")

PAIR = Key("123456789012", "eu-west-1", "mine")


@pytest.fixture
def socket(tmp_path: Path) -> Iterator[str]:
    """The socket of an agent that holds an RSA key and an ED25519 one."""
    place = str(tmp_path / "agent.sock")
    with subprocess.Popen(["ssh-agent", "-D", "-a", place], stdout=subprocess.DEVNULL) as agent:
        while not Path(place).exists():
            time.sleep(0.005)
        env = {**os.environ, "SSH_AUTH_SOCK": place}
        files = [str(folder() / name) for name in ("pkcs1.pem", "ed25519")]
        subprocess.run(["ssh-add", "-q", *files], env=env, check=True)
        yield place
        agent.terminate()


async def test_its_keys_are_matched_by_public_key_and_by_fingerprint(socket: str, tmp_path: Path) -> None:
    keys = LocalPrivateKeys((), SshAgent(socket, tmp_path / "public"))
    held = await keys.in_agent()
    assert await keys.candidates() == () and len(held) == 2
    by_key = KeyPair(PAIR, "mine", "ed25519", public_key=public_line("ed25519") + " of mine")
    found, (file,) = of_pair(by_key, held)
    assert found is Found.MATCHED and file.where.startswith("the ssh agent (")
    md5 = run("ssh-keygen", "-l", "-E", "md5", "-f", str(folder() / "public.txt"))
    assert b"MD5" in md5
    imported = next(one for one in held if one.forms and one.forms.type == "rsa").forms
    assert imported is not None and len(imported.fingerprints) == 1
    assert of_pair(KeyPair(PAIR, "mine", "rsa", imported.fingerprints[0]), held)[0] is Found.MATCHED
    assert not (tmp_path / "public").exists(), "nothing is written before it is needed"
    path = Path(await keys.identity(file))
    assert same_public_key(path.read_text(), public_line("ed25519"))
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700


async def test_no_agent_is_no_problem_and_one_that_is_gone_is(tmp_path: Path) -> None:
    assert await SshAgent("").candidates() == ()
    (told,) = await SshAgent(str(tmp_path / "gone")).candidates()
    assert "cannot be asked" in told.problem


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "did not answer"),
        (b"\x00\x00\x00\x01\x05", "no list of keys"),
        (b"\x7f\xff\xff\xff", "no list of keys"),
        (b"\x00\x00\x00\x05\x05\x00\x00\x00\x00", "does not tell"),
        (b"\x00\x00\x00\x09\x0c\x00\x00\x00\x01\x00\x00\x00\xff", "cut off"),
        (b"\x00\x00", "cannot be asked"),
    ],
)
async def test_one_that_says_nothing_or_nonsense_is_told(
    tmp_path: Path, answer: bytes | None, words: str
) -> None:
    end = asyncio.Event()

    async def says(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if answer is None:
            await end.wait()
        else:
            writer.write(answer)
        writer.close()

    async with await asyncio.start_unix_server(says, str(tmp_path / "agent")):
        (told,) = await SshAgent(str(tmp_path / "agent"), timeout=0.2).candidates()
        end.set()
    assert words in told.problem and not told.agent
