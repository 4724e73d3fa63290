"""What the screen is given: snapshots unless they are switched off or the account is the demo's."""

import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from ec2tui import bootstrap
from ec2tui.adapters.demo.launcher import Demo
from ec2tui.adapters.local.snapshot_cache import FileSnapshots
from ec2tui.cli.parser import parse
from ec2tui.configuring import load_settings
from ec2tui.demo import Embedded
from ec2tui.services.session import Scope, Session
from ec2tui.tui.surroundings import Surroundings
from tests.services.fakes import FixedClock


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Starts the screen on a configuration without showing it; what it was given."""
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("EC2TUI_POLICY", "")
    given: list[Surroundings] = []
    monkeypatch.setattr("ec2tui.tui.app.run", lambda _session, around: given.append(around) or 0)

    def start(configuration: str, demo: Embedded | None = None) -> Surroundings:
        file = tmp_path / "config.toml"
        file.write_text(configuration)
        settings = load_settings(parse(["--config", str(file)]))
        assert bootstrap.run_screen(settings, demo) == 0
        return given.pop()

    return start


def test_rows_are_kept_between_runs_unless_that_is_switched_off(started: Any, tmp_path: Path) -> None:
    assert isinstance(started("").snapshots, FileSnapshots)
    assert started("[cache]\nenabled = false").snapshots is None
    assert not (tmp_path / "home").exists()


async def test_the_demo_keeps_nothing_outside_its_own_directory(started: Any, tmp_path: Path) -> None:
    demo = Demo("http://127.0.0.1:1", "AKIA", "secret", tmp_path / "demo", cast("Any", None), False)
    around = started("", demo=Embedded(demo))
    assert around.snapshots is None
    around.chosen.note(sort="-age")
    await around.chosen.keep()
    assert (tmp_path / "demo" / "choices.json").exists() and not (tmp_path / "home").exists()


def test_the_configuration_reaches_the_screen(started: Any) -> None:
    around = started('[ui]\nsort = "-age"\nrefresh = 60\ncolumns = ["id"]\n[views.a]\nquery = "x"')
    assert (around.refresh, around.chosen.sort, around.chosen.columns) == (60, "-age", ("id",))
    assert around.chosen.views["a"].query == "x"


def test_an_empty_command_line_is_what_the_parser_makes_of_it() -> None:
    assert vars(bootstrap.parse([])) == vars(parse([]))


def test_the_first_frame_waits_for_nothing_it_does_not_show(tmp_path: Path) -> None:
    """Neither the parser of the command line nor of a configuration, nor the record, nor AWS, nor flows."""
    code = (
        "import sys\nfrom ec2tui import bootstrap\nimport ec2tui.tui.app\n"
        "ec2tui.tui.app.run = lambda session, around: 0\n"
        "import ec2tui.adapters.local.terminal\nec2tui.adapters.local.terminal.lacking = str\n"
        "sys.stdout.write(str(bootstrap.run([])) + ' ' + ' '.join(sys.modules))"
    )
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")}
    done = subprocess.run([sys.executable, "-c", code], env=home, capture_output=True, text=True, check=True)
    code, *modules = done.stdout.split()
    assert code == "0"
    waste = ("argparse", "tomllib", "botocore", "keyring", "ec2tui.tui.flows", "ec2tui.cli.parser")
    assert not {*waste, "ec2tui.adapters.local.audit_log", "ec2tui.core.changes"} & {*modules}


def test_the_page_of_findings_judges_by_the_measures_that_check_has(started: Any) -> None:
    from ec2tui.core.config.checks import settings_of
    from ec2tui.core.config.schema import Checks

    configuration = "[checks]\nrequired_tags = ['Name']\nstopped_days = 5\n"
    around = started(configuration + "[guardrails]\nrequired_tags = ['cost', 'Name']\n")
    session = Session(cast(Any, None), FixedClock(), Scope())
    measures = around.watch_posture(session).posture._settings
    checks = Checks(required_tags=("Name",), stopped_days=5)
    assert around.changing and measures == settings_of(around.changing.policy, checks)
    assert measures.required_tags == ("Name", "cost")
