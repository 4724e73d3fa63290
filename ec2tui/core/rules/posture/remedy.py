"""What mends a failure: steps in words, and the names of what builds a plan that does it."""

import msgspec

from ec2tui.core.model.finding import Finding
from ec2tui.core.model.kind import Kind


class Remedy(msgspec.Struct, frozen=True):
    """What to do about a failure: a sentence or two, and the names of what builds a plan that mends it.

    A `builder` is the id of a request of `core.changes.requests` where there is one for the subject's kind
    (`instance.protect`), else a name for whoever builds plans out of findings: `rules.revoke` (the finding's
    `rules`), `rules.narrow` (those, to sources that the user names), `rules.describe`, and one for each
    setting of an account (`account.…`) or network (`vpc.…`, `subnet.…`, `acl.…`, `interface.…`). The first is
    the usual one; without any, the steps are all there is. `items` of the finding name what the request takes
    as its text: volumes for `instance.delete_volumes`, for example.
    """

    steps: str
    builders: tuple[str, ...] = ()


KINDS_OF: dict[str, tuple[Kind, ...]] = {
    "rules": (Kind.SECURITY_GROUPS, Kind.INTERFACES, Kind.INSTANCES),
    "group": (Kind.SECURITY_GROUPS,),
    "instance": (Kind.INSTANCES,),
    "volume": (Kind.VOLUMES,),
    "snapshot": (Kind.SNAPSHOTS,),
    "image": (Kind.OWN_IMAGES,),
    "key": (Kind.KEY_PAIRS,),
    "address": (Kind.ADDRESSES,),
    "alarm": (Kind.INSTANCES,),
    "subnet": (Kind.SUBNETS,),
    "acl": (Kind.NETWORK_ACLS,),
    "vpc": (Kind.VPCS,),
    "interface": (Kind.INTERFACES,),
}
"""The kinds of subjects that a builder is for, by the first word of its name; `account` takes the others."""


def fitting(remedy: Remedy, finding: Finding) -> Remedy:
    """The remedy with only those builders that are for the kind of this finding's subject."""
    return msgspec.structs.replace(
        remedy, builders=tuple(name for name in remedy.builders if _fits(name, finding))
    )


def _fits(builder: str, finding: Finding) -> bool:
    kinds = KINDS_OF.get(builder.partition(".")[0])
    if kinds is None:
        return all(finding.kind not in known for known in KINDS_OF.values())
    return finding.kind in kinds
