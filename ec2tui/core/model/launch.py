"""What is to be launched: an instance's settings before there is an instance."""

import msgspec


class LaunchVolume(msgspec.Struct, frozen=True, gc=False):
    """One EBS volume of a launch; `size` in GiB, `throughput` in MiB/s, None leaves AWS's choice.

    `keep`: it stays when the instance is terminated. `snapshot_id` is what it begins with (empty: the
    image's, or nothing).
    """

    device: str
    size: int | None = None
    type: str = "gp3"
    iops: int | None = None
    throughput: int | None = None
    encrypted: bool = True
    kms_key_id: str = ""
    keep: bool = False
    snapshot_id: str = ""


class UserData(msgspec.Struct, frozen=True, gc=False):
    """User data by its SHA-256 in hexadecimal and its size in bytes: the text is in no plan and no record.

    `suspicions` say what in it looks like a secret, and on which line, without a word of it.
    """

    sha256: str
    size: int
    suspicions: tuple[str, ...] = ()


MOST_USER_DATA = 16 * 1024
"""Bytes of user data that AWS takes, before base64 (EC2 User Guide, "Run commands at launch")."""


class Launch(msgspec.Struct, frozen=True):
    """The settings of a launch, safe where nothing else is said.

    `profile` is an instance profile's name or ARN, empty for none. `tokens` is `required` (version 2 of the
    metadata service only), `optional`, or `disabled` (no metadata service). `shutdown` is what a shutdown
    from inside does: `stop` or `terminate`. `count` instances are launched, or none.
    """

    image_id: str
    type: str
    count: int = 1
    subnet_id: str = ""
    groups: tuple[str, ...] = ()
    public_address: bool = False
    key_name: str = ""
    profile: str = ""
    volumes: tuple[LaunchVolume, ...] = ()
    protect: bool = False
    protect_stop: bool = False
    tokens: str = "required"
    hop_limit: int = 1
    shutdown: str = "stop"
    monitoring: bool = False
    spot: bool = False
    placement_group: str = ""
    tenancy: str = ""
    user_data: UserData | None = None
