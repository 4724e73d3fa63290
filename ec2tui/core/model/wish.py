"""What somebody wants to launch, in their own words: names as well as ids, and much left unsaid."""

import msgspec


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of a launch as they are said; a preset is one of these as TOML.

    `image` is an id, a public SSM parameter, a publisher of the catalogue (`amazon-linux`) or the name of an
    own image. `subnet` and `groups` are ids or names; `role` is an instance profile's name or ARN. `size` is
    that of the root volume in GiB (None: the image's), `iops` and `throughput` (MiB/s) are its speed, `keep`:
    it stays after termination. `volumes` are further ones, each `/dev/sdf size=100 type=gp3 keep`.
    `user_data` names a file. `imds` is `required`, `optional` or `disabled`; `shutdown` is `stop` or
    `terminate`; `tenancy` is empty, `default` or `dedicated`.
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
    iops: int | None = None
    throughput: int | None = None
    volumes: tuple[str, ...] = ()
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
    tenancy: str = ""
    user_data: str = ""
    tags: dict[str, str] = {}
