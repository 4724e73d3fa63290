"""Completion knows what this machine knows, quickly, and no name can drive the shell."""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ec2tui.adapters.aws.whose import whose
from ec2tui.adapters.local.snapshot_cache import FileSnapshots
from ec2tui.cli.complete import globals_of, unquoted
from ec2tui.core.model.instance import GroupRef
from ec2tui.core.model.key import Source
from ec2tui.services.snapshots import GroupNames, Piece
from tests.cli.test_program import imported
from tests.services.fakes import instance

CONFIG = """
[aws]
profile = "work"
regions = ["eu-west-3"]
[profiles.prod]
production = true
regions = ["sa-east-1"]
[views.prod-web]
query = "web"
[views.old]
query = "age>30d"
"""
HOSTILE = ["$(touch pwned)", "`touch pwned`", "-rf", "new\nline", "esc\x1b[2J", "web server", "it's"]


def snapshot(home: Path, profile: str, region: str, *names: str, owner: str = "") -> None:
    """Saves instances of these names as the screen does."""
    rows = tuple(instance(f"i-{region}-{at}", region=region, name=name) for at, name in enumerate(names))
    place = FileSnapshots(home / ".cache" / "ec2tui" / "snapshots")
    asyncio.run(place.save(Source(profile, region), [Piece(1.0, rows, ())], owner))


def groups(home: Path) -> None:
    """Saves groups as the screen does, and an instance in another one."""
    place = FileSnapshots(home / ".cache" / "ec2tui" / "snapshots")
    named = (GroupNames("sg-1", "web", ("sgr-1", "sgr-2")), GroupNames("sg-2", "db"))
    asyncio.run(place.save_groups(Source("work", "us-east-1"), named))
    member = instance("i-9", region="sa-east-1", security_groups=(GroupRef("sg-3", "bastion"),))
    asyncio.run(place.save(Source("work", "sa-east-1"), [Piece(1.0, (member,), ())]))


@pytest.fixture
def offered(program, tmp_path, environment):
    """What `ec2tui __complete KIND WORD [BEFORE…]` prints."""
    folder = tmp_path / "config" / "ec2tui"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(CONFIG)
    (tmp_path / "aws-config").write_text("[profile dev]\nregion = ap-south-1\n[profile work]\n")
    snapshot(tmp_path, "work", "us-east-1", "web-1", "web-2", "app", *HOSTILE)
    snapshot(tmp_path, "dev", "us-west-2", "devbox")
    keys = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    return lambda *words: program("__complete", *words, without=keys).stdout.splitlines()


def test_each_kind_is_known(offered):
    assert offered("profiles", "") == ["dev", "work", "prod"]
    assert offered("views", "pr") == ["prod-web"]
    assert offered("columns", "na") == ["name"]
    assert offered("fields", "sub") == ["subnet"]
    assert offered("targets", "web-") == ["web-1", "web-2"]
    assert offered("targets", "i-us-east-1-0") == ["i-us-east-1-0"]
    assert offered("nothing", "") == []


def test_groups_and_rules_come_from_what_was_read_and_from_the_instances(offered, tmp_path):
    groups(tmp_path)
    assert offered("groups", "") == ["web", "db", "bastion", "sg-1", "sg-2", "sg-3"]
    assert offered("groups", "b") == ["bastion"]
    assert offered("rules", "sgr-") == ["sgr-1", "sgr-2"]
    assert offered("rules", "", "--profile", "dev") == []


def test_regions_come_from_the_configuration_the_cache_and_awss_own_file(offered):
    assert offered("regions", "") == ["eu-west-3", "sa-east-1", "us-east-1", "ap-south-1", "all"]
    assert offered("regions", "eu-west-1,us-") == ["eu-west-1,us-east-1"]


def test_the_profile_on_the_line_counts(offered):
    assert offered("targets", "d", "--profile", "dev", "show") == ["devbox"]
    assert offered("targets", "d", "--profile=dev", "show") == ["devbox"]
    assert offered("targets", "d", "--profile", "=", "dev", "show") == ["devbox"]
    assert offered("targets", "web-1", "--profile", "dev") == []


def test_names_that_could_drive_a_terminal_are_not_offered(offered):
    names = offered("targets", "")
    assert "web server" in names and "it's" in names
    assert not [name for name in names if name.startswith("-") or "\x1b" in name or "line" in name]


def test_a_torn_snapshot_offers_what_is_whole(offered, tmp_path):
    file = tmp_path / ".cache" / "ec2tui" / "snapshots" / "work@us-east-1.rows"
    file.write_bytes(file.read_bytes()[:-3])
    assert offered("targets", "web-") == []
    assert offered("views", "") == ["old", "prod-web"]


def test_a_broken_configuration_offers_the_rest(offered, tmp_path):
    (tmp_path / "config" / "ec2tui" / "config.toml").write_text("[ui\n")
    assert offered("profiles", "d") == ["dev"]


def test_no_snapshot_is_read_when_the_cache_is_off(offered, tmp_path):
    (tmp_path / "config" / "ec2tui" / "config.toml").write_text(CONFIG + "[cache]\nenabled = false\n")
    assert offered("targets", "web") == []


def test_it_loads_neither_aws_nor_a_user_interface(environment, tmp_path):
    snapshot(tmp_path, "default", "us-east-1", "web-1", owner=whose(None, environment))
    snapshot(tmp_path, "default", "us-east-2", "web-of-other-keys", owner="other keys")
    done, modules = imported(environment, "__complete", "targets", "w")
    assert done.stdout.splitlines() == ["web-1"]
    assert not modules & {"botocore", "textual", "rich", "moto", "keyring"}


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("web", "web"),
        ("my\\ s", "my s"),
        ('"my s', "my s"),
        ("'my s", "my s"),
        ("", ""),
        ("a\\", "a"),
        ("a\\\\", "a\\"),
    ],
)
def test_a_word_means_what_the_shell_takes_it_for(word, text):
    assert unquoted(word) == text


def test_globals_are_found_on_an_unfinished_line():
    found = globals_of(["--profile"])
    assert found.profile == "" and found.config is None


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


@pytest.fixture
def complete(offered, program, environment, tmp_path):
    """What bash offers after these words, as it would stand on the line."""
    script = tmp_path / "completion.bash"
    script.write_text(program("completion", "bash").stdout)
    tool = tmp_path / "bin" / "ec2tui"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec {sys.executable} -m ec2tui "$@"\n')
    tool.chmod(0o755)
    known = {name: value for name, value in environment.items() if not name.startswith("AWS_S")}
    known.pop("AWS_ACCESS_KEY_ID")
    known |= {
        "PATH": f"{tool.parent}:{environment['PATH']}",
        "AWS_SHARED_CREDENTIALS_FILE": environment["AWS_SHARED_CREDENTIALS_FILE"],
    }
    root = Path(__file__).parent.parent.parent

    def run(*words: str) -> list[str]:
        code = (
            f'cd {root}; source {script}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ec2tui; '
            "printf '%s\\n' \"${COMPREPLY[@]}\""
        )
        done = subprocess.run(
            ["bash", "-c", code, "bash", *words], env=known, capture_output=True, text=True, check=True
        )
        assert done.stderr == ""
        return done.stdout.splitlines()

    return run


@needs_bash
def test_bash_offers_names_quoted_and_runs_none_of_them(complete, tmp_path):
    offered = complete("ec2tui", "show", "")
    assert {"web-1", "app", r"web\ server", r"it\'s", r"\$\(touch\ pwned\)"} <= set(offered)
    root = Path(__file__).parent.parent.parent
    assert not (root / "pwned").exists() and not (tmp_path / "pwned").exists()


@needs_bash
def test_bash_offers_what_an_option_takes(complete, tmp_path):
    groups(tmp_path)
    assert complete("ec2tui", "ls", "--view", "p") == ["prod-web"]
    assert complete("ec2tui", "--profile", "w") == ["work"]
    assert complete("ec2tui", "--profile", "=", "w") == ["work"]
    assert complete("ec2tui", "ls", "--region", "us") == ["us-east-1"]
    assert complete("ec2tui", "--profile", "dev", "stop", "dev") == ["devbox"]
    assert complete("ec2tui", "ls", "--group-by", "sub") == ["subnet"]
    assert complete("ec2tui", "sg", "show", "ba") == ["bastion"]
    assert complete("ec2tui", "sg", "revoke", "sgr-1") == ["sgr-1"]


@needs_bash
def test_bash_still_offers_options_and_verbs(complete):
    assert complete("ec2tui", "show", "--out") == ["--output"]
    assert complete("ec2tui", "do") == ["doctor"]
    assert complete("ec2tui", "completion", "z") == ["zsh"]


def test_zsh_and_fish_ask_for_the_same_kinds(program):
    assert "_ec2tui_known views" in program("completion", "zsh").stdout
    fish = program("completion", "fish").stdout
    assert "-l view -x -a '(__ec2tui_known views)'" in fish
    assert "-n '__fish_seen_subcommand_from show' -a '(__ec2tui_known targets)'" in fish
