"""What mends a finding: the builders that checks name, each the changes of a plan."""

from collections.abc import Callable, Sequence

import msgspec

from ec2tui.core.changes.account_settings import (
    BlockPublicImages,
    BlockPublicSnapshots,
    SetEbsEncryption,
    SetMetadataDefault,
    setting_key,
)
from ec2tui.core.changes.addresses import ReleaseAddress
from ec2tui.core.changes.change import Change, Unready
from ec2tui.core.changes.isolation_group import DeleteSecurityGroup
from ec2tui.core.changes.key_pairs import DeleteKeyPair
from ec2tui.core.changes.network_settings import CreateGatewayEndpoint, SetPublicAddresses, SetSourceCheck
from ec2tui.core.changes.plan import Step, draft, shifted
from ec2tui.core.changes.requests import REQUESTS_OF, Request, request
from ec2tui.core.changes.security_group_edits import DescribeRule
from ec2tui.core.changes.security_group_plans import edit_rule
from ec2tui.core.changes.security_group_rules import rules_in
from ec2tui.core.changes.time_box import Boxing, ended
from ec2tui.core.grammar.line import Parsed, parse
from ec2tui.core.grammar.spec import PeerKind, spec_of
from ec2tui.core.model.finding import Finding
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroupRule

Built = Sequence[Change | Step] | Unready


class Fix(msgspec.Struct, frozen=True):
    """One way to mend a finding: `words` name it, `question` asks for the text that `build` takes.

    `asks` is the request that reads facts for it, None when there is none.
    """

    id: str
    words: str
    build: Callable[[Finding, Inventory, str], Built]
    question: str = ""
    asks: Request | None = None


def _rules(finding: Finding, inventory: Inventory) -> list[SecurityGroupRule]:
    table = inventory.table(Kind.RULES)
    keys = (finding.resource._replace(id=id) for id in finding.rules)
    return [rule for key in keys if (rule := table.get(key)) is not None]


def _joined(parts: Sequence[Sequence[Change | Step]]) -> tuple[Change | Step, ...]:
    """Parts one after the other; steps that need others keep needing them at their new place."""
    wanted: list[Change | Step] = []
    for part in parts:
        base = len(wanted)
        wanted += [shifted(one, base) if isinstance(one, Step) else one for one in part]
    return tuple(wanted)


def _revoke(finding: Finding, inventory: Inventory, _text: str) -> Built:
    rules = _rules(finding, inventory)
    if not rules:
        return Unready(f"The rules of {finding.resource.id} that this is about are not there any more.")
    return _joined([ended(rule, inventory) for rule in rules])


def _empty(finding: Finding, inventory: Inventory, _text: str) -> Built:
    rules = rules_in(inventory, finding.resource)
    return _joined([ended(rule, inventory) for rule in rules])


def _narrow(finding: Finding, inventory: Inventory, text: str) -> Built:
    read = parse(f"tcp/1 from {text.strip()}")
    if not isinstance(read, Parsed) or read.spec.peer.kind not in (PeerKind.CIDR, PeerKind.CIDR6):
        return Unready(f"{text.strip() or 'Nothing'} is no network, such as 203.0.113.7/32.")
    parts = []
    for rule in _rules(finding, inventory):
        spec = msgspec.structs.replace(spec_of(rule), peer=read.spec.peer)
        part = edit_rule(rule, spec, inventory, Boxing())
        for step in part:
            inventory = step.change.effect(inventory)
        parts.append(part)
    if not parts:
        return Unready(f"The rules of {finding.resource.id} that this is about are not there any more.")
    return _joined(parts)


def _describe(finding: Finding, inventory: Inventory, text: str) -> Built:
    if not text.strip():
        return Unready("A description says what the rule is for.")
    bare = _rules(finding, inventory)
    return tuple(DescribeRule(rule.key, rule.group_id, rule.egress, text.strip()) for rule in bare)


def _endpoint(finding: Finding, inventory: Inventory, _text: str) -> Built:
    """The gateway endpoint of S3, with the route tables of the VPC's subnets."""
    vpc = finding.resource
    tables = [
        key.id
        for key, table in inventory.table(Kind.ROUTE_TABLES).items()
        if key[:2] == vpc[:2] and table.vpc_id == vpc.id and not table.gateway_ids
    ]
    if not tables:
        return Unready(f"The route tables of {vpc.id} have not been read.")
    if "s3" not in finding.items:
        return Unready(f"{vpc.id} has an endpoint of S3; the others cost money, and are made by hand.")
    prefix = "cn." if vpc.region.startswith("cn-") else ""
    service = f"{prefix}com.amazonaws.{vpc.region}.s3"
    return (CreateGatewayEndpoint(vpc, service, tuple(sorted(tables))),)


def _release(finding: Finding, inventory: Inventory, _text: str) -> Built:
    address = inventory.table(Kind.ADDRESSES).get(finding.resource)
    return (ReleaseAddress(finding.resource, address.public_ip if address else ""),)


def _one(make: Callable[[Key], Change]) -> Callable[[Finding, Inventory, str], Built]:
    return lambda finding, _inventory, _text: (make(finding.resource),)


_OWN: tuple[Fix, ...] = (
    Fix("rules.revoke", "Revoke the rules", _revoke),
    Fix("rules.narrow", "Narrow the rules", _narrow, "The only network to let in, such as 203.0.113.7/32"),
    Fix("rules.describe", "Describe the rules", _describe, "What they are for"),
    Fix("group.empty", "Revoke all rules of the group", _empty),
    Fix("group.delete", "Delete the group", _one(DeleteSecurityGroup)),
    Fix("key.delete", "Delete the key pair", _one(DeleteKeyPair)),
    Fix("address.release", "Release the address", _release),
    Fix("subnet.private", "Give no public addresses", _one(lambda key: SetPublicAddresses(key, False))),
    Fix("interface.check", "Check source and destination", _one(lambda key: SetSourceCheck(key, True))),
    Fix("vpc.gateway_endpoint", "Make the gateway endpoint of S3", _endpoint),
    Fix(
        "account.encrypt_by_default",
        "Encrypt new volumes by default",
        _one(lambda key: SetEbsEncryption(setting_key(Kind.EBS_ENCRYPTION, key), True)),
    ),
    Fix(
        "account.block_snapshots",
        "Block public snapshots in the region",
        _one(lambda key: BlockPublicSnapshots(setting_key(Kind.SNAPSHOT_BLOCK, key))),
    ),
    Fix(
        "account.block_images",
        "Block public images in the region",
        _one(lambda key: BlockPublicImages(setting_key(Kind.IMAGE_BLOCK, key), True)),
    ),
    Fix(
        "account.imds_v2",
        "Require version 2 of the metadata service by default",
        _one(lambda key: SetMetadataDefault(setting_key(Kind.METADATA_DEFAULTS, key))),
    ),
)

FIXES: dict[str, Fix] = {fix.id: fix for fix in _OWN}
"""What is built out of findings alone, by the name that checks give it."""

ALIASES = {"alarm.recommended": "instance.alarms"}
"""Builders that a request has another name for."""

NAMING = frozenset({"instance.delete_volumes", "instance.keep_volumes", "image.unshare"})
"""Requests that take what a finding names, and never everything."""

ANSWERED = {"instance.imds": "hop-limit=1"}
"""What answers a request's question where a finding leaves no choice."""

OF_RULES = frozenset({"rules.revoke", "rules.narrow", "rules.describe"})
"""Fixes that take the rules that a finding names."""

_REQUESTED = frozenset(entry.id for entries in REQUESTS_OF.values() for entry in entries)


def fix_of(builder: str) -> Fix | None:
    """The fix that a check names, None when there is no plan for it."""
    own = FIXES.get(builder)
    if own is not None:
        return own
    id = ALIASES.get(builder, builder)
    if id not in _REQUESTED:
        return None
    entry = request(id)

    def build(finding: Finding, inventory: Inventory, text: str) -> Built:
        named = _named(finding, inventory, id)
        if id in NAMING and not named:
            return Unready(f"Nothing that this is about is known of {finding.resource.id}.")
        return entry.build(finding.resource, inventory, text or ANSWERED.get(id, " ".join(named)))

    question = "" if id in NAMING or id in ANSWERED or id == "instance.take_address" else entry.question
    return Fix(builder, entry.words, build, question, entry)


def idle(fix: Fix, finding: Finding, inventory: Inventory) -> bool:
    """Whether a fix would change nothing about this finding: it mends another failure of the same check."""
    if fix.id in OF_RULES:
        return not finding.rules
    if fix.question:
        return False
    built = fix.build(finding, inventory, "")
    if isinstance(built, Unready):
        return fix.id in NAMING
    return not draft(built, inventory).steps


def _named(finding: Finding, inventory: Inventory, id: str) -> tuple[str, ...]:
    """What of the things that a finding names a request is about."""
    if id == "image.unshare":
        sharing = inventory.table(Kind.IMAGE_SHARING).get(finding.resource)
        trusted = frozenset(inventory.image_policy.owners or ())
        return () if sharing is None else tuple(one for one in sharing.accounts if one not in trusted)
    if id not in ("instance.delete_volumes", "instance.keep_volumes"):
        return ()
    instance = inventory.table(Kind.INSTANCES).get(finding.resource)
    goes = id == "instance.keep_volumes"
    devices = () if instance is None else instance.block_devices
    return tuple(
        device.volume_id
        for device in devices
        if device.volume_id in finding.items and device.delete_on_termination == goes
    )
