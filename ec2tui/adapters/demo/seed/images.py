"""Images: own, shared, public by mistake, deprecated, Amazon's, Canonical's, and an impostor's."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from moto.ec2.models.amis import Ami

from ec2tui.adapters.demo.chance import hexadecimal
from ec2tui.adapters.demo.seed.networks import remember
from ec2tui.adapters.demo.world import World

AMAZON = "137112412989"
AMAZON_WINDOWS = "801119661308"
CANONICAL = "099720109477"
DEBIAN = "136693071363"
IMPOSTOR = "634519214787"
PARTNER = "345678901234"
"""Owner ids; the impostor's and the partner's are made up."""

_SSM = "/aws/service/"


@dataclass(frozen=True, slots=True)
class Image:
    """One image of each region, `days` old; `deprecated` counts days from now, negative in the past."""

    key: str
    name: str
    owner: str
    days: int
    architecture: str = "x86_64"
    windows: bool = False
    alias: str | None = None
    public: bool = True
    deprecated: int | None = None
    imds: str | None = "v2.0"
    tpm: bool = False
    encrypted: bool = False
    size: int = 8
    shared_with: str | None = None
    parameter: str | None = None
    description: str = ""


IMAGES = (
    Image(
        "al2023",
        "al2023-ami-2023.9.20260910.0-kernel-6.1-x86_64",
        AMAZON,
        24,
        alias="amazon",
        deprecated=66,
        tpm=True,
        description="Amazon Linux 2023 AMI x86_64 HVM kernel-6.1",
        parameter=_SSM + "ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64",
    ),
    Image(
        "al2023-arm",
        "al2023-ami-2023.9.20260910.0-kernel-6.1-arm64",
        AMAZON,
        24,
        "arm64",
        alias="amazon",
        deprecated=66,
        tpm=True,
        description="Amazon Linux 2023 AMI arm64 HVM kernel-6.1",
        parameter=_SSM + "ami-amazon-linux-latest/al2023-ami-kernel-6.1-arm64",
    ),
    Image(
        "al2023-old",
        "al2023-ami-2023.3.20240131.0-kernel-6.1-x86_64",
        AMAZON,
        640,
        alias="amazon",
        deprecated=-550,
        tpm=True,
        description="Amazon Linux 2023 AMI x86_64 HVM kernel-6.1",
    ),
    Image(
        "al2",
        "amzn2-ami-kernel-5.10-hvm-2.0.20230612.0-x86_64-gp2",
        AMAZON,
        1100,
        alias="amazon",
        deprecated=-370,
        imds=None,
        description="Amazon Linux 2 Kernel 5.10 AMI x86_64 HVM gp2",
    ),
    Image(
        "ubuntu",
        "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260901",
        CANONICAL,
        33,
        deprecated=700,
        parameter=_SSM + "canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id",
        description="Canonical, Ubuntu, 24.04, amd64 noble image",
    ),
    Image(
        "ubuntu-arm",
        "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-20260901",
        CANONICAL,
        33,
        "arm64",
        deprecated=700,
        description="Canonical, Ubuntu, 24.04, arm64 noble image",
        parameter=_SSM + "canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id",
    ),
    Image(
        "ubuntu-focal",
        "ubuntu/images/hvm-ssd/ubuntu-focal-20.04-amd64-server-20220303",
        CANONICAL,
        1360,
        deprecated=-630,
        imds=None,
        description="Canonical, Ubuntu, 20.04 LTS, amd64 focal image",
    ),
    Image(
        "debian",
        "debian-12-amd64-20260824-2213",
        DEBIAN,
        41,
        deprecated=690,
        parameter=_SSM + "debian/release/12/latest/amd64",
        description="Debian 12 (20260824-2213)",
    ),
    Image(
        "windows-2022",
        "Windows_Server-2022-English-Full-Base-2026.09.10",
        AMAZON_WINDOWS,
        22,
        windows=True,
        alias="amazon",
        deprecated=710,
        size=30,
        tpm=False,
        parameter=_SSM + "ami-windows-latest/Windows_Server-2022-English-Full-Base",
        description="Microsoft Windows Server 2022 Full Locale English AMI provided by Amazon",
    ),
    Image(
        "windows-2019",
        "Windows_Server-2019-English-Full-Base-2024.02.14",
        AMAZON_WINDOWS,
        600,
        windows=True,
        alias="amazon",
        deprecated=-20,
        size=30,
        imds=None,
        description="Microsoft Windows Server 2019 with Desktop Experience Locale English AMI",
    ),
    Image(
        "golden",
        "acme-golden-al2023-2026.09",
        "self",
        17,
        public=False,
        encrypted=True,
        tpm=True,
        size=20,
        description="Hardened base image, CIS level 1",
    ),
    Image(
        "golden-arm",
        "acme-golden-al2023-arm64-2026.09",
        "self",
        17,
        "arm64",
        public=False,
        encrypted=True,
        tpm=True,
        size=20,
        description="Hardened base image for Graviton, CIS level 1",
    ),
    Image(
        "golden-old",
        "acme-golden-al2-2023.11",
        "self",
        690,
        public=False,
        size=20,
        imds=None,
        description="Hardened base image of 2023",
        deprecated=-300,
    ),
    Image(
        "public-own",
        "acme-build-agent-2025.02",
        "self",
        590,
        public=True,
        size=60,
        imds=None,
        description="CI agent with tools; made public for a workshop",
    ),
    Image(
        "shared-own",
        "acme-appliance-2026.03",
        "self",
        230,
        public=False,
        encrypted=True,
        size=40,
        shared_with="998877665544",
        description="Appliance shared with a customer's account",
    ),
    Image(
        "shared-in",
        "partner-fw-appliance-7.2",
        PARTNER,
        120,
        public=False,
        size=30,
        shared_with="self",
        description="Firewall appliance shared by a partner",
    ),
    Image(
        "impostor",
        "ubuntu/images/hvm-ssd-gp3/ubuntu-n\u043eble-24.04-amd64-server-20260915",
        IMPOSTOR,
        9,
        imds=None,
        description="Canonical, Ubuntu, 24.04, amd64 noble image",
    ),
)
"""Every image; the impostor's name has a Cyrillic letter in it."""


def build_images(world: World) -> None:
    """Register each image in each region."""
    for region in world.regions:
        for image in IMAGES:
            _register(world, region, image)


def _register(world: World, region: str, image: Image) -> None:
    backend = world.ec2(region)
    now = world.clock.naive()
    own = image.owner == "self"
    image_id = f"ami-{hexadecimal(world.seed, 'image', region, image.key)}"
    made: Any = Ami(
        backend,
        image_id,
        name=image.name,
        description=image.description,
        owner_id=world.account_id if own else image.owner,
        owner_alias=image.alias,
        public=image.public,
        virtualization_type="hvm",
        architecture=image.architecture,
        creation_date=now - timedelta(days=image.days),
        platform="windows" if image.windows else None,
        root_device_type="ebs",
        root_device_name="/dev/sda1" if image.windows or image.owner == CANONICAL else "/dev/xvda",
        region_name=f"{region}a",
        boot_mode="uefi" if image.architecture == "arm64" else "uefi-preferred",
    )
    made.ebs_snapshot.volume.size = image.size
    made.ebs_snapshot.encrypted = image.encrypted
    made.ebs_snapshot.start_time = now - timedelta(days=image.days)
    if image.deprecated is not None:
        made.demo_deprecation = now + timedelta(days=image.deprecated)
    made.demo_imds_support = image.imds
    made.demo_tpm = "v2.0" if image.tpm else None
    made.demo_parameter = image.parameter
    if image.shared_with:
        user = world.account_id if image.shared_with == "self" else image.shared_with
        made.launch_permissions.append({"UserId": user})
    if own:
        made.add_tags({"Name": image.key, "owner": "platform@example.com", "team": "platform", "env": "prod"})
    backend.amis[image_id] = made
    remember(world, region, "image", image.key, image_id)
