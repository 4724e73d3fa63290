"""What is wrong on purpose in the demo account: one table for tests of both directions."""

from collections.abc import Iterator
from typing import NamedTuple

from ec2tui.adapters.demo.seed.specs import SPECS, Spec, instance_name


class Planted(NamedTuple):
    """A fault: the check that must find it, and the resource by the name that seeding gave it."""

    check: str
    region: str
    kind: str
    name: str


_EU, _US = "eu-west-1", "us-east-1"
_REGIONS = {"prod": _EU, "staging": _EU, "analytics": _US}


def _groups(check: str, region: str, *names: str) -> tuple[Planted, ...]:
    return tuple(Planted(check, region, "sg", name) for name in names)


def _instances(check: str, *names: str) -> tuple[Planted, ...]:
    """The instances of these rows of the account, each row by its name."""
    rows = [spec for spec in SPECS if spec.name in names]
    assert len(rows) == len(names), names
    return tuple(one for spec in rows for one in _of(check, spec))


def _every_instance_but(check: str, *names: str) -> tuple[Planted, ...]:
    """All instances that are not ending, without these, each by its own name."""
    living = [spec for spec in SPECS if spec.state not in ("shutting-down", "terminated")]
    return tuple(one for spec in living for one in _of(check, spec) if one.name not in names)


def _of(check: str, spec: Spec) -> Iterator[Planted]:
    for number in range(spec.count):
        yield Planted(check, _REGIONS[spec.network], "instance", instance_name(spec, number))


_ROLELESS = ("contractor-ssh", "stage-redis", "stage-ftp")
_PUBLIC_WITH_ROLE = ("bastion", "legacy-jump", "ipv6-gateway", "partner-api", "stage-web", "demo-box")
_OLD_IMAGES = ("legacy-jump", "reporting-win", "stage-redis", "stage-ftp", "stage-db", "wizard")
_OLD = ("bastion", "orders-db", "ad-controller", "reporting-win", "legacy-jump", "prometheus", "stage-db")

GROUPS = (
    *_groups("SG-01", _EU, "legacy-admin", "split-internet", "ipv6-twin", "wide-open"),
    *_groups("SG-02", _EU, "redis-public", "wide-open"),
    *_groups("SG-03", _EU, "file-drop", "wide-open"),
    *_groups("SG-04", _EU, "wide-open"),
    *_groups("SG-05", _EU, "legacy-admin", "split-internet", "ipv6-twin", "redis-public", "file-drop"),
    *_groups("SG-05", _EU, "wide-open"),
    *_groups("SG-06", _EU, "partner-api", "split-internet"),
    *_groups("SG-07", _EU, "split-internet"),
    *_groups("SG-08", _EU, "staging/default"),
    *_groups("SG-09", _EU, "staging-web", "legacy-admin", "split-internet", "ipv6-twin", "partner-api"),
    *_groups("SG-09", _EU, "shadowed", "time-boxed", "stale-reference", "wide-open", "redis-public"),
    *_groups("SG-09", _EU, "file-drop", "launch-wizard-1", "staging/default"),
    *_groups("SG-09", _US, "spark", "notebooks", "ping-all", "cluster-internal", "unused"),
    *_groups("SG-10", _EU, "staging/default"),
    *_groups("SG-10", _US, "cluster-internal"),
    *_groups("SG-11", _EU, "shadowed"),
    *_groups("SG-12", _US, "ping-all"),
    *_groups("SG-13", _EU, "launch-wizard-1", "staging/default"),
    *_groups("SG-14", _EU, "shadowed", "split-internet"),
    *_groups("SG-15", _EU, "stale-reference"),
    *_groups("SG-16", _US, "unused"),
    *_groups("SG-18", _EU, "time-boxed"),
)
"""What is wrong with security groups."""

EXPOSURE = (
    *_instances("NET-01", "legacy-jump", "contractor-ssh", "ipv6-gateway", "stage-redis", "demo-box"),
    *_instances("NET-02", *_PUBLIC_WITH_ROLE, *_ROLELESS),
    *_instances("NET-03", "ipv6-gateway"),
    *_instances("NET-04", *_PUBLIC_WITH_ROLE),
    Planted("NET-05", _EU, "subnet", "staging-public-a"),
    Planted("NET-05", _EU, "subnet", "staging-public-b"),
)
"""What can be reached from the internet; NET-04 counts a public address on a public subnet as facing it."""

INSTANCES = (
    *_instances("INS-01", "legacy-jump", "reporting-win", "stage-redis", "stage-ftp", "demo-box", "wizard"),
    *_instances("INS-02", "demo-box"),
    *_every_instance_but(
        "INS-04", "bastion", "orders-db-01", "orders-db-02", "ad-controller-01", "ad-controller-02",
        "spark-master", "archive",
    ),
    *_instances("INS-05", "legacy-jump"),
    *_instances("INS-06", "legacy-jump"),
    *_instances("INS-07", *_OLD, "stage-redis", "stage-ftp", "archive", "wizard"),
    *_instances("INS-09", "wizard"),
    *_instances("INS-10", "demo-box", "wizard"),
    *_instances("IAM-01", *_ROLELESS, "wizard", "stage-loadtest", "stage-preview", "hpc", "tag-fuzz"),
    *_instances("IAM-02", "legacy-jump", "reporting-win", "stage-build", "ml-train", "spark-worker"),
    *_instances("IAM-02", "spark-master", "gpu-lab", "mem-scan"),
    *_instances("IAM-03", "demo-box"),
    Planted("IAM-04", "global", "user", "operator"),
    *_every_instance_but("MON-01", "bastion", "orders-db-01", "ad-controller-01", "spark-master"),
)  # fmt: skip
"""What is wrong with instances and their roles; INS-04 is termination protection, MON-01 status checks."""

STORAGE = (
    *_instances("STO-01", "legacy-jump", "stage-db", "stage-redis", "stage-ftp", "wizard"),
    Planted("STO-02", _EU, "account", "ebs-encryption"),
    Planted("STO-02", _US, "account", "ebs-encryption"),
    Planted("STO-03", _EU, "snapshot", "public-dump"),
    *_instances("STO-05", "prometheus", "legacy-jump"),
    Planted("STO-05", _EU, "volume", "orphan"),
    *_instances("AMI-01", "demo-box"),
    *_instances("AMI-02", *_OLD_IMAGES),
    *_instances("AMI-03", *_OLD_IMAGES, "stage-build"),
    Planted("AMI-04", _EU, "image", "public-own"),
    Planted("AMI-04", _US, "image", "public-own"),
    Planted("AMI-05", _EU, "image", "shared-own"),
    Planted("AMI-05", _US, "image", "shared-own"),
    Planted("AMI-06", _EU, "image", "golden-old"),
    Planted("AMI-06", _US, "image", "golden-old"),
    Planted("AMI-06", _EU, "image", "public-own"),
    Planted("AMI-06", _US, "image", "public-own"),
    Planted("KEY-01", _EU, "key", "alice-laptop"),
)
"""What is wrong with volumes, snapshots, images and keys."""

PLANTED = (*GROUPS, *EXPOSURE, *INSTANCES, *STORAGE)
"""Every fault that was put into the account deliberately; nothing else fails a check of the first tier."""
