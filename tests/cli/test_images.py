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


def test_a_public_image_is_made_private_and_that_is_taken_back_only_past_the_guardrail(on_demo, account):
    name = "acme-build-agent-2025.02"
    done = on_demo("images", "make-private", name, "--yes", "-o", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"][0]["action"] == "image.public"
    assert on_demo("images", name, "-o", "csv", "--columns", "shared").stdout.split() == ["shared", "private"]
    assert on_demo("images", "make-private", name, "--yes").returncode == 0
    back = on_demo("undo", "--yes", "--confirm", name)
    assert back.returncode == 3 and "read everything on it" in back.stderr + back.stdout
    assert account.changes() == {"ModifyImageAttribute": 1}


def test_an_image_is_made_shared_deprecated_switched_off_and_deregistered(on_demo, account):
    made = on_demo("images", "create", "bastion", "--name", "acme-bastion-1", "--yes", "-o", "json")
    assert made.returncode == 0, made.stderr
    [result] = json.loads(made.stdout)["results"]
    assert (result["action"], result["reversible"]) == ("image.create", True)
    again = on_demo("images", "create", "bastion", "--name", "acme-bastion-1", "--yes", "--dry-run")
    assert again.returncode == 3 and "is called so already" in again.stderr + again.stdout
    account.ask("advance", seconds="60")
    [image] = on_demo("images", "acme-bastion-1", "-o", "ids").stdout.split()

    name = "acme-bastion-1"
    shared = on_demo("images", "share", name, "--with", "111122223333", "--confirm", name)
    assert shared.returncode == 0, shared.stderr
    assert on_demo("images", "shared:111122223333", "-o", "ids").stdout.split() == [image]
    assert on_demo("images", "unshare", image, "--yes").returncode == 0
    past = on_demo("images", "deprecate", image, "--at", "2020-01-31", "--yes")
    assert past.returncode == 3 and "in the past" in past.stderr + past.stdout
    assert on_demo("images", "deprecate", image, "--at", "2099-01-31", "--yes").returncode == 0
    assert json.loads(on_demo("images", name, "-o", "json").stdout)[0]["deprecation_time"].startswith("2099")
    assert on_demo("undo", "--yes").returncode == 0
    assert on_demo("images", "disable", image, "--yes").returncode == 0
    assert on_demo("images", "enable", image, "--yes").returncode == 0
    gone = on_demo("images", "deregister", image, "--confirm", name)
    assert gone.returncode == 0, gone.stderr
    assert on_demo("images", name, "-o", "ids").stdout == ""
    assert account.changes() == {
        "CreateImage": 1,
        "ModifyImageAttribute": 2,
        "EnableImageDeprecation": 1,
        "DisableImageDeprecation": 1,
        "DisableImage": 1,
        "EnableImage": 1,
        "DeregisterImage": 1,
    }


def test_anothers_image_is_not_changed(on_demo, account):
    done = on_demo("images", "make-private", "partner-fw-appliance-7.2", "--yes")
    assert done.returncode == 0 and "nothing" in done.stderr.lower() + done.stdout.lower()
    done = on_demo("images", "disable", "partner-fw-appliance-7.2", "--yes")
    assert done.returncode == 3 and "belongs to 345678901234" in done.stderr + done.stdout
    assert account.changes() == {}


def test_instances_say_what_their_image_is_worth_when_that_is_asked(on_demo, account):
    account.ask("clear")
    on_demo("ls", "-o", "ids")
    assert "GetParameters" not in account.ask("calls")["calls"]
    [box] = on_demo("ls", "verdict:impostor", "--columns", "name,image_verdict", "-o", "csv").stdout.split(
        "\n"
    )[1:-1]
    assert box == "demo-box,! impostor"
    told = json.loads(on_demo("ls", "verdict:deprecated", "-o", "json").stdout)
    assert told and {one["image_verdict"] for one in told} == {"deprecated"}
