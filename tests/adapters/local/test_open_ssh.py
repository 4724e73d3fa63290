"""Host keys as real servers present them, keys for one connection, and the files of known hosts."""

import asyncio
import base64
import stat
import sys
from pathlib import Path

import asyncssh
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ec2tui.adapters.local.known_hosts import KnownHostsDirectory
from ec2tui.adapters.local.open_ssh import OpenSsh
from ec2tui.adapters.local.ssh_exchange import ExchangeError, presented_key
from ec2tui.adapters.local.ssh_signature import is_signed
from ec2tui.core.access.host_keys import host_key
from ec2tui.core.access.route import Dial
from ec2tui.core.model.key import Key

I = Key("123456789012", "eu-west-1", "i-0123456789abcdef0")  # noqa: E741
RELAY = (
    "import asyncio, sys, os\n"
    "async def main():\n"
    "    r, w = await asyncio.open_connection('127.0.0.1', int(sys.argv[1]))\n"
    "    loop = asyncio.get_running_loop()\n"
    "    loop.add_reader(0, lambda: w.write(os.read(0, 65536)))\n"
    "    while data := await r.read(65536):\n"
    "        os.write(1, data)\n"
    "asyncio.run(main())\n"
)


async def serving(algorithm: str, **options: object):  # type: ignore[no-untyped-def]
    key = asyncssh.generate_private_key(algorithm, **({"key_size": 2048} if algorithm == "ssh-rsa" else {}))
    server = await asyncssh.listen("127.0.0.1", 0, server_host_keys=[key], **options)
    return key, server, server.sockets[0].getsockname()[1]


@pytest.mark.parametrize(
    ("algorithm", "methods"),
    [
        ("ssh-ed25519", ()),
        ("ssh-ed25519", ("ecdh-sha2-nistp256",)),
        ("ecdsa-sha2-nistp256", ()),
        ("ecdsa-sha2-nistp521", ()),
        ("ssh-rsa", ()),
    ],
)
async def test_the_key_that_a_server_proves_to_have_is_told(algorithm: str, methods: tuple[str, ...]) -> None:
    key, server, port = await serving(algorithm, **({"kex_algs": methods} if methods else {}))
    async with server:
        found = await OpenSsh().scan(Dial("127.0.0.1", port))
    assert not isinstance(found, str), found
    assert found.fingerprint == key.get_fingerprint()
    assert found.line == " ".join(key.export_public_key().decode().split()[:2])


async def test_the_same_through_a_proxy_and_what_a_proxy_says_when_it_fails() -> None:
    key, server, port = await serving("ssh-ed25519")
    async with server:
        found = await OpenSsh().scan(Dial("i-1", 22), (sys.executable, "-c", RELAY, str(port)))
    assert not isinstance(found, str), found
    assert found.fingerprint == key.get_fingerprint()
    failing = (sys.executable, "-c", "import sys; sys.exit('ec2tui: no endpoint in vpc-1')")
    assert await OpenSsh().scan(Dial("i-1", 22), failing) == "ec2tui: no endpoint in vpc-1"


async def test_what_is_no_server_and_what_is_not_there_are_sentences() -> None:
    async def hello(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(hello, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        said = await OpenSsh().scan(Dial("127.0.0.1", port))
    assert said == f"127.0.0.1:{port}: it is no SSH server"
    gone = await OpenSsh().scan(Dial("127.0.0.1", port))
    assert isinstance(gone, str) and "cannot be reached" in gone


async def test_a_server_that_shows_a_key_that_is_not_its_own_is_found_out() -> None:
    """Somebody in between shows the real server's public key, without having its private one."""
    key, server, _ = await serving("ssh-ed25519")
    other = await serving("ssh-ed25519")

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, to = await asyncio.open_connection("127.0.0.1", other[2])

        async def forth() -> None:
            while data := await reader.read(65536):
                to.write(data)

        task = asyncio.create_task(forth())
        shown = other[0].public_data
        while data := await theirs.read(65536):
            writer.write(data.replace(shown, key.public_data))
        task.cancel()
        writer.close()

    between = await asyncio.start_server(relay, "127.0.0.1", 0)
    async with server, other[1], between:
        reader, writer = await asyncio.open_connection("127.0.0.1", between.sockets[0].getsockname()[1])
        with pytest.raises(ExchangeError, match="did not prove"):
            await presented_key(reader, writer)
        writer.close()


def test_a_signature_of_something_else_is_none() -> None:
    private = Ed25519PrivateKey.generate()
    line = private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    found = host_key(*line.split())
    assert found is not None
    wire = base64.b64decode(found.data)
    made = private.sign(b"told")
    signature = b"".join(len(part).to_bytes(4) + part for part in (b"ssh-ed25519", made))
    assert is_signed(wire, signature, b"told") and not is_signed(wire, signature, b"other")


async def test_a_short_key_is_private_and_goes() -> None:
    async with OpenSsh().short_key() as made:
        path = Path(made.path)
        assert made.public.startswith("ssh-ed25519 ") and b"OPENSSH PRIVATE KEY" in path.read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not path.parent.exists()
    with pytest.raises(ZeroDivisionError):
        async with OpenSsh().short_key() as made:
            raise ZeroDivisionError
    assert not Path(made.path).parent.exists()


async def test_a_known_hosts_file_is_the_users_alone_and_replaced_whole(tmp_path: Path) -> None:
    known = KnownHostsDirectory(tmp_path / "new" / "known_hosts")
    assert await known.load(I) == ""
    await known.save(I, "first\n")
    await known.save(I, "second\n")
    path = Path(known.path(I))
    assert path.name == "123456789012-eu-west-1-i-0123456789abcdef0"
    assert await known.load(I) == "second\n" and [*path.parent.iterdir()] == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "key", [I._replace(id="../x"), I._replace(account="../.."), I._replace(region="a/b")]
)
def test_no_name_leads_out_of_the_directory(key: Key, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no instance"):
        KnownHostsDirectory(tmp_path).path(key)
