"""Which instance profile (role) an instance carries, and under which association."""

import msgspec

from ec2tui.core.model.key import Key


class ProfileAssociation(msgspec.Struct, frozen=True, gc=False):
    """A row of ec2:DescribeIamInstanceProfileAssociations, keyed by the instance.

    `association_id` is what replacing and removing need; `state` is AWS's word (`associated`, …).
    """

    key: Key
    association_id: str
    profile_arn: str = ""
    state: str = ""
