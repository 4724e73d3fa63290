"""The real program in a process of its own, against a real emulator or a scripted endpoint."""

import io
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import boto3
import pytest

from ec2tui import bootstrap
from ec2tui.adapters.demo.launcher import Demo, launch
from tests.cli.endpoint import ScriptedEndpoint
from tests.cli.warm import Warm

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
Done = subprocess.CompletedProcess[str]
Program = Callable[..., Done]


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


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """A process that has imported the program, and forks for each command line."""
    made = Warm()
    yield made
    made.close()


@pytest.fixture
def program(environment: dict[str, str], warm: Warm, tmp_path: Path) -> Program:
    """Runs `ec2tui ARGUMENTS` to its end; `without` takes variables away, further ones are added."""

    def run(*arguments: str, without: tuple[str, ...] = (), **more: str) -> Done:
        given = {name: value for name, value in environment.items() if name not in without} | more
        done = warm.run(arguments, given, tmp_path)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


@pytest.fixture
def new_program(environment: dict[str, str]) -> Program:
    """Runs the same in a new interpreter, which has imported nothing yet."""

    def run(*arguments: str, without: tuple[str, ...] = (), **more: str) -> Done:
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


def client(url: str, region: str = REGION, service: str = "ec2") -> object:
    """An independent client of the emulator."""
    return boto3.client(
        service,
        region,
        endpoint_url=url,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )


class DemoAccount:
    """The demo's account, and what one may ask of it beside AWS's operations."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo

    def ask(self, command: str, **query: str) -> dict[str, Any]:
        url = f"{self.demo.endpoint_url}/_ec2tui/{command}?{urlencode(query)}"
        with urlopen(Request(url, headers={"X-Demo-Key": self.demo.access_key}), timeout=20) as reply:
            return dict(json.load(reply))

    def id(self, name: str) -> str:
        return str(self.ask("names")["names"][f"{REGION}/instance/{name}"])

    def changes(self) -> Counter[str]:
        """The calls that came and were neither reads nor rehearsals."""
        done = Counter(self.ask("calls")["calls"])
        done.subtract(self.ask("rehearsed")["rehearsed"])
        reads = ("Describe", "Get", "List")
        return Counter({name: count for name, count in done.items() if count and not name.startswith(reads)})

    def instance(self, name: str) -> dict[str, Any]:
        """The instance as an independent client sees it."""
        ec2: Any = boto3.client(
            "ec2",
            REGION,
            endpoint_url=self.demo.endpoint_url,
            aws_access_key_id=self.demo.access_key,
            aws_secret_access_key=self.demo.secret_key,
        )
        found = ec2.describe_instances(InstanceIds=[self.id(name)])
        return dict(found["Reservations"][0]["Instances"][0])

    def state(self, name: str) -> str:
        return str(self.instance(name)["State"]["Name"])

    def tags(self, name: str) -> dict[str, str]:
        return {tag["Key"]: tag["Value"] for tag in self.instance(name)["Tags"]}


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    made = launch()
    made.wait_ready()
    yield made
    made.close()


@pytest.fixture
def account(demo: Demo) -> Iterator[DemoAccount]:
    """The demo's account with nothing counted and nothing going wrong."""
    made = DemoAccount(demo)
    made.ask("clear")
    yield made
    made.ask("clear")


@pytest.fixture
def demo_options(tmp_path: Path) -> tuple[str, ...]:
    """The options that name a configuration for the demo, with the record beside it."""
    configuration = tmp_path / "demo.toml"
    record = json.dumps(str(tmp_path / "audit.jsonl"))
    configuration.write_text(f"[aws]\nendpoint_honours_dry_run = true\n[audit]\npath = {record}\n")
    return ("--config", str(configuration))


@pytest.fixture
def demo_program(program: Program, account: DemoAccount, demo_options: tuple[str, ...]) -> Program:
    """Runs `ec2tui ARGUMENTS` on the demo in a process of its own."""

    def run(*arguments: str) -> Done:
        environment = account.demo.environment
        return program(*demo_options, *arguments, without=("AWS_SESSION_TOKEN",), **environment)

    return run


@pytest.fixture
def on_demo(
    account: DemoAccount,
    demo_options: tuple[str, ...],
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Program:
    """Runs the same in this process, where AWS's libraries are imported once."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "XDG_"))]:
        monkeypatch.delenv(name)
    for name, value in (environment | account.demo.environment).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_SESSION_TOKEN")
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def run(*arguments: str) -> Done:
        capsys.readouterr()
        code = bootstrap.run((*demo_options, *arguments))
        said = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, said.out, said.err)

    return run
