"""The real OpenSSH on the demo's machines and on OpenSSH's own server, by ways that are written for it."""

import getpass
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from ec2tui.adapters.demo.launcher import Demo

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@pytest.fixture
def environment(endpoint: Demo, tmp_path: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    homes = {
        f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "CACHE", "STATE", "CONFIG")
    }
    aws = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    own = {
        "EC2TUI_CONFIG": str(endpoint.configuration),
        "HOME": str(tmp_path),
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    return {**kept, **homes, **aws, **own, **endpoint.environment}


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    """Runs a program to its end; `ec2tui` is this one."""

    def to_its_end(*argv: str, **more: str) -> "subprocess.CompletedProcess[str]":
        words = [sys.executable, "-m", *argv] if argv[0] == "ec2tui" else [*argv]
        return subprocess.run(
            words, env={**environment, **more}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip

    return to_its_end


def id_of(demo: Demo, name: str) -> str:
    url, headers = f"{demo.endpoint_url}/_ec2tui/names", {"X-Demo-Key": demo.access_key}
    with urlopen(Request(url, headers=headers), timeout=20) as reply:
        return str(json.load(reply)["names"][f"eu-west-1/instance/{name}"])


def test_plain_ssh_takes_the_ways_of_the_written_configuration(
    endpoint: Demo, run: Run, tmp_path: Path
) -> None:
    """Direct, behind the bastion, through an endpoint; another host key is refused, an unknown one too."""
    query = ("bastion", "or", "name:orders-db-01", "or", "stage-db", "or", "demo-box", "or", "contractor-ssh")
    written = run("ec2tui", "ssh-config", *query)
    assert written.returncode == 0 and "contractor" not in written.stdout.replace("contractor-ssh\n", "")
    assert id_of(endpoint, "contractor-ssh") in written.stderr and "tells no host keys" in written.stderr
    file = tmp_path / "ssh config"
    file.write_text(written.stdout)
    file.chmod(0o600)
    by_file = ("ssh", "-F", str(file))
    for host, name in (("bastion", "10-20-0-4"), ("orders-db-01", "10-20-32-"), ("stage-db", "10-30-32-4")):
        done = run(*by_file, host, "hostname; exit 7")
        assert done.stdout.startswith(f"ip-{name}") and done.returncode == 7, done.stderr
    (tmp_path / "a").write_bytes(bytes(range(256)) * 500)
    assert run("scp", "-F", str(file), str(tmp_path / "a"), "bastion:b").returncode == 0
    assert (endpoint.directory / "homes" / id_of(endpoint, "bastion") / "b").stat().st_size == 128_000
    for host, words in (("demo-box", "IDENTIFICATION HAS CHANGED"), ("contractor-ssh", "strict checking")):
        refused = run(*by_file, host, "true")
        assert refused.returncode == 255 and words in refused.stderr


def test_a_port_here_leads_to_a_host_behind_until_it_is_interrupted(
    endpoint: Demo, environment: dict[str, str]
) -> None:
    argv = [sys.executable, "-m", "ec2tui", "tunnel", "bastion", "0:10.20.32.4:80"]
    with subprocess.Popen(
        argv, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, start_new_session=True,
    ) as tunnel:  # fmt: skip
        assert tunnel.stdout is not None and tunnel.stderr is not None
        line = tunnel.stdout.readline()
        port = line.partition(" ")[0].rpartition(":")[2]
        assert line == f"127.0.0.1:{port} → 10.20.32.4:80\n", tunnel.stderr.read()
        assert "ip-10-20-32-4" in _page(int(port))
        os.killpg(tunnel.pid, signal.SIGINT)
        _, errors = tunnel.communicate(timeout=20)
        assert (tunnel.returncode, errors) == (130, "ec2tui: interrupted\n")


def _page(port: int) -> str:
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as connection:
                connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
                return connection.makefile().read()
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise AssertionError("nothing listens")


@pytest.fixture
def sshd(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """OpenSSH's own server on a port of its own: the port, and the folder with its keys."""
    if SSHD is None:
        pytest.skip("OpenSSH's server is not installed")
    place = tmp_path / "sshd"
    place.mkdir(mode=0o700)
    for name in ("host", "user"):
        argv = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(place / name)]
        subprocess.run(argv, check=True, timeout=20)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    (place / "config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {place / 'host'}\nPidFile none\nUsePAM no\nStrictModes no\n"
        f"AuthorizedKeysFile {place / 'user.pub'}\nPasswordAuthentication no\nPermitRootLogin yes\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    server = subprocess.Popen([SSHD, "-D", "-e", "-f", str(place / "config")], stderr=subprocess.DEVNULL)
    try:
        yield port, place
    finally:
        server.terminate()
        server.wait(10)


def test_openssh_s_own_server_is_entered_with_the_same_words(
    endpoint: Demo, run: Run, sshd: tuple[int, Path], tmp_path: Path
) -> None:
    """`[access.map]` leads an instance to it; its key is known, and then another one is."""
    port, place = sshd
    box = id_of(endpoint, "bastion")
    configuration = tmp_path / "own.toml"
    text = endpoint.configuration.read_text()
    configuration.write_text(text + f'"{box}" = "127.0.0.1:{port}"\n')
    known = tmp_path / "data" / "ec2tui" / "known_hosts" / f"210987654321-eu-west-1-{box}"
    known.parent.mkdir(parents=True)
    words = ("ec2tui", "--config", str(configuration), "ssh", "bastion", "--user", getpass.getuser())
    words = (*words, "--key", str(place / "user"), "--via", "direct", "--", "echo $((6*7)); exit 9")
    public = " ".join((place / "host.pub").read_text().split()[:2])
    known.write_text(f"{box} {public}\n")
    _page_of_ssh(port)
    done = run(*words)
    assert (done.stdout, done.returncode) == ("42\n", 9), done.stderr
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(place / "other")], check=True)
    other = (place / "other.pub").read_text().split()[1]
    known.write_text(f"{box} ssh-ed25519 {other}\n")
    refused = run(*words)
    assert refused.stdout == "" and refused.returncode not in (0, 9)
    told = {_fingerprint(place / "host.pub"), _fingerprint(place / "other.pub")}
    assert all(one in refused.stderr for one in told), refused.stderr


def _page_of_ssh(port: int) -> None:
    """Returns when the server answers."""
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as connection:
                assert connection.recv(4) == b"SSH-"
                return
        except ConnectionRefusedError:
            time.sleep(0.02)


def _fingerprint(file: Path) -> str:
    argv = ["ssh-keygen", "-l", "-f", str(file)]
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout.split()[1]
