"""`sg` on the demo: an export is a fixed point, a line becomes a rule, a file its difference."""

import argparse
import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from ec2tui.cli import sg_text
from ec2tui.cli.failure import Failure
from ec2tui.core.grammar.group_text import format_group
from ec2tui.core.model.kind import Kind
from ec2tui.services.group_rules import read_group_rules
from tests.services.fakes import SOURCE, key
from tests.services.group_fakes import Groups, groups_context

GROUP = "app"


def shown(on_demo):
    return json.loads(on_demo("sg", "show", GROUP, "-o", "json").stdout)


def lines(on_demo):
    return {rule["line"] for rule in shown(on_demo)["rules"]}


def test_an_export_changes_nothing_and_an_edited_one_its_difference(on_demo, tmp_path):
    exported = on_demo("sg", "export", GROUP)
    assert exported.returncode == 0
    file = tmp_path / "app.sg"
    file.write_text(exported.stdout)
    same = on_demo("sg", "apply", str(file), "--yes", "-o", "json")
    assert (same.returncode, json.loads(same.stdout)["changes"]) == (0, [])
    file.write_text(exported.stdout + "tcp/8081 from 10.20.0.0/24\n")
    planned = on_demo("sg", "plan", str(file), "--yes", "-o", "json")
    (change,) = json.loads(planned.stdout)["changes"]
    assert (change["action"], planned.returncode) == ("rule.authorize", 0)
    before = lines(on_demo)
    applied = on_demo("sg", "apply", str(file), "--yes", "-o", "json")
    assert applied.returncode == 0, applied.stderr
    assert lines(on_demo) - before == {"tcp/8081 from 10.20.0.0/24"}
    assert "lacks" not in applied.stderr and "not to be there" not in applied.stderr
    assert on_demo("undo", "--yes").returncode == 0
    assert lines(on_demo) == before


def test_who_uses_a_group_and_what_is_wrong_with_it_is_shown(on_demo):
    shown = on_demo("sg", "show", "redis-public")
    assert "used by" in shown.stdout and "critical SG-02" in shown.stdout, shown.stdout
    told = json.loads(on_demo("sg", "show", "redis-public", "-o", "json").stdout)
    assert "SG-02" in {one["check"] for one in told["findings"] if one["status"] == "fail"}
    app = json.loads(on_demo("sg", "show", GROUP, "-o", "json").stdout)
    assert app["used_by"]["instance"] > 0 and app["referenced_by"]


def test_a_tag_that_policy_requires_is_given_as_a_thing_is_made(on_demo, demo_options):
    with Path(demo_options[1]).open("a", encoding="utf-8") as file:
        file.write('\n[guardrails]\nrequired_tags = ["owner"]\n')
    vpc = json.loads(on_demo("sg", "show", GROUP, "-o", "json").stdout)["vpc_id"]
    asked = (
        "sg",
        "create",
        "tagged",
        "--vpc",
        vpc,
        "--description",
        "x",
        "--region",
        "eu-west-1",
        "--dry-run",
    )
    bare = on_demo(*asked, "--yes")
    assert bare.returncode == 3 and "instead: Give it the tag as it is made: --tag owner=…" in bare.stdout
    given = on_demo(*asked, "--yes", "--tag", "owner=ann", "-o", "json")
    assert given.returncode == 0 and "owner" in json.loads(given.stdout)["commands"][0]
    wrong = on_demo(*asked, "--tag", "owner")
    assert wrong.returncode == 2 and "is not KEY=VALUE" in wrong.stderr


def test_a_bad_line_is_told_with_its_place(on_demo, tmp_path):
    said = on_demo("sg", "allow", GROUP, "htps", "from", "self", "--yes")
    assert said.returncode == 2 and "did you mean https?" in said.stderr and "^^^^" in said.stderr
    file = tmp_path / "app.sg"
    file.write_text(on_demo("sg", "export", GROUP).stdout + "ssh form self\n")
    said = on_demo("sg", "plan", str(file), "--yes")
    assert said.returncode == 2 and "stands where from or to" in said.stderr and "^^^^" in said.stderr
    file.write_text("ssh from self\n")
    assert "names no group" in on_demo("sg", "plan", str(file)).stderr


def test_my_ip_is_told_or_refused(on_demo):
    said = on_demo("sg", "allow", GROUP, "ssh", "from", "my-ip", "--yes")
    assert said.returncode == 2 and "--my-ip" in said.stderr and "[security_groups] my_ip" in said.stderr
    told = on_demo("sg", "allow", GROUP, "ssh from my-ip", "--my-ip", "10.20.9.9", "--dry-run", "-o", "json")
    assert '"CidrIp":"10.20.9.9/32"' in json.loads(told.stdout)["commands"][0]


def test_what_is_not_there_and_what_is_several(on_demo):
    assert on_demo("sg", "show", "no such group").returncode == 1
    several = on_demo("sg", "show", "default")
    assert several.returncode == 2 and several.stderr.count("sg-") >= 2
    assert on_demo("sg", "revoke", "sgr-0123456789abcdef0", "--yes").returncode == 1
    assert on_demo("sg").returncode == 2
    listed = json.loads(on_demo("sg", "ls", "-o", "json").stdout)
    assert {"id", "name", "vpc_id", "inbound_rules", "interfaces"} <= set(listed[0])


class Editing:
    """An editor that saves one text after the other, and what it was shown."""

    def __init__(self, *saved):
        self.saved = list(saved)
        self.shown = []

    async def __call__(self, text, line):
        self.shown.append((text, line))
        return self.saved.pop(0)(text)


async def edited(editor):
    aws = Groups(web={"sgr-1": "tcp/22 from 10.0.0.0/8"})
    context = groups_context(aws)
    await read_group_rules(aws, context.store, SOURCE, [key("sg-web")])
    group = aws.items["eu-west-1", Kind.SECURITY_GROUPS]["sg-web"]
    session = SimpleNamespace(store=context.store, gateway=aws, source=lambda region: SOURCE)
    options = argparse.Namespace(my_ip=None)
    cli = SimpleNamespace(edit=editor, options=options, clock=context.clock, answer=None)
    original = format_group(group, aws.rules.values())
    return await sg_text._edited(cli, session, group, original)


async def test_a_text_that_is_saved_as_it_was_is_no_change():
    assert await edited(Editing(lambda text: text + "\n")) is None


async def test_a_bad_line_is_shown_again_where_it_stands():
    editor = Editing(
        lambda text: text + "htps from self\n",
        lambda text: text.replace("htps", "https"),
    )
    read = await edited(editor)
    text, line = editor.shown[1]
    assert text.split("\n")[line - 1] == "htps from self"
    assert "did you mean https?" in text
    assert [one.rule_id for one in read.wanted] == ["sgr-1", ""]


async def test_giving_up_on_a_bad_line_or_an_empty_text_does_nothing():
    with pytest.raises(Failure, match="htps"):
        await edited(Editing(lambda text: text + "htps from self\n", lambda text: text))
    with pytest.raises(Failure, match="empty"):
        await edited(Editing(lambda text: ""))
    with pytest.raises(Failure, match="editor"):
        await edited(Editing(lambda text: None))


def test_the_schedules_role_is_printed_and_set_up_by_a_reviewed_plan(on_demo, tmp_path, account):
    printed = json.loads(on_demo("sg", "scheduler-role").stdout)
    assert printed["role_name"] == "ec2tui-scheduler"
    # The demo has it as it is printed.
    made = on_demo("sg", "scheduler-role", "--set-up", "--yes", "-o", "json")
    assert (made.returncode, json.loads(made.stdout)["changes"]) == (0, [])
    file = tmp_path / "config.toml"
    file.write_text('[security_groups]\nscheduler_role = "ec2tui-other"\n')

    def run(*words):
        return on_demo("--config", str(file), *words, "-o", "json")

    def set_up(*more):
        return run("sg", "scheduler-role", "--set-up", *more)

    refused = set_up("--yes")
    assert refused.returncode == 3 and "--confirm" in refused.stderr
    changes = json.loads(refused.stdout)["changes"]
    assert [change["action"] for change in changes] == ["role.create", "role.put_policy"]
    done = set_up("--confirm", _phrase(refused.stderr))
    assert done.returncode == 0, done.stderr
    again = json.loads(set_up("--yes").stdout)
    assert again["changes"] == []
    # A rule is held by a schedule that takes the new role: Scheduler itself looks whether it may.
    held = run("sg", "allow", GROUP, "tcp/8099 from 10.20.0.7/32 for 1h", "--yes")
    assert held.returncode == 0, held.stderr
    assert any("role/ec2tui-other" in command for command in json.loads(held.stdout)["commands"])
    assert run("undo", "--yes").returncode == 0
    plan = json.loads(done.stdout)["results"][0]["plan"]
    assert run("undo", plan, "--yes", "--confirm", "ec2tui-other").returncode == 0
    assert json.loads(set_up("--yes").stdout)["changes"] == changes


def _phrase(said):
    return said.partition("--confirm '")[2].partition("'")[0]


def test_the_rule_that_one_comes_in_by_is_not_revoked(on_demo):
    """The bastion lets in a prefix list, in which the address lies; without it nobody knows."""
    told = json.loads(on_demo("sg", "show", "bastion", "-o", "json").stdout)
    (rule,) = [one["id"] for one in told["rules"] if one["direction"] == "ingress"]

    def revoke(*more):
        done = on_demo("sg", "revoke", rule, "--yes", "-o", "json", *more)
        findings = json.loads(done.stdout)["findings"]
        return done.returncode, [
            (one["level"], one["status"]) for one in findings if one["check"] == "lock_out"
        ]

    assert revoke("--my-ip", "81.2.69.163") == (3, [("block", "fail")])
    assert revoke() == (3, [("confirm", "unknown")])
    # Whoever comes from elsewhere does not come in by it.
    assert revoke("--my-ip", "198.51.100.9", "--dry-run")[1] == []
    assert on_demo("sg", "revoke", rule, "--my-ip", "home").returncode == 2


def test_an_end_that_is_past_is_refused_with_its_line_unless_the_rule_is_there_with_it(on_demo, tmp_path):
    exported = on_demo("sg", "export", "time-boxed").stdout
    assert " until 20" in exported
    file = tmp_path / "boxed.sg"
    file.write_text(exported)
    same = on_demo("sg", "plan", str(file), "--yes", "-o", "json")
    assert (same.returncode, json.loads(same.stdout)["changes"]) == (0, [])
    file.write_text(exported + "tcp/8443 from 10.20.0.0/24 until 2020-01-31T18:00Z\n")
    said = on_demo("sg", "plan", str(file), "--yes")
    number = exported.count("\n") + 1
    assert said.returncode == 2 and f"line {number}: the end of this rule is past already" in said.stderr
    # Nor does a rule that is there get another end that is past.
    file.write_text(re.sub(r" until \S+", " until 2020-01-31T18:00Z", exported))
    assert on_demo("sg", "plan", str(file), "--yes").returncode == 2


def test_what_was_taken_back_is_in_the_json_too(on_demo, tmp_path):
    """A role that Scheduler may not take: AWS refuses the schedule, so the rule goes at once."""
    before = lines(on_demo)
    file = tmp_path / "config.toml"
    file.write_text('[security_groups]\nscheduler_role = "ssm-only"\n')
    words = ("sg", "allow", GROUP, "tcp/8098 from 10.20.0.7/32 for 1h", "--yes", "-o", "json")
    came = on_demo("--config", str(file), *words)
    told = json.loads(came.stdout)
    assert came.returncode == 5, came.stderr
    assert [one["state"] for one in told["results"]][-1] == "failed"
    assert [(one["action"], one["state"]) for one in told["taken_back"]] == [("rule.revoke", "done")]
    assert told["surprises"] == [] and "taken back" not in told["results"][-1]
    assert lines(on_demo) == before
