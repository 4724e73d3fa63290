"""GetManagedPrefixListEntries, by version and by page, also for the lists that AWS manages."""

from collections.abc import Mapping
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.paging import cut
from ec2tui.adapters.demo.errors import AwsError, invalid_value

AWS_LISTS = {
    "s3": ("3.5.64.0/21", "18.34.240.0/22", "52.92.0.0/17", "52.218.0.0/17"),
    "dynamodb": ("3.218.180.0/22", "52.94.5.0/24", "52.94.24.0/23", "52.119.240.0/21"),
}
"""Some of the addresses of AWS's own lists, by the last part of their names."""


def entries(call: Call) -> Mapping[str, Any]:
    """One page of the entries of a list, of its present version or an earlier one."""
    wanted = str(call.param("PrefixListId"))
    found = call.backend.managed_prefix_lists.get(wanted)
    if found is None:
        raise AwsError("InvalidPrefixListID.NotFound", f"The prefix list ID '{wanted}' does not exist")
    version = int(call.param("TargetVersion") or found.version or 1)
    if version > (found.version or 1) or version < 1:
        raise invalid_value(f"The version {version} of prefix list '{wanted}' does not exist")
    page, following = cut(call, _entries(found, version), 1, 100, 100)
    return {"Entries": page, "NextToken": following}


def _entries(found: Any, version: int) -> list[dict[str, Any]]:
    if found.owner_id == "AWS":
        return [{"Cidr": cidr} for cidr in AWS_LISTS.get(found.prefix_list_name.rpartition(".")[2], ())]
    given = found.entries.get(version) or []
    return [{"Cidr": one["Cidr"], "Description": one.get("Description")} for one in given]


CORRECTION = Correction(
    name="prefix-list-entries",
    moto="does not page, and knows no entries of the lists that AWS manages",
    aws="pages, and tells the entries of every list that one may use",
    instead={"GetManagedPrefixListEntries": entries},
)
