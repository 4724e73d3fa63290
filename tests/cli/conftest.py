"""The real program in a process of its own, against a real emulator or a scripted endpoint."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest

from tests.cli.endpoint import ScriptedEndpoint

KEYS = {"AWS_ACCESS_KEY_ID": "ASIATESTING", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_SESSION_TOKEN": "t"}
REGION = "eu-west-1"
SERVE = """
import logging
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server
logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
print(server.port, flush=True)
server.serve_forever()
"""
Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def emulator() -> Iterator[str]:
    """The address of an emulated EC2 that starts empty."""
    environment = {**os.environ, "MOTO_EC2_LOAD_DEFAULT_AMIS": "false"}
    with subprocess.Popen(
        [sys.executable, "-c", SERVE], stdout=subprocess.PIPE, text=True, env=environment
    ) as child:
        assert child.stdout is not None
        yield f"http://127.0.0.1:{child.stdout.readline().strip()}"
        child.kill()


@pytest.fixture
def endpoint() -> Iterator[ScriptedEndpoint]:
    """An endpoint that answers as the test says."""
    made = ScriptedEndpoint()
    yield made
    made.close()


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment that knows nothing of the machine's own AWS set-up."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "AWS_CONFIG_FILE": str(tmp_path / "aws-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "aws-credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONUTF8": "1",
        "NO_PROXY": "*",
        **KEYS,
    }


@pytest.fixture
def program(environment: dict[str, str]) -> Program:
    """Runs `ec2tui ARGUMENTS` to its end; `without` takes variables away, further ones are added."""

    def run(
        *arguments: str, without: tuple[str, ...] = (), **more: str
    ) -> "subprocess.CompletedProcess[str]":
        given = {name: value for name, value in environment.items() if name not in without} | more
        argv = [sys.executable, "-m", "ec2tui", *arguments]
        done = subprocess.run(
            argv, env=given, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, check=False
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


@pytest.fixture
def at(endpoint: ScriptedEndpoint) -> tuple[str, ...]:
    """The options that point the program at the scripted endpoint."""
    return ("--endpoint-url", endpoint.url, "--region", REGION)


def client(url: str, region: str = REGION) -> object:
    """An independent client of the emulator."""
    return boto3.client(
        "ec2",
        region,
        endpoint_url=url,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
