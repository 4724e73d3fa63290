"""The embedded account and the screen on it: started, started again when it ended, and taken away."""

import argparse
import asyncio
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure, usage

if TYPE_CHECKING:
    from ec2tui.adapters.demo.launcher import Demo
    from ec2tui.core.config.settings import Settings


class Embedded:
    """What the screen needs of the embedded account: where its files are, and its life."""

    def __init__(self, demo: "Demo") -> None:
        self._demo = demo

    @property
    def directory(self) -> Path:
        """The demo's own directory, in which the screen keeps what it writes."""
        return self._demo.directory

    def ended(self) -> bool:
        """Whether the endpoint's process is gone."""
        return self._demo.ended

    async def restart(self) -> str:
        """Starts the same account again at the same address; why it cannot be (empty: it could)."""
        try:
            await asyncio.to_thread(self._demo.restart)
        except OSError as error:
            return f"{self._demo.endpoint_url}: {error.strerror}"
        return ""


def run_demo(
    options: argparse.Namespace, settings: "Settings", screen: Callable[["Settings", Embedded], int]
) -> int:
    """Runs the embedded account: alone with `--serve`, else with the screen on it."""
    import importlib.util

    if importlib.util.find_spec("moto") is None:
        raise usage(
            "demo: the embedded account is not installed; install it with: pip install 'ec2tui[demo]'"
        )
    from ec2tui.adapters.demo import launcher

    try:
        if options.serve:
            return launcher.serve(options.instances, options.seed, options.port)
        demo = launcher.launch(options.instances, options.seed, options.port)
    except launcher.DemoError as error:
        raise Failure(ExitCode.FAILED, f"demo: {error}") from error
    except OSError as error:
        raise usage(f"demo: port {options.port}: {error.strerror}; choose another with --port") from error
    try:
        if (
            not demo.access_map
        ):  # each machine has a port of its own, which the endpoint tells when it is ready
            demo.wait_ready()
        _live_in({**demo.environment, launcher.VARIABLE: str(demo.configuration)})
        return screen(_demo_settings(settings, options.region or demo.regions, demo), Embedded(demo))
    except launcher.DemoError as error:
        raise Failure(ExitCode.FAILED, f"demo: {error}") from error
    finally:
        demo.close()


def _demo_settings(settings: "Settings", regions: tuple[str, ...], demo: "Demo") -> "Settings":
    """The user's looks and keys, and nothing that the configuration says about real accounts."""
    import msgspec

    from ec2tui.adapters.demo.configuration import ANY, BASTION, TOPIC
    from ec2tui.adapters.demo.seed.group_tables import OPERATOR
    from ec2tui.core.access.settings import Access
    from ec2tui.core.config.schema import SecurityGroups
    from ec2tui.core.model.alarm_policy import AlarmPolicy

    return msgspec.structs.replace(
        settings,
        profile=None,
        profile_name="default",
        profiles={},
        regions=regions,
        endpoint_url=None,
        endpoint_honours_dry_run=True,
        security_groups=SecurityGroups(my_ip=OPERATOR),
        alarms=AlarmPolicy(topic=TOPIC),
        access=Access(
            key_folders=(str(demo.keys_directory),),
            map=demo.access_map,
            bastions={ANY: BASTION},
            tmux_window=settings.access.tmux_window,
        ),
        file=str(demo.configuration),
    )


def _live_in(environment: Mapping[str, str]) -> None:
    """Points AWS's configuration chain at the embedded account, and away from everything of the user's."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(
        environment,
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_EC2_METADATA_DISABLED="true",
    )
