"""Volumes and snapshots as the JSON that is printed: AWS's exact strings, null for what is not known."""

from typing import Any

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.snapshot import Snapshot
from ec2tui.core.model.volume import Attachment, Volume
from ec2tui.core.views.durations import iso
from ec2tui.core.views.storage_cells import name_of


def volume_json(volume: Volume, _inventory: Inventory) -> dict[str, Any]:
    """The volume as ec2:DescribeVolumes tells it; `size` in GiB, `throughput` in MiB/s, times in UTC."""
    return {
        "id": volume.key.id,
        "name": name_of(volume) or None,
        "state": volume.state or None,
        "size": volume.size,
        "type": volume.type,
        "region": volume.key.region,
        "az": volume.az or None,
        "encrypted": volume.encrypted,
        "kms_key_id": volume.kms_key_id,
        "iops": volume.iops,
        "throughput": volume.throughput,
        "snapshot_id": volume.snapshot_id,
        "create_time": iso(volume.create_time),
        "multi_attach": volume.multi_attach,
        "attachments": [_attachment(held) for held in volume.attachments],
        "tags": dict(volume.tags),
        "account": volume.key.account or None,
    }


def _attachment(held: Attachment) -> dict[str, Any]:
    return {
        "instance_id": held.instance_id,
        "device": held.device or None,
        "state": held.state or None,
        "delete_on_termination": held.delete_on_termination,
    }


def snapshot_json(snapshot: Snapshot, inventory: Inventory) -> dict[str, Any]:
    """The snapshot as ec2:DescribeSnapshots tells it, and who may use it where that has been read."""
    sharing = inventory.sharing(snapshot.key)
    told = None if isinstance(sharing, Missing) else sharing
    return {
        "id": snapshot.key.id,
        "name": name_of(snapshot) or None,
        "state": snapshot.state or None,
        "progress": snapshot.progress or None,
        "size": snapshot.size,
        "volume_id": snapshot.volume_id or None,
        "region": snapshot.key.region,
        "encrypted": snapshot.encrypted,
        "kms_key_id": snapshot.kms_key_id,
        "owner_id": snapshot.owner_id or None,
        "description": snapshot.description or None,
        "start_time": iso(snapshot.start_time),
        "public": told.public if told else None,
        "shared_with": list(told.shared_with) if told else None,
        "tags": dict(snapshot.tags),
        "account": snapshot.key.account or None,
    }
