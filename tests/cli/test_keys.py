"""`keys` on the demo: pairs, who uses each, and the file on this machine that is the private half."""

import csv
import io
import json

import pytest


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
