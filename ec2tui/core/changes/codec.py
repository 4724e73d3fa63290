"""Changes and plans as JSON, for the record and for what the next start goes on with."""

from typing import Any, Union

import msgspec

from ec2tui.core.changes.account_settings import (
    BlockPublicImages,
    BlockPublicSnapshots,
    SetEbsEncryption,
    SetMetadataDefault,
)
from ec2tui.core.changes.addresses import (
    AllocateAddress,
    AssociateAddress,
    DisassociateAddress,
    ReleaseAddress,
)
from ec2tui.core.changes.alarms import DeleteAlarm, PutAlarm, SetAlarmActions, SetAlarmState
from ec2tui.core.changes.change import Change
from ec2tui.core.changes.image_sharing import SetImagePublic, ShareImage, UnshareImage
from ec2tui.core.changes.images import (
    CreateImage,
    DeprecateImage,
    DeregisterImage,
    SetImageEnabled,
    UndeprecateImage,
)
from ec2tui.core.changes.instance_groups import SetInterfaceGroups
from ec2tui.core.changes.instance_metadata import SetMetadataOptions, SetMonitoring
from ec2tui.core.changes.instance_protection import ProtectStop, ProtectTermination, SetShutdownBehavior
from ec2tui.core.changes.instance_role import AttachProfile, DetachProfile, ReplaceProfile
from ec2tui.core.changes.instance_state import (
    RebootInstance,
    StartInstance,
    StopInstance,
    TerminateInstance,
)
from ec2tui.core.changes.instance_type import SetInstanceType
from ec2tui.core.changes.isolation_group import CloseNewGroup, CreateSecurityGroup, DeleteSecurityGroup
from ec2tui.core.changes.key_pairs import DeleteKeyPair, ImportKeyPair
from ec2tui.core.changes.launch import EndLaunch, RunInstances
from ec2tui.core.changes.network_settings import (
    CreateGatewayEndpoint,
    DeleteGatewayEndpoint,
    SetPublicAddresses,
    SetSourceCheck,
)
from ec2tui.core.changes.plan import Plan, Step
from ec2tui.core.changes.scheduler_role import (
    CreateRole,
    CreateScheduleGroup,
    DeleteRole,
    DeleteRolePolicy,
    PutRolePolicy,
)
from ec2tui.core.changes.schedules import DeleteSchedule, MoveSchedule, ScheduleRevoke
from ec2tui.core.changes.security_group_edits import DescribeRule, ModifyRule
from ec2tui.core.changes.security_group_rules import AuthorizeRule, RevokeRule
from ec2tui.core.changes.snapshot_sharing import SetSnapshotPublic, ShareSnapshot, UnshareSnapshot
from ec2tui.core.changes.snapshots import CopySnapshot, CreateSnapshot, DeleteSnapshot
from ec2tui.core.changes.ssh_public_key import SendPublicKey
from ec2tui.core.changes.tags import RemoveTag, SetTag
from ec2tui.core.changes.volumes import AttachVolume, DeleteVolume, DetachVolume, KeepVolume, ModifyVolume

CHANGES: tuple[type[Change], ...] = (
    StartInstance,
    StopInstance,
    RebootInstance,
    TerminateInstance,
    ProtectTermination,
    ProtectStop,
    SetShutdownBehavior,
    SetTag,
    RemoveTag,
    SetMetadataOptions,
    SetMonitoring,
    SetInterfaceGroups,
    SetInstanceType,
    AttachProfile,
    ReplaceProfile,
    DetachProfile,
    AllocateAddress,
    AssociateAddress,
    DisassociateAddress,
    ReleaseAddress,
    KeepVolume,
    ModifyVolume,
    AttachVolume,
    DetachVolume,
    DeleteVolume,
    CreateSnapshot,
    CopySnapshot,
    ShareSnapshot,
    UnshareSnapshot,
    SetSnapshotPublic,
    DeleteSnapshot,
    CreateSecurityGroup,
    CloseNewGroup,
    DeleteSecurityGroup,
    AuthorizeRule,
    RevokeRule,
    ModifyRule,
    DescribeRule,
    ScheduleRevoke,
    MoveSchedule,
    DeleteSchedule,
    CreateRole,
    DeleteRole,
    PutRolePolicy,
    DeleteRolePolicy,
    CreateScheduleGroup,
    RunInstances,
    EndLaunch,
    ShareImage,
    UnshareImage,
    SetImagePublic,
    DeprecateImage,
    UndeprecateImage,
    SetImageEnabled,
    DeregisterImage,
    CreateImage,
    BlockPublicImages,
    SetEbsEncryption,
    BlockPublicSnapshots,
    SetMetadataDefault,
    SetPublicAddresses,
    SetSourceCheck,
    CreateGatewayEndpoint,
    DeleteGatewayEndpoint,
    ImportKeyPair,
    DeleteKeyPair,
    PutAlarm,
    DeleteAlarm,
    SetAlarmActions,
    SetAlarmState,
    SendPublicKey,
)
"""Every kind of change; records refer to them by tag, so that a tag never changes its meaning."""

_ANY: Any = Union[CHANGES]  # noqa: UP007 (made from a tuple)
_CHANGE: msgspec.json.Decoder[Change] = msgspec.json.Decoder(_ANY)


class _Step(msgspec.Struct, frozen=True):
    change: msgspec.Raw
    needs: tuple[int, ...] = ()


class _Plan(msgspec.Struct, frozen=True):
    id: str
    steps: tuple[_Step, ...]
    reason: str = ""
    undoes: str = ""


def encode_change(change: Change) -> bytes:
    """A change as one JSON object without newlines; its `action` tells which change it is."""
    return msgspec.json.encode(change)


def decode_change(data: bytes) -> Change:
    """The change that an object holds; msgspec.ValidationError names the faulty path."""
    return _CHANGE.decode(data)


def change_to_builtins(change: Change) -> dict[str, Any]:
    """A change as the dictionary that its JSON is."""
    document: dict[str, Any] = msgspec.to_builtins(change)
    return document


def change_from_builtins(document: Any) -> Change:
    """The change that a dictionary holds; msgspec.ValidationError names the faulty path."""
    change: Change = msgspec.convert(document, _ANY)
    return change


def encode_plan(plan: Plan) -> bytes:
    """A plan as one JSON object without newlines."""
    return msgspec.json.encode(plan)


def decode_plan(data: bytes) -> Plan:
    """The plan that an object holds; msgspec.ValidationError names the faulty path."""
    raw = msgspec.json.decode(data, type=_Plan)
    steps = tuple(Step(decode_change(bytes(step.change)), step.needs) for step in raw.steps)
    return Plan(raw.id, steps, raw.reason, raw.undoes)
