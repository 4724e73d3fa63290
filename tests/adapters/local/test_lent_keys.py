"""Keys that are lent to the real OpenSSH: it signs with them, and nothing of them is on the disk."""

import asyncio
import shutil
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as make_curve
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as make_rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ec2tui.adapters.local.open_ssh import OpenSsh
from ec2tui.adapters.local.private_keys import LocalPrivateKeys
from ec2tui.services.lent_keys import LendingKeys
from ec2tui.services.ports_keys import KeyFile
from tests.services.fakes import no_secret

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs OpenSSH")


async def said(*argv: str, env: dict[str, str] | None = None, stdin: bytes = b"") -> tuple[int, bytes]:
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*argv, env=env, stdin=pipe, stdout=pipe, stderr=pipe)
    out, err = await child.communicate(stdin)
    return child.returncode or 0, out + err


@pytest.mark.parametrize("kind", ["ed25519", "rsa", "curve"])
async def test_openssh_signs_with_a_key_that_it_cannot_read(kind: str, tmp_path: Path) -> None:
    made = {
        "ed25519": Ed25519PrivateKey.generate,
        "rsa": lambda: make_rsa(65537, 2048),
        "curve": lambda: make_curve(SECP384R1()),
    }[kind]()
    file = tmp_path / "key.der"
    file.write_bytes(made.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    file.chmod(0o600)
    local = LocalPrivateKeys(())
    told = await local.inspect(str(file))
    assert told.forms is not None and told.foreign == "it is DER"
    async with OpenSsh().lending() as lent:
        half = Path(await LendingKeys(local, lent).identity(told))
        place = half.parent
        assert stat.S_IMODE(place.stat().st_mode) == 0o700 and Path(lent.socket).parent == place
        assert [b"PRIVATE" in one.read_bytes() for one in place.iterdir() if one.is_file()] == [False]
        env = {"SSH_AUTH_SOCK": lent.socket, "PATH": "/usr/bin:/bin"}
        sign = ("ssh-keygen", "-Y", "sign", "-n", "test", "-f", str(half))
        code, signature = await said(*sign, env=env, stdin=b"data")
        assert code == 0, signature
    (tmp_path / "sig").write_bytes(signature)
    (tmp_path / "allowed").write_text(f"me {told.forms.public}\n")
    names = ("-f", str(tmp_path / "allowed"), "-s", str(tmp_path / "sig"))
    verify = ("ssh-keygen", "-Y", "verify", "-I", "me", "-n", "test", *names)
    assert (await said(*verify, stdin=b"data"))[0] == 0
    assert (await said(*verify, stdin=b"other"))[0] != 0
    assert not place.exists()


async def test_the_agent_has_the_lent_keys_alone_and_minds_no_nonsense(tmp_path: Path) -> None:
    file = tmp_path / "key"
    key = Ed25519PrivateKey.generate()
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    opened = await LocalPrivateKeys(()).open(str(file), no_secret)
    assert not isinstance(opened, KeyFile)
    async with OpenSsh().lending() as lent:
        await lent.lend(opened)
        for request, answer in (
            (b"\x0d\xff\xff\xff\xff", 5),
            (b"\x0d" + bytes(8), 5),
            (b"\x11", 5),
            (b"\x0b", 12),
        ):
            reader, writer = await asyncio.open_unix_connection(lent.socket)
            writer.write(len(request).to_bytes(4) + request)
            size = int.from_bytes(await reader.readexactly(4))
            assert (await reader.readexactly(size))[0] == answer
            writer.close()
