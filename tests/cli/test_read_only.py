"""`--read-only` with every verb that there is, and arguments that would change something: nothing is sent."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import msgspec
import pytest

from ec2tui.adapters.demo.launcher import Demo, launch
from ec2tui.adapters.local.audit_log import JsonlAuditLog
from ec2tui.cli import sg_text
from ec2tui.cli.parser import make_parser, subparsers
from ec2tui.core.changes.addresses import NEW, AllocateAddress
from ec2tui.core.changes.plan import Plan, Step
from ec2tui.core.changes.quarantine import QUARANTINE
from ec2tui.core.grammar.expiry import EXPIRES_AT
from ec2tui.core.model.key import Key
from ec2tui.core.model.record import PLANNED
from ec2tui.services.recording import plan_note
from tests.cli.conftest import REGION
from tests.services.audit_fakes import account as fake_account
from tests.services.audit_fakes import context_of

BOX, OFF, VOLUME, SNAPSHOT = "reporting-win", "stage-build-01", "orders-db-old-data", "public-dump"
"""What the demo has: a running instance, one that is stopped, a free volume, a public snapshot."""

IMAGE, OPEN_IMAGE = "acme-golden-al2023-2026.09", "acme-build-agent-2025.02"
OLD_IMAGE = "acme-golden-al2-2023.11"
"""Own images: a good one, a public one, a deprecated one."""

CHANGES: dict[str, tuple[str, ...]] = {
    "start": (OFF,),
    "stop": (BOX,),
    "hibernate": (BOX,),
    "force-stop": (BOX,),
    "reboot": (BOX,),
    "terminate": (BOX,),
    "protect": (BOX,),
    "unprotect": ("ad-controller-02",),
    "protect-stop": (BOX,),
    "unprotect-stop": (BOX,),
    "shutdown-stops": (BOX,),
    "resize": (BOX, "--type", "m5.large"),
    "tag": (BOX, "--set", "x=y"),
    "require-imdsv2": ("wizard",),
    "imds": (BOX, "--hop-limit", "3"),
    "monitor": (BOX,),
    "unmonitor": (BOX,),
    "keep-volumes": (BOX,),
    "delete-volumes": ("orders-db-01",),
    "snapshot-volumes": (BOX,),
    "role": (BOX, "--detach"),
    "give-address": (BOX,),
    "take-address": ("bastion",),
    "release-address": ("bastion",),
    "groups": (BOX, "--add", "app"),
    "quarantine": (BOX,),
    "release": (OFF,),
    "volumes snapshot": (VOLUME,),
    "volumes modify": (VOLUME, "--size", "200"),
    "volumes attach": (VOLUME, "--to", BOX),
    "volumes detach": ("{root}", "--from", BOX),
    "volumes tag": (VOLUME, "--set", "x=y"),
    "volumes delete": (VOLUME,),
    "snapshots create": (VOLUME,),
    "snapshots tag": (SNAPSHOT, "--set", "x=y"),
    "snapshots copy": (SNAPSHOT,),
    "snapshots share": (SNAPSHOT, "--with", "111122223333"),
    "snapshots unshare": (SNAPSHOT, "--with", "111122223333"),
    "snapshots make-private": (SNAPSHOT,),
    "snapshots delete": (SNAPSHOT,),
    "images create": (BOX, "--name", "another-image"),
    "images tag": (IMAGE, "--set", "x=y"),
    "images share": (IMAGE, "--with", "111122223333"),
    "images unshare": (IMAGE, "--with", "111122223333"),
    "images make-private": (OPEN_IMAGE,),
    "images deprecate": (IMAGE, "--at", "2031-01-01"),
    "images undeprecate": (OLD_IMAGE,),
    "images disable": (IMAGE,),
    "images enable": (IMAGE,),
    "images deregister": (IMAGE,),
    "images block-public": (),
    "alarms add": ("cache-01",),
    "alarms edit": ("bastion-status", "--period", "5m"),
    "alarms copy": ("bastion-status", "--to", BOX),
    "alarms enable": ("shop-api-01-cpu-high",),
    "alarms disable": ("bastion-status",),
    "alarms test": ("bastion-status",),
    "alarms rm": ("bastion-status",),
    "launch": ("--image", "amazon-linux", "--type", "t4g.micro", "--subnet", "prod-app-a", "--group", "app"),
    "keys import": ("another", "{key}"),
    "keys create": ("another", "--out", "{file}.pem"),
    "keys delete": ("alice-laptop",),
    "sg allow": ("app", "tcp/8099 from 10.20.0.0/24"),
    "sg revoke": ("{rule}",),
    "sg describe": ("{rule}", "odd"),
    "sg extend": ("{rule}", "--for", "2h"),
    "sg edit": ("app",),
    "sg apply": ("{file}",),
    "sg plan": ("{file}",),
    "sg copy": ("database", "app"),
    "sg create": ("another", "--vpc", "{vpc}", "--description", "another"),
    "sg delete": ("split-internet",),
    "sg scheduler-role": ("--set-up",),
    "sweep": (),
    "undo": (),
    "log": ("--go-on", "plan-cut"),
}
"""A change that each verb would make here; words in braces are looked up in `there`."""

ALREADY = {
    "shutdown-stops", "unmonitor", "unprotect-stop", "snapshots unshare", "sg scheduler-role",
    "images unshare", "images enable",
}  # fmt: skip
"""Verbs of which the account may be as asked already: an empty plan is done, and sends nothing either."""

LOOKS: dict[str, tuple[str, ...]] = {
    "ls": (BOX,),
    "show": (BOX,),
    "volumes": (VOLUME,),
    "snapshots": (SNAPSHOT,),
    "images": (),
    "presets": (),
    "check": ("--only", "SG-01"),
    "metrics": (BOX,),
    "alarms": (),
    "alarms ls": ("missing",),
    "alarms show": ("bastion-status",),
    "doctor": (),
    "iam-policy": ("operator",),
    "config": (),
    "completion": ("bash",),
    "sg ls": (),
    "sg show": ("app",),
    "sg export": ("app",),
    "ssh": ("bastion", "--print"),
    "ssh-config": ("bastion",),
    "password": (BOX, "--key", "{key}"),
    "keys": (),
}
"""Verbs that only look, and what they look at."""

APART = {
    "presets edit": "it changes a file of this machine, and asks AWS nothing",
    "presets delete": "it changes a file of this machine, and asks AWS nothing",
    "presets import": "it reads, and keeps a file on this machine",
    "demo": "it makes an account of its own, and asks AWS nothing",
    "keys remember": "it asks the keyring alone",
    "keys forget": "it asks the keyring alone",
    "sg": "it names its words, and asks AWS nothing",
    "proxy": "it carries a connection, and changes nothing in the account",
    "rdp": "it starts a program of this machine: tests/services/test_remote_desktop.py",
    "tunnel": "it carries connections until it is interrupted",
}
"""Verbs that are not driven here, and why."""

MORE = (
    ("log", "--take-back", "plan-cut"),
    ("log", "--settle"),
    ("log", "--verify"),
    ("role", BOX, "--profile-name", "backup"),
    ("terminate", BOX, OFF, "--stop-on-failure", "--wait"),
    ("log", "--leave", "plan-cut"),
)
"""Further ways to ask for a change; the last ends the interrupted plan."""


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """An account of its own: what other tests did to theirs would make plans empty."""
    made = launch()
    made.wait_ready()
    yield made
    made.close()


@pytest.fixture
def ec2(account) -> Any:
    demo = account.demo
    return boto3.client(
        "ec2",
        REGION,
        endpoint_url=demo.endpoint_url,
        aws_access_key_id=demo.access_key,
        aws_secret_access_key=demo.secret_key,
    )


async def cut_short(path: Path, owner: str) -> None:
    """A plan that takes two addresses, whose program died before the first."""
    new = AllocateAddress(Key(owner, REGION, NEW))
    note = plan_note(context_of(fake_account()), Plan("plan-cut", (Step(new), Step(new))), PLANNED)
    await JsonlAuditLog(path).append(msgspec.structs.replace(note, account=owner, writer=""))


@pytest.fixture
def there(on_demo, account, ec2, tmp_path, monkeypatch) -> Iterator[dict[str, str]]:
    """Something to change for each verb: a rule past its end, an edited file, a change to take back."""
    groups = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["app"]}])
    app = groups["SecurityGroups"][0]
    ports = {"IpProtocol": "tcp", "FromPort": 8098, "ToPort": 8098, "IpRanges": [{"CidrIp": "10.20.9.0/24"}]}
    tags = [{"Key": EXPIRES_AT, "Value": "2026-01-01T00:00:00Z"}]
    spec = [{"ResourceType": "security-group-rule", "Tags": tags}]
    made = ec2.authorize_security_group_ingress(
        GroupId=app["GroupId"], IpPermissions=[ports], TagSpecifications=spec
    )
    rule = made["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    mark = {"Resources": [account.id(OFF)], "Tags": [{"Key": QUARANTINE, "Value": "odd"}]}
    ec2.create_tags(**mark)
    file = tmp_path / "app.sg"
    file.write_text(on_demo("sg", "export", "app").stdout + "tcp/8081 from 10.20.0.0/24\n")
    assert on_demo("tag", "wizard", "--set", "x=y", "--yes").returncode == 0
    record = tmp_path / "audit.jsonl"
    owner = json.loads(record.read_text().splitlines()[0])["record"]["account"]
    asyncio.run(cut_short(record, owner))

    async def edit(text: str, line: int) -> str:
        return text + "tcp/8082 from 10.20.0.0/24\n"

    real = sg_text.run
    monkeypatch.setattr(sg_text, "run", lambda context: real(msgspec.structs.replace(context, edit=edit)))
    root = account.instance(BOX)["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
    key = account.demo.keys_directory / "windows-admin.pem"
    yield {"rule": rule, "file": str(file), "vpc": app["VpcId"], "root": root, "key": str(key)}
    ec2.revoke_security_group_ingress(GroupId=app["GroupId"], SecurityGroupRuleIds=[rule])
    ec2.delete_tags(**mark)
    ec2.delete_tags(Resources=[account.id("wizard")], Tags=[{"Key": "x"}])


def test_every_verb_has_its_place():
    """A new verb says here what it changes, or that it only looks."""
    assert subparsers(make_parser()).keys() - {*CHANGES, *LOOKS, *APART} == set()


def test_every_verb_sends_nothing(on_demo, account, there):
    account.ask("clear")
    agreed = ("--yes", "--confirm", "whatever it is")
    for verb, words in CHANGES.items():
        arguments = [word.format(**there) for word in words]
        done = on_demo("--read-only", *verb.split(), *arguments, *agreed)
        already = verb in ALREADY and (done.returncode, "Nothing to do" in done.stdout) == (0, True)
        refused = (done.returncode, "read-only mode" in done.stderr) == (3, True)
        assert refused or already, (verb, done)
    for verb in LOOKS.keys() & subparsers(make_parser()).keys():
        words = [word.format(**there) for word in LOOKS[verb]]
        done = on_demo("--read-only", *verb.split(), *words)
        assert done.returncode == 0, (verb, done)
    for words in MORE:
        on_demo("--read-only", *words, *agreed)
    assert account.changes() == {} and account.ask("rehearsed")["rehearsed"] == {}
