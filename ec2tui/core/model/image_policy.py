"""`[guardrails.images]`: which images are vetted, and what a launch from any other one needs."""

from functools import cached_property
from typing import Literal

import msgspec

SERVICE = "/aws/service/"
"""The prefix of public parameters; AWS lets no account make a parameter below `/aws`."""

MAXIMUM_AGE = 365
"""Days after which an image is outdated, when no policy says."""

MAXIMUM_BEHIND = 90
"""Days that an image may be behind the newest of its family, when no policy says."""

FACTS = (
    "owner",
    "lookalike",
    "provenance",
    "allowed",
    "state",
    "deprecation",
    "age",
    "newest",
    "sharing",
    "encryption",
    "imds",
    "boot_mode",
    "tpm",
    "ena",
)
"""The ids of every fact about an image, in the order in which they are shown and decide."""

REQUIRED = ("owner", "lookalike", "allowed", "state", "deprecation", "age", "newest")
"""The facts that must hold before an image is vetted, when no policy says."""


class Publisher(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[guardrails.images.publishers.NAME]`: whose images are vetted.

    `owners` are AWS accounts of 12 digits; `names` are patterns (globs) of the images that are meant (none:
    all of them); `parameters` are public SSM parameters below `/aws/service/`: an image that one of them
    resolves to is vetted whoever owns it, those without `*` are looked up for the newest images.
    """

    owners: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()


_AMAZON_LINUX = SERVICE + "ami-amazon-linux-latest/"
_UBUNTU = SERVICE + "canonical/ubuntu/server/"
_WINDOWS = SERVICE + "ami-windows-latest/Windows_Server-"
_BOTTLEROCKET = SERVICE + "bottlerocket/"
_ARCHITECTURES = ("x86_64", "arm64")

BUILTIN: dict[str, Publisher] = {
    "Amazon Linux": Publisher(
        ("137112412989",),
        ("al2023-ami-*", "amzn2-ami-*"),
        tuple(
            f"{_AMAZON_LINUX}al2023-ami-{sort}-{arch}"
            for sort in ("kernel-default", "kernel-6.1", "minimal-kernel-default")
            for arch in _ARCHITECTURES
        ),
    ),
    "Ubuntu": Publisher(
        ("099720109477",),
        ("ubuntu/images/*", "ubuntu-minimal/images/*", "ubuntu-pro-server/images/*"),
        (
            *(f"{_UBUNTU}24.04/stable/current/{arch}/hvm/ebs-gp3/ami-id" for arch in ("amd64", "arm64")),
            *(f"{_UBUNTU}22.04/stable/current/{arch}/hvm/ebs-gp2/ami-id" for arch in ("amd64", "arm64")),
        ),
    ),
    "Debian": Publisher(
        ("136693071363",),
        ("debian-??-amd64-20*", "debian-??-arm64-20*"),
        tuple(
            f"{SERVICE}debian/release/{release}/latest/{arch}"
            for release in ("13", "12")
            for arch in ("amd64", "arm64")
        ),
    ),
    "Windows Server": Publisher(
        ("801119661308",),
        ("Windows_Server-*",),
        tuple(
            f"{_WINDOWS}{year}-English-{edition}-Base"
            for year in ("2025", "2022", "2019")
            for edition in ("Full", "Core")
        ),
    ),
    "Bottlerocket": Publisher(
        (),
        ("bottlerocket-aws-*",),
        (
            _BOTTLEROCKET + "*",
            *(f"{_BOTTLEROCKET}aws-ecs-2/{arch}/latest/image_id" for arch in _ARCHITECTURES),
        ),
    ),
}
"""The publishers that are vetted unless policy says otherwise (sources: their own documentation)."""


class ImagePolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """`[guardrails.images]`: the catalogue of vetted images; None: the default.

    `unvetted` is the level of a launch from any other image (`confirm`); `search` allows free text over the
    images of the whole world (false); `maximum_age` and `maximum_behind` are in days (365, 90): since an
    image was made, and behind the newest of its family; `require` are the facts that must hold; `own` are
    patterns of the account's own images that are vetted (`*`: all); `owners` are further accounts that are
    trusted; `builtin` counts Amazon Linux, Ubuntu, Debian, Windows Server and Bottlerocket in (true);
    `publishers` adds to them, or replaces the one of the same name.
    """

    unvetted: Literal["confirm", "block"] | None = None
    search: bool | None = None
    maximum_age: int | None = None
    maximum_behind: int | None = None
    require: tuple[str, ...] | None = None
    own: tuple[str, ...] | None = None
    owners: tuple[str, ...] | None = None
    builtin: bool | None = None
    publishers: dict[str, Publisher] = {}

    @cached_property
    def catalogue(self) -> dict[str, Publisher]:
        """Every publisher whose images are vetted, by name."""
        return {**({} if self.builtin is False else BUILTIN), **self.publishers}

    @property
    def oldest(self) -> int:
        """Days after which an image is outdated."""
        return MAXIMUM_AGE if self.maximum_age is None else self.maximum_age

    @property
    def furthest_behind(self) -> int:
        """Days that an image may be behind the newest of its family."""
        return MAXIMUM_BEHIND if self.maximum_behind is None else self.maximum_behind

    @property
    def required(self) -> tuple[str, ...]:
        """The facts that must hold before an image is vetted."""
        return REQUIRED if self.require is None else self.require

    @property
    def own_names(self) -> tuple[str, ...]:
        """Patterns of the account's own images that are vetted."""
        return ("*",) if self.own is None else self.own

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The public parameters that are looked up, each once."""
        told = (name for one in self.catalogue.values() for name in one.parameters if "*" not in name)
        return tuple(dict.fromkeys(told))
