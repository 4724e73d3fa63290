"""A report about a defect is private, holds no value, and its sentence names what failed and where it is."""

import re
import stat
from pathlib import Path

import pytest

from ec2tui.adapters.local.crash_report import KEPT, write_report
from ec2tui.core.views.header import duration

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


def defect() -> Exception:
    secret_local = SECRET
    try:
        duration(secret_local)  # type: ignore[arg-type]
    except TypeError as error:
        return error
    raise AssertionError


def reports(place: Path) -> list[Path]:
    return sorted(place.glob("crash-*.txt"))


def test_it_names_what_failed_and_where_the_report_is(tmp_path: Path) -> None:
    told = write_report(defect(), ["ls", "--profile=prod", "name-of-mine"], tmp_path / "state")
    [path] = reports(tmp_path / "state")
    assert told.startswith("TypeError in ec2tui.core.views.header, duration, line ") and str(path) in told
    assert "\n" not in told
    text = path.read_text()
    assert "Traceback" in text and "arguments: ls --profile …" in text
    assert SECRET not in text and "name-of-mine" not in text and "prod" not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_secrets_of_the_environment_are_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "horse battery")
    told = write_report(RuntimeError("it was horse battery"), [], tmp_path)
    assert "horse" not in told and "horse" not in reports(tmp_path)[0].read_text()


def test_of_several_defects_at_once_the_first_is_named_and_all_are_reported(tmp_path: Path) -> None:
    group = ExceptionGroup("side by side", [defect(), ValueError("second")])
    assert write_report(group, [], tmp_path).startswith("TypeError in ec2tui.core.views.header")
    assert "second" in reports(tmp_path)[0].read_text()


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    for _ in range(KEPT + 2):
        told = write_report(ValueError("x"), [], tmp_path)
    kept = reports(tmp_path)
    assert len(kept) == KEPT and re.search(re.escape(str(kept[-1])), told)


def test_a_report_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = write_report(ValueError("x"), [], tmp_path / "file" / "below")
    assert told.startswith("ValueError: x") and "no report could be written" in told
