"""What somebody wants to launch, in their own words: names as well as ids, and much left unsaid."""

import msgspec


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of a launch as they are said; a preset is one of these as TOML.

    `image` is an id, a public SSM parameter, a publisher of the catalogue (`amazon-linux`) or the name of an
    own image. `subnet` and `groups` are ids or names; `role` is an instance profile's name or ARN. `size` is
    that of the root volume in GiB (None: the image's), `keep`: it stays after termination. `user_data` names
    a file. `imds` is `required`, `optional` or `disabled`; `shutdown` is `stop` or `terminate`.
    """

    image: str = ""
    type: str = ""
    name: str = ""
    count: int = 1
    subnet: str = ""
    groups: tuple[str, ...] = ()
    public: bool = False
    key: str = ""
    role: str = ""
    size: int | None = None
    volume_type: str = "gp3"
    encrypted: bool = True
    keep: bool = False
    protect: bool = False
    protect_stop: bool = False
    imds: str = "required"
    hop_limit: int = 1
    shutdown: str = "stop"
    monitoring: bool = False
    spot: bool = False
    placement_group: str = ""
    user_data: str = ""
    tags: dict[str, str] = {}
