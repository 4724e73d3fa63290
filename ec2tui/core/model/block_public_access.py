"""VPC Block Public Access: the account's switch against internet gateways, and who is excluded from it."""

import msgspec

from ec2tui.core.model.key import Key

OPTIONS_ID = "vpc-block-public-access"
"""The id under which a region's options are kept; AWS gives them none."""


class BlockPublicAccess(msgspec.Struct, frozen=True):
    """A region's options as ec2:DescribeVpcBlockPublicAccessOptions tells them.

    `mode` is `off`, `block-ingress` or `block-bidirectional`; `managed_by` is `account` or
    `declarative-policy`.
    """

    key: Key
    mode: str = ""
    state: str = ""
    exclusions_allowed: str = ""
    managed_by: str = ""


class PublicAccessExclusion(msgspec.Struct, frozen=True):
    """A VPC or subnet that is excluded; `mode` is `allow-bidirectional` or `allow-egress`."""

    key: Key
    resource_id: str = ""
    mode: str = ""
    state: str = ""
