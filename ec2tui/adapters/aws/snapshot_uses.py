"""The last snapshot of volumes, and the images that are made from snapshots."""

from collections import defaultdict

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import listed
from ec2tui.adapters.aws.parse.snapshot import snapshot
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.snapshot import Snapshot
from ec2tui.core.model.snapshot_uses import LastSnapshot, SnapshotImages
from ec2tui.services.ports import Page, Read

TOGETHER = 200
"""How many values a filter takes (EC2 API, `Filter.N`)."""


async def last(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The last completed snapshot of these volumes; a volume without one is an item too."""
    region = read.source.region
    params = {
        "OwnerIds": ["self"],
        "Filters": [{"Name": "volume-id", "Values": list(ids)}],
        "MaxResults": 1000,
    }
    found = await listed(caller, ApiCall("ec2", "DescribeSnapshots", region, params), "Snapshots")
    if isinstance(found, Problem):
        return found
    newest: dict[str, Snapshot] = {}
    for document in found:
        one = snapshot(document, read.account, region)
        known = newest.get(one.volume_id)
        if one.state == "completed" and (known is None or (one.start_time or 0) > (known.start_time or 0)):
            newest[one.volume_id] = one
    return Page(tuple(_last(Key(read.account, region, id), newest.get(id)) for id in ids))


def _last(key: Key, found: Snapshot | None) -> LastSnapshot:
    return LastSnapshot(key, found.key.id, found.start_time) if found else LastSnapshot(key)


async def images(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The account's images made from these snapshots; a snapshot that none uses is an item too."""
    region = read.source.region
    filters = [{"Name": "block-device-mapping.snapshot-id", "Values": list(ids)}]
    params = {"Owners": ["self"], "IncludeDeprecated": True, "Filters": filters}
    found = await listed(caller, ApiCall("ec2", "DescribeImages", region, params), "Images")
    if isinstance(found, Problem):
        return found
    users: defaultdict[str, list[str]] = defaultdict(list)
    for document in found:
        for device in document.get("BlockDeviceMappings", ()):
            users[device.get("Ebs", {}).get("SnapshotId", "")].append(document["ImageId"])
    return Page(tuple(SnapshotImages(Key(read.account, region, id), tuple(users[id])) for id in ids))
