"""Versions of launch templates, as far as others depend on what they name."""

import msgspec

from ec2tui.core.model.key import Key


class LaunchTemplate(msgspec.Struct, frozen=True):
    """A version (ec2:DescribeLaunchTemplateVersions); the key's id is `lt-…:VERSION`.

    `groups` are ids of security groups, also of its interfaces; `group_names` are of the default VPC.
    """

    key: Key
    name: str = ""
    groups: tuple[str, ...] = ()
    group_names: tuple[str, ...] = ()
    key_name: str = ""
    image_id: str = ""
