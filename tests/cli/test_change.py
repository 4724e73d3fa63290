"""Changes from the command line, by the real program on the demo's endpoint."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ec2tui.cli.change_options import CHANGE_VERBS
from ec2tui.core.changes.requests import REQUESTS


def test_every_request_is_a_verb_with_its_words():
    assert tuple((entry.verb, entry.words) for entry in REQUESTS if entry.verb) == CHANGE_VERBS


def test_stop_prints_the_plan_and_stops_both(demo_program, account):
    done = demo_program("stop", "search-02", account.id("cache-01"), "--yes", "--reason", "night")
    assert done.returncode == 0, done.stderr
    assert "running → stopped" in done.stdout and "aws ec2 stop-instances" in done.stdout
    assert done.stdout.count("\ndone ") == 2 and "ec2tui undo " in done.stderr
    assert account.changes() == {"StopInstances": 2}
    assert {account.state(name) for name in ("search-02", "cache-01")} <= {"stopping", "stopped"}
    told = json.loads(demo_program("log", "-o", "json").stdout)
    assert [(one["action"], one["outcome"], one["reason"]) for one in told] == [
        ("instance.stop", "ok", "night")
    ] * 2
    assert all(one["principal"] and one["account"] for one in told)


def test_what_is_so_already_is_nothing_to_do(on_demo, account):
    for flags in ((), ("-o", "json"), ("--dry-run",), ("--read-only",)):
        done = on_demo("protect", "bastion", *flags)
        assert done.returncode == 0, done.stderr
    assert account.changes() == {}


def test_without_a_terminal_nothing_is_asked_and_the_flags_decide(on_demo, account):
    for flags in ((), ("--dry-run",), ("-o", "json"), ("--confirm", "another", "--yes")):
        done = on_demo("reboot", "bastion", *flags)
        assert done.returncode == 3, done.stderr
        assert "--yes" in done.stderr or "another" in done.stderr
    assert account.changes() == {}


def test_a_dry_run_rehearses_and_changes_nothing(on_demo, account):
    done = on_demo("tag", "bastion", "--set", "x=y", "--yes", "--dry-run", "-o", "json")
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    plan, came = (
        {"changes", "findings", "permissions", "commands", "level"},
        {"results", "taken_back", "surprises"},
    )
    assert set(shown) == plan | came
    assert shown["permissions"][0]["result"] == "allowed" and shown["results"] == []
    assert account.ask("rehearsed")["rehearsed"] == {"CreateTags": 1}
    assert account.changes() == {}


def test_terminate_needs_the_protection_lifted_and_the_name_typed(on_demo, account):
    for flags in (
        ("--yes", "--confirm", "ad-controller-02"),
        ("--yes", "--confirm", "ad-controller-02", "--dry-run"),
    ):
        blocked = on_demo("terminate", "ad-controller-02", *flags)
        assert blocked.returncode == 3
        assert "ec2tui unprotect" in blocked.stderr and "press t" in blocked.stderr
    assert account.changes() == {}
    assert on_demo("unprotect", "ad-controller-02", "--yes").returncode == 0
    unsure = on_demo("terminate", "ad-controller-02", "--yes")
    assert unsure.returncode == 3 and "--confirm 'ad-controller-02'" in unsure.stderr
    assert account.changes()["TerminateInstances"] == 0
    done = on_demo("terminate", "ad-controller-02", "--confirm", "ad-controller-02", "-o", "json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)["results"][0]
    assert (result["state"], result["reversible"]) == ("done", False)
    assert account.state("ad-controller-02") in ("shutting-down", "terminated")


def test_wait_follows_until_it_has_settled(on_demo, account):
    def hasten():
        while account.state("cache-02") != "stopping":
            time.sleep(0.1)
        account.ask("advance", seconds="300")

    with ThreadPoolExecutor() as beside:
        hastening = beside.submit(hasten)
        done = on_demo("stop", "cache-02", "--yes", "--wait")
        hastening.result()
    assert done.returncode == 0 and "waiting until" in done.stderr
    assert account.state("cache-02") == "stopped"


def test_denied_is_said_before_anything_is_sent(on_demo, account):
    account.ask("deny", operation="StopInstances")
    for flags in (("--yes",), ("--yes", "--dry-run")):
        done = on_demo("stop", "reporting-win", *flags)
        assert done.returncode == 4 and "ec2:StopInstances" in done.stderr
    assert account.changes() == {}


def test_denied_where_nothing_can_be_rehearsed_is_told_as_the_result(on_demo, account):
    account.ask("deny", operation="DisassociateIamInstanceProfile")
    done = on_demo("role", "reporting-win", "--detach", "--yes", "-o", "json")
    assert done.returncode == 4, done.stderr
    assert json.loads(done.stdout)["results"][0]["outcome"] == "denied"


def test_undo_puts_tags_back(on_demo, account):
    before = account.tags("reporting-win")
    flags = ("--set", "x=y=z", "--remove", "team", "--yes")
    assert on_demo("tag", "reporting-win", *flags).returncode == 0
    changed = account.tags("reporting-win")
    assert changed["x"] == "y=z" and "team" not in changed
    assert on_demo("undo").returncode == 3
    assert account.tags("reporting-win") == changed
    assert on_demo("undo", "--yes").returncode == 0
    assert account.tags("reporting-win") == before
    told = json.loads(on_demo("log", "-o", "json").stdout)
    assert [one["undone"] for one in told] == [True, True, False, False]


def test_requiring_version_2_says_how_often_version_1_was_used_or_that_it_is_not_known(on_demo, account):
    used = on_demo("require-imdsv2", "legacy-jump", "--dry-run", "--yes")
    assert "Version 1 was used" in used.stdout and "in the last 14 days (MetadataNoToken)" in used.stdout
    account.ask("deny", operation="GetMetricData")
    denied = on_demo("require-imdsv2", "legacy-jump", "--dry-run", "--yes")
    assert denied.returncode == 0
    assert "MetadataNoToken may not be read with these credentials" in " ".join(denied.stdout.split())


def test_the_metadata_service_is_set_and_taken_back(on_demo, account):
    def options():
        return account.instance("reporting-win")["MetadataOptions"]

    before = options()
    assert on_demo("imds", "reporting-win", "--hop-limit", "3", "--service", "off", "--yes").returncode == 0
    assert (options()["HttpPutResponseHopLimit"], options()["HttpEndpoint"]) == (3, "disabled")
    assert options()["HttpTokens"] == before["HttpTokens"]
    assert on_demo("undo", "--yes").returncode == 0
    assert options() == before


def test_an_address_is_given_taken_and_released(on_demo, account):
    name = "ml-train-01"
    assert on_demo("give-address", name, "--yes").returncode == 0
    assert on_demo("take-address", name, "--yes").returncode == 0
    assert "PublicIpAddress" not in account.instance(name)
    assert on_demo("undo", "--yes").returncode == 0
    address = account.instance(name)["PublicIpAddress"]
    unsure = on_demo("release-address", name, "--address", address, "--yes")
    assert unsure.returncode == 3 and "not confirmed" in unsure.stderr
    done = on_demo("release-address", name, "--confirm", "change 2", "-o", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["results"]
    assert [(one["state"], one["reversible"]) for one in told] == [("done", False)] * 2
    assert "PublicIpAddress" not in account.instance(name)


def test_groups_of_an_instance_are_added_removed_and_taken_back(on_demo, account):
    def groups():
        return {one["GroupName"] for one in account.instance("ml-train-02")["SecurityGroups"]}

    before = groups()
    assert on_demo("groups", "ml-train-02", "--add", "database", "--yes").returncode == 0
    assert groups() == before | {"database"} != before
    sure = ("--confirm", "ml-train-02")
    assert on_demo("groups", "ml-train-02", "--remove", "database", *sure).returncode == 0
    assert groups() == before
    assert on_demo("undo", "--yes").returncode == 0
    assert groups() == before | {"database"}
    assert on_demo("groups", "ml-train-02", "--set", "app", *sure).returncode == 0
    assert groups() == before == {"app"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("stop", "nobody"), 1, "nobody"),
        (("stop", "reporting-win", "i-00000000000000001", "--yes"), 1, "i-00000000000000001"),
        (("stop",), 2, "TARGET"),
        (("tag", "reporting-win"), 2, "--set"),
        (("tag", "reporting-win", "--set", "x"), 2, "KEY=VALUE"),
        (("tag", "reporting-win", "--set", "x=1", "--remove", "x"), 2, "twice"),
        (("role", "reporting-win"), 2, "--detach"),
        (("resize", "reporting-win"), 2, "--type"),
        (("keep-volumes", "reporting-win", "--volume", "vol-1"), 1, "vol-1"),
        (("release", "reporting-win"), 3, "quarantine"),
        (("imds", "reporting-win"), 2, "--hop-limit"),
        (("imds", "reporting-win", "--hop-limit", "65", "--yes"), 3, "1 to 64"),
        (("take-address", "reporting-win"), 3, "has no Elastic IP"),
        (("release-address", "eipalloc-00000000000000001"), 1, "eipalloc-00000000000000001"),
        (("groups", "reporting-win"), 2, "--add"),
        (("groups", "reporting-win", "--set", "app", "--add", "app"), 2, "--set"),
        (("groups", "reporting-win", "--add", "nothing"), 1, "nothing"),
        (("groups", "reporting-win", "--remove", "windows-admin", "--yes"), 3, "1 to 16"),
        (("undo", "no-such-record"), 1, "no-such-record"),
    ],
)
def test_mistakes_are_told_in_one_line(on_demo, account, arguments, code, said):
    done = on_demo(*arguments)
    assert done.returncode == code and said in done.stderr
    assert done.stdout == "" or "--yes" in arguments
    assert account.changes() == {}


def test_volumes_are_read_before_their_snapshots_are_judged(on_demo):
    done = on_demo("snapshot-volumes", "bastion", "--yes", "--dry-run")
    assert done.returncode == 0 and "has not been read" not in done.stdout
    assert "bastion-root" in done.stdout and "…" not in done.stdout.split("Commands")[1]
