"""The demo's SSH servers: who gets in, what they find there, and what the console says of host keys."""

import asyncio
import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import asyncssh
import pytest
from botocore.credentials import ReadOnlyCredentials
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ec2tui.adapters.aws.tunnel import presigned
from ec2tui.adapters.demo.console import host_keys
from ec2tui.adapters.demo.server import _open_ssh
from ec2tui.adapters.demo.ssh.addresses import every_address, map_of_blocks, one_address, public_addresses
from ec2tui.adapters.demo.ssh.hosts import Host
from ec2tui.adapters.demo.ssh.network import Machines
from ec2tui.services.ports_tunnel import EndpointTarget

from .conftest import Account, error_code

KEY, PUSHED, STRANGER = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(3))
BOX = Host(
    "i-1", "box", "eu-west-1", "vpc-1", "10.0.0.9", "54.1.2.3", "ec2-user",
    (KEY.export_public_key().decode(),), datetime(2026, 9, 1), "al2023", False,
)  # fmt: skip
BEHIND = Host("i-2", "db", "eu-west-1", "vpc-1", "10.0.0.8", "", "admin", (), BOX.booted, "debian", False)
WINDOWS = Host("i-3", "win", "eu-west-1", "vpc-1", "10.0.0.7", "", "x", (), BOX.booted, "windows", True)


class FakeHosts:
    """Three machines; a key was pushed to the first for `bob`."""

    def by_public(self, address: str) -> Host | None:
        return BOX if address == BOX.public_ip else None

    def by_private(self, address: str, vpc_id: str) -> Host | None:
        return next((one for one in (BOX, BEHIND, WINDOWS) if one.private_ip == address), None)

    def public(self) -> tuple[Host, ...]:
        return (BOX,)

    def keys(self, host: Host) -> tuple[Any, ...]:
        return host_keys(7, host.id)

    def pushed(self, host: Host, user: str) -> tuple[str, ...]:
        return (PUSHED.export_public_key().decode(),) if user == "bob" else ()

    def seconds_up(self, host: Host) -> float:
        return 90_061.0

    def now(self) -> datetime:
        return datetime(2026, 9, 2, 1, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the first machine."""
    machines = Machines(FakeHosts(), tmp_path_factory.mktemp("homes"))  # type: ignore[arg-type]
    machines.start()
    listener = one_address()
    machines.listen(listener, BOX.public_ip)
    yield int(listener.getsockname()[1])


def connected(port: int, user: str = "ec2-user", key: Any = KEY) -> Any:
    told = host_keys(7, "i-1")[0].public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    known = asyncssh.import_known_hosts(f"[127.0.0.1]:{port} {told.decode()}")
    return asyncssh.connect(
        "127.0.0.1", port, username=user, client_keys=[key], known_hosts=known, agent_path=None, config=None
    )


async def test_only_the_pairs_key_and_one_that_was_pushed_open_the_door(port: int) -> None:
    for user, key in (("ec2-user", STRANGER), ("root", KEY), ("ec2-user", PUSHED)):
        with pytest.raises(asyncssh.PermissionDenied):
            await connected(port, user, key)
    for user, key in (("ec2-user", KEY), ("bob", PUSHED)):
        async with connected(port, user, key) as connection:
            assert (await connection.run("whoami")).stdout == f"{user}\n"


@pytest.mark.parametrize(
    ("command", "output", "status"),
    [
        ("hostname; whoami", "ip-10-0-0-9\nec2-user\n", 0),
        ("uptime", " 01:01:01 up 1 day,  1:01,  1 user,  load average: 0.08, 0.03, 0.01\n", 0),
        ("false && echo no; echo 'so so'; exit 7; echo never", "so so\n", 7),
        ("ls && cat README", "README\nThis home is a folder of the demo's own directory.\n", 0),
        ("cat ../keys", "", 1),
        ("rm -rf x", "", 127),
        ("echo 'open", "", 2),
    ],
)
async def test_commands_have_output_and_exit_codes(port: int, command: str, output: str, status: int) -> None:
    async with connected(port) as connection:
        done = await connection.run(command)
        assert (done.stdout, done.exit_status) == (output, status)
        assert bool(done.stderr) == (status in (1, 2, 127))


async def test_bytes_come_back_unchanged(port: int) -> None:
    content = bytes(range(256)) * 300 + b"\r\n\xe2\x82"
    async with connected(port) as connection:
        assert (await connection.run("cat", input=content, encoding=None)).stdout == content
        async with connection.start_sftp_client() as files, files.open("kept", "wb") as file:
            await file.write(content)
        assert (await connection.run("cat kept", encoding=None)).stdout == content


async def test_a_terminal_has_a_prompt_with_the_machines_name(port: int) -> None:
    async with connected(port) as connection, connection.create_process(term_type="xterm") as shell:
        shell.stdin.write("pwd\nexit 3\n")
        done = await shell.wait()
    assert "[ec2-user@box ~]$ " in done.stdout and "/home/ec2-user" in done.stdout and done.exit_status == 3


async def test_forwarded_connections_reach_the_vpc_and_nothing_else(port: int) -> None:
    async with connected(port) as connection:
        for host in ("10.0.0.8", "ip-10-0-0-8.eu-west-1.compute.internal"):
            reader, writer = await connection.open_connection(host, 80)
            writer.write(b"GET / HTTP/1.0\r\n\r\n")
            assert b"ip-10-0-0-8 (i-2)" in await reader.read()
        for host, closed in (("10.0.0.8", 5432), ("10.0.0.7", 22), ("192.0.2.1", 80), ("example.com", 80)):
            with pytest.raises(asyncssh.ChannelOpenError):
                await connection.open_connection(host, closed)
        with pytest.raises(asyncssh.ChannelListenError):
            await connection.forward_remote_port("", 0, "127.0.0.1", port)


async def test_files_stay_in_the_home(port: int, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\x00\xff")
    async with connected(port) as connection:
        await asyncssh.scp(str(tmp_path / "a"), (connection, "b"))
        async with connection.start_sftp_client() as files:
            assert "b" in await files.listdir("/../..") and not await files.exists("/etc")


@pytest.mark.skipif(every_address() is None, reason="loopback has one address here")
def test_one_socket_stands_for_every_address_of_loopback() -> None:
    listener = every_address()
    assert listener is not None
    with listener:
        number = listener.getsockname()[1]
        assert map_of_blocks(number)["54.0.0.0/8"] == f"127.0.0.0/8:{number}"
    assert public_addresses("127.1.2.3") == ("52.1.2.3", "54.1.2.3")


async def test_without_such_a_socket_each_machine_has_a_port_of_its_own(tmp_path: Path) -> None:
    machines = Machines(FakeHosts(), tmp_path)  # type: ignore[arg-type]
    machines.start()
    places = _open_ssh(machines, None)
    assert list(places) == [BOX.public_ip]
    host, _, number = places[BOX.public_ip].partition(":")
    assert host == "127.0.0.1"
    async with connected(int(number)) as connection:
        assert (await connection.run("hostname")).stdout == "ip-10-0-0-9\n"


def console(account: Account, name: str) -> str:
    output = account.ec2.get_console_output(InstanceId=account.id(name)).get("Output", "")
    return base64.b64decode(output).decode() if output and "\n" not in output else str(output)


def told_keys(text: str) -> list[str]:
    block = re.search(r"BEGIN SSH HOST KEY KEYS-+\r?\n(.*?)-+END", text, re.DOTALL)
    return [line.split()[1] for line in block[1].split("\r\n") if line.strip()] if block else []


async def presented(account: Account, name: str) -> str:
    """The host key of a machine's server, in base64."""
    public = account.instance(account.id(name))["PublicIpAddress"]
    local = "127." + public.partition(".")[2]
    found = await asyncssh.get_server_host_key(local, account.demo.ssh_port, config=None)
    assert found is not None
    return found.export_public_key().decode().split()[1]


async def test_the_console_tells_the_keys_of_the_server_but_where_that_is_planted(account: Account) -> None:
    assert await presented(account, "bastion") in told_keys(console(account, "bastion"))
    assert not told_keys(console(account, "contractor-ssh"))
    changed = told_keys(console(account, "demo-box"))
    assert len(changed) == 2 and await presented(account, "demo-box") not in changed


async def test_a_pushed_key_counts_for_a_minute(account: Account) -> None:
    client = account.client("ec2-instance-connect")
    box, key = account.id("bastion"), PUSHED.export_public_key().decode()
    public = account.instance(box)["PublicIpAddress"]
    wanted = {"InstanceId": box, "InstanceOSUser": "bob", "SSHPublicKey": key}
    assert client.send_ssh_public_key(**wanted)["Success"] is True

    async def enters() -> bool:
        try:
            async with asyncssh.connect(
                "127." + public.partition(".")[2], account.demo.ssh_port, username="bob", config=None,
                client_keys=[PUSHED], known_hosts=None, agent_path=None,
            ):  # fmt: skip
                return True
        except asyncssh.PermissionDenied:
            return False

    assert await enters()
    await asyncio.to_thread(account.control, "advance?seconds=61")
    assert not await enters()
    push = client.send_ssh_public_key
    assert error_code(push, **(wanted | {"InstanceId": "i-00000000"})) == "EC2InstanceNotFoundException"
    stopped = account.id("stage-build-01")
    assert error_code(push, **(wanted | {"InstanceId": stopped})) == "EC2InstanceStateInvalidException"
    assert (
        error_code(push, **(wanted | {"SSHPublicKey": "ssh-rsa AAAA" + "A" * 80})) == "InvalidArgsException"
    )


def test_systems_manager_knows_who_may_and_can_reach_it(account: Account) -> None:
    ssm = account.client("ssm")
    names = ("bastion", "stage-db", "contractor-ssh", "stage-build-01")
    ids = {name: account.id(name) for name in names}
    asked = [{"Key": "InstanceIds", "Values": [*ids.values()]}]
    known = [
        one["InstanceId"]
        for one in ssm.describe_instance_information(Filters=asked)["InstanceInformationList"]
    ]
    assert known == [ids["bastion"]]
    opened = ssm.start_session(Target=ids["bastion"])
    assert ssm.terminate_session(SessionId=opened["SessionId"])["SessionId"] == opened["SessionId"]
    assert error_code(ssm.terminate_session, SessionId=opened["SessionId"]) == "DoesNotExistException"
    assert error_code(ssm.start_session, Target=ids["stage-db"]) == "TargetNotConnected"


def opened(account: Account, secret: str = "", **given: Any) -> tuple[int, str]:
    """What is answered to a presigned address that no websocket is asked for at: status and AWS's code."""
    found = account.ec2.describe_instance_connect_endpoints()["InstanceConnectEndpoints"][0]
    id_, private = found["InstanceConnectEndpointId"], "10.30.32.4"
    target = EndpointTarget(**{"endpoint_id": id_, "dns_name": "", "address": private, **given})
    keys = ReadOnlyCredentials(account.demo.access_key, secret or account.demo.secret_key, None)
    address = presigned(keys, "eu-west-1", account.demo.endpoint_url, target)
    headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": "eA=="}
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(address, headers=headers), timeout=20)
    return caught.value.code, caught.value.headers["x-amzn-ErrorType"]


def test_an_endpoint_opens_for_fresh_signatures_and_its_two_ports_alone(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opened(account, secret="wrong") == (403, "InvalidSignatureException")
    assert opened(account, port=80) == (400, "ValidationException")
    assert opened(account, seconds=3601) == (400, "ValidationException")
    assert opened(account, endpoint_id="eice-0") == (404, "ResourceNotFoundException")
    account.control("deny?operation=OpenTunnel")
    assert opened(account) == (403, "AccessDeniedException")
    account.control("clear")
    old = datetime.now(UTC).replace(tzinfo=None) - timedelta(seconds=90)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: old)
    assert opened(account) == (403, "ExpiredTokenException")
