import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import boto3
import pytest

from ec2tui.adapters.demo.launcher import DemoError, launch, start_demo

PARENT = """
import sys, time
from ec2tui.adapters.demo.launcher import launch
demo = launch(instances=3)
print(demo.process.pid, demo.directory, flush=True)
time.sleep(60)
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until(condition: object, seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


def test_the_endpoint_dies_and_cleans_up_when_its_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid, directory = parent.stdout.readline().split()
        assert alive(int(pid))
        assert until(lambda: Path(directory).is_dir())
        time.sleep(0.5)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    assert until(lambda: not Path(directory).exists())
    assert until(lambda: not alive(int(pid)))


def test_a_demo_that_was_killed_starts_again_in_its_place(tmp_path: Path) -> None:
    demo = launch(instances=3, directory=tmp_path)
    try:
        demo.wait_ready()
        before = instance_ids(demo.environment)
        (tmp_path / "audit.jsonl").write_text("kept")
        demo.process.kill()
        assert until(lambda: demo.ended)
        demo.restart()
        demo.wait_ready()
        assert not demo.ended and instance_ids(demo.environment) == before
        assert (tmp_path / "audit.jsonl").read_text() == "kept"
    finally:
        demo.close()


def instance_ids(environment: dict[str, str]) -> set[str]:
    ec2 = boto3.client(
        "ec2",
        environment["AWS_REGION"],
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
    )
    return {i["InstanceId"] for r in ec2.describe_instances()["Reservations"] for i in r["Instances"]}


def test_nothing_is_left_when_the_parent_is_killed_while_the_endpoint_starts(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", PARENT]
    parents = [
        subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) for _ in range(3)
    ]
    pids = []
    for number, parent in enumerate(parents):
        assert parent.stdout is not None
        pids.append(int(parent.stdout.readline().split()[0]))
        if number < 1:  # at once, and deeper in the start the others
            parent.kill()
    assert list(tmp_path.iterdir())
    time.sleep(0.3)
    parents[1].kill()
    assert until(lambda: list(tmp_path.glob("*/keys")), 60)  # the last one's, while it writes into it
    parents[2].kill()
    for parent in parents:
        parent.wait()
        parent.stdout.close()  # type: ignore[union-attr]
    assert until(lambda: not list(tmp_path.iterdir()))
    assert until(lambda: not [pid for pid in pids if alive(pid)])


def test_nothing_is_left_when_the_port_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError):
        launch(port=taken.getsockname()[1])
    assert not list(tmp_path.iterdir())


async def test_the_url_is_good_before_the_account_is_seeded() -> None:
    started = time.monotonic()
    async with await start_demo(instances=5) as demo:
        assert time.monotonic() - started < 1
        ec2 = boto3.client(
            "ec2",
            region_name=demo.regions[0],
            endpoint_url=demo.endpoint_url,
            aws_access_key_id=demo.access_key,
            aws_secret_access_key=demo.secret_key,
        )
        regions = await asyncio.to_thread(ec2.describe_regions)
        assert "eu-west-1" in {one["RegionName"] for one in regions["Regions"]}
        await demo.ready()
        directory, process = demo.directory, demo.process
        assert (demo.keys_directory / "prod-ops.pem").is_file()
    assert process.returncode is not None
    assert not directory.exists()


def test_a_child_that_cannot_start_is_told_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(OSError, match="file"):
        launch(directory=file)
    demo = launch(instances=-5, seed=1, directory=tmp_path / "x")
    demo.process.kill()
    with pytest.raises(DemoError):
        demo.wait_ready()
    demo.close()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_serve_prints_only_export_lines_and_ends_quietly(tmp_path: Path, number: int, code: int) -> None:
    script = "import sys; from ec2tui.adapters.demo.launcher import serve; sys.exit(serve(instances=4))"
    served = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert served.stdout is not None
        lines = [served.stdout.readline() for _ in range(5)]
        variables = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
        assert all(line.startswith("export AWS_") for line in lines)
        assert variables["AWS_REGION"] == variables["AWS_DEFAULT_REGION"] == "eu-west-1"
        look = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"
        environment = {**os.environ, **variables, "AWS_EC2_METADATA_DISABLED": "true"}
        said = subprocess.run(
            [sys.executable, "-c", look], env=environment, capture_output=True, text=True, check=False
        )
        assert said.stdout.strip().endswith("demo-operator"), said.stderr
        served.send_signal(number)
        rest, errors = served.communicate(timeout=15)
    finally:
        served.kill()
    assert (rest, served.returncode) == ("", code)
    keys, ssh = errors.splitlines()
    assert re.fullmatch(r"private keys: \S+/keys \(--key, or \[access\] key_folders\)", keys)
    assert re.fullmatch(r"for ssh and tunnels: export EC2TUI_CONFIG=\S+/config.toml", ssh)


def test_the_parent_does_not_load_moto() -> None:
    check = (
        "import sys, ec2tui.adapters.demo.launcher; "
        "print(*(m for m in ('moto', 'boto3', 'botocore', 'werkzeug', 'cryptography') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
