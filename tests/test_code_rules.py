"""The rules that tools can check are part of the suite: style, types, layers and what an import costs."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


def run(*argv: str) -> None:
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_finds_nothing() -> None:
    run(str(BIN / "ruff"), "check", "--no-cache", ".")


def test_the_format_is_ruffs() -> None:
    run(str(BIN / "ruff"), "format", "--check", "--no-cache", ".")


def test_mypy_strict_finds_nothing() -> None:
    run(str(BIN / "mypy"))


def test_the_import_contracts_hold() -> None:
    run(str(BIN / "lint-imports"), "--no-cache")


@pytest.mark.parametrize(
    ("module", "unloaded"),
    [
        ("ec2tui.tui.app", ("botocore", "boto3", "moto", "keyring", "cryptography", "plotext")),
        ("ec2tui.bootstrap", ("botocore", "textual", "moto", "asyncio")),
        ("ec2tui.adapters.aws.client", ("botocore", "textual")),
    ],
)
def test_an_import_loads_nothing_it_does_not_need(module: str, unloaded: tuple[str, ...]) -> None:
    check = f"import sys, {module}; print(*[m for m in {unloaded!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_every_file_says_what_it_does_and_stays_small() -> None:
    """A module begins with its one sentence, and none passes 300 lines."""
    for path in sorted((ROOT / "ec2tui").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert text.startswith(('"""', 'r"""')), f"{path} does not begin with a docstring"
        assert text.count("\n") <= 300, f"{path} has more than 300 lines"
