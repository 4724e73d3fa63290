"""DescribeSnapshots told apart by owner and by who may use them."""

from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction


def chosen(call: Call, payload: Any) -> Any:
    """Only the snapshots of the owners, and that those may use, that the request names."""
    owners = {str(one) for one in call.param("OwnerIds", [])}
    users = {str(one) for one in call.param("RestorableByUserIds", [])}
    if "self" in owners:
        owners.add(call.world.account_id)
    found = [
        one
        for one in payload["Snapshots"]
        if (not owners or one.owner_id in owners) and (not users or users & _users(one))
    ]
    return {**payload, "Snapshots": found}


def _users(snapshot: Any) -> set[str]:
    return {*snapshot.create_volume_permission_userids, *snapshot.create_volume_permission_groups}


CORRECTION = Correction(
    name="snapshots-by-owner-and-user",
    moto="tells all snapshots whatever OwnerIds and RestorableByUserIds say",
    aws="tells those of these owners that these accounts (`all`: every one) may make volumes of",
    after={"DescribeSnapshots": chosen},
)
