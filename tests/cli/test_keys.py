"""`keys` on the demo: pairs, who uses each, and the file on this machine that is the private half."""

import csv
import io
import json
import stat

import pytest

from tests.key_files import folder, public_line


@pytest.fixture
def folders(account, tmp_path):
    file = tmp_path / "demo.toml"
    kept = json.dumps([str(account.demo.keys_directory)])
    file.write_text(file.read_text() + f"[access]\nkey_folders = {kept}\n")
    return account.demo.keys_directory


def test_pairs_are_listed_with_their_users_and_their_files(on_demo, account, folders):
    done = on_demo("keys", "-o", "json")
    assert done.returncode == 0
    found = {one["name"]: one for one in json.loads(done.stdout)}
    assert set(found) == {"prod-ops", "windows-admin", "staging-ed25519", "alice-laptop"}
    assert account.id("reporting-win") in found["windows-admin"]["instances"]
    assert found["alice-laptop"]["instances"] is not None
    for name, one in found.items():
        assert one["private_keys"] == [str(folders / f"{name}.pem")], name
    assert (found["staging-ed25519"]["type"], found["prod-ops"]["type"]) == ("ed25519", "rsa")
    assert found["alice-laptop"]["fingerprint"].count(":") == 15


def test_every_form_is_written_and_without_files_there_is_none(on_demo):
    assert sorted(on_demo("keys", "-o", "ids").stdout.split()) == [
        "alice-laptop", "prod-ops", "staging-ed25519", "windows-admin",
    ]  # fmt: skip
    head, *rows = csv.reader(io.StringIO(on_demo("keys", "-o", "csv").stdout))
    assert head == ["name", "region", "type", "instances", "private_key", "fingerprint"] and len(rows) == 4
    table = on_demo("keys").stdout
    assert "windows-admin" in table and "reporting-win" in table and ".pem" not in table


def test_instances_that_cannot_be_read_are_not_none(on_demo, account):
    account.ask("deny", operation="DescribeInstances")
    done = on_demo("keys", "-o", "json")
    assert done.returncode == 4 and "not read: instances" in done.stderr
    assert {one["instances"] for one in json.loads(done.stdout)} == {None}


def pairs(on_demo):
    return {one["name"]: one for one in json.loads(on_demo("keys", "-o", "json").stdout)}


def test_a_key_is_made_here_and_only_its_public_half_goes_to_aws(on_demo, tmp_path, account):
    place = tmp_path / "new.pem"
    create = ("keys", "create", "made-here", "--out", str(place), "--type", "ed25519")
    refused = on_demo(*create)
    assert refused.returncode == 3 and not place.exists(), "nothing was agreed to"
    planned = on_demo(*create, "--dry-run", "--yes")
    assert planned.returncode == 0 and not place.exists()
    done = on_demo(*create, "--yes")
    assert done.returncode == 0 and str(place) in done.stderr
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert pairs(on_demo)["made-here"]["type"] == "ed25519"
    body = place.read_text().splitlines()[2]
    assert body not in done.stdout + done.stderr + (tmp_path / "audit.jsonl").read_text()
    again = on_demo(*create, "--yes")
    assert again.returncode == 2 and "there is such a file already" in again.stderr
    other = on_demo(*create[:4], str(tmp_path / "other.pem"), "--yes")
    assert other.returncode == 3 and not (tmp_path / "other.pem").exists(), "the name is taken"
    assert on_demo("undo", "--yes", "--confirm", "made-here").returncode == 0
    assert "made-here" not in pairs(on_demo)


def test_a_public_half_is_imported_and_a_deleted_pair_comes_back(on_demo, account, tmp_path):
    line = public_line("ed25519")
    (tmp_path / "key.pub").write_text(f"{line}\n")
    assert on_demo("keys", "import", "brought", str(tmp_path / "key.pub"), "--yes").returncode == 0
    assert pairs(on_demo)["brought"]["public_key"].split()[:2] == line.split()[:2]
    same = on_demo("keys", "import", "brought", str(folder() / "ed25519"), "--yes")
    assert (same.returncode, "Nothing to do" in same.stdout) == (0, True)
    putty = on_demo("keys", "import", "other", str(folder() / "key.ppk"), "--yes")
    assert putty.returncode == 2 and "puttygen" in putty.stderr
    gone = on_demo("keys", "delete", "brought", "--yes")
    assert gone.returncode == 0 and "brought" not in pairs(on_demo)
    assert on_demo("undo", "--yes").returncode == 0
    assert pairs(on_demo)["brought"]["public_key"].split()[:2] == line.split()[:2]
    assert on_demo("keys", "delete", "brought", "--yes").returncode == 0


def test_a_pair_in_use_is_deleted_only_when_its_name_is_typed(on_demo, account):
    done = on_demo("keys", "delete", "windows-admin", "--yes")
    assert done.returncode == 3 and "reporting-win" in done.stdout and "--confirm" in done.stderr
    assert on_demo("keys", "delete", "nobody", "--yes").returncode == 1
    assert account.changes() == {}
