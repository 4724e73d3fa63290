"""`images`: what it lists with the verdict on each, what could not be read, and free text over the world."""

import json


def names(done):
    return [one["name"] for one in json.loads(done.stdout)]


def test_own_shared_and_current_images_have_a_verdict(on_demo, account):
    told = json.loads(on_demo("images", "-o", "json").stdout)
    by_name = {one["name"]: one for one in told}
    golden = by_name["acme-golden-al2023-2026.09"]
    assert (golden["verdict"], golden["level"], golden["public"]) == ("vetted", "ok", False)
    assert by_name["acme-appliance-2026.03"]["shared_with"] == ["998877665544"]
    assert by_name["partner-fw-appliance-7.2"]["level"] == "confirm"
    assert {one["publisher"] for one in told} >= {"own", "Ubuntu", "Debian", "Amazon Linux", "Windows Server"}
    assert not any(one["verdict"] == "unknown" for one in told)
    table = on_demo("images", "own", "public").stdout
    assert table.splitlines()[0].split()[:2] == ["Name", "Verdict"] and "acme-build-agent" in table
    used = on_demo("images", "deprecated", "used>0", "-o", "csv", "--columns", "verdict,used").stdout
    assert used.splitlines()[0] == "verdict,used" and "D deprecated" in used
    assert account.changes() == {}


def test_free_text_over_the_world_is_off_until_policy_allows_it(on_demo, account, tmp_path):
    off = on_demo("images", "--search", "ubuntu")
    assert (off.returncode, off.stdout) == (3, "") and "guardrails.images.search" in off.stderr
    config = tmp_path / "on.toml"
    config.write_text("[guardrails.images]\nsearch = true\n")
    on = on_demo("--config", str(config), "images", "--search", "ubuntu", "-o", "json")
    assert on.returncode == 0 and "unverified publisher" in on.stderr
    [impostor] = [one for one in json.loads(on.stdout) if one["verdict"] == "impostor"]
    assert impostor["level"] == "block" and impostor["owner_id"] in impostor["reason"]


def test_a_denied_fact_is_named_and_leaves_unknown(on_demo, account):
    account.ask("deny", operation="GetAllowedImagesSettings")
    done = on_demo("images", "noble", "-o", "json")
    assert done.returncode == 4 and "ec2:GetAllowedImagesSettings" in done.stderr
    told = {one["verdict"] for one in json.loads(done.stdout)}
    assert told == {"unknown"}
