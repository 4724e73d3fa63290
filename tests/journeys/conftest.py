"""The demo endpoint that journeys run on, one per test process, with AWS's configuration pointed at it."""

import os
from collections.abc import Iterator

import pytest

from ec2tui.adapters.demo.launcher import Demo, launch


@pytest.fixture(scope="session")
def endpoint() -> Iterator[Demo]:
    demo = launch(seed=7)
    demo.wait_ready()
    yield demo
    demo.close()


@pytest.fixture
def on_demo(endpoint: Demo, monkeypatch: pytest.MonkeyPatch) -> Demo:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in endpoint.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return endpoint
