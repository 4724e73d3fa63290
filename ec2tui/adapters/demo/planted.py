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


def _volumes(check: str, region: str, *names: str) -> tuple[Planted, ...]:
    return tuple(Planted(check, region, "volume", name) for name in names)


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
_SPOT = tuple(instance_name(spec, n) for spec in SPECS if spec.spot for n in range(spec.count))
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
    *_groups("SG-17", _US, "ping-all"),
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
    Planted("NET-06", _EU, "acl", "prod-default"),
    Planted("NET-06", _EU, "acl", "staging-default"),
    Planted("NET-06", _US, "acl", "analytics-default"),
    Planted("NET-07", _US, "vpc", "analytics"),
    Planted("NET-08", _EU, "vpc", "staging"),
    Planted("NET-09", _EU, "interface", "contractor-ssh"),
    Planted("NET-10", _EU, "vpc", "staging"),
    Planted("NET-10", _US, "vpc", "analytics"),
    Planted("NET-12", _EU, "address", "old-vpn"),
)
"""What can be reached from the internet; NET-04 counts a public address on a public subnet as facing it."""

INSTANCES = (
    *_instances("INS-01", "legacy-jump", "reporting-win", "stage-redis", "stage-ftp", "demo-box", "wizard"),
    *_instances("INS-02", "demo-box"),
    Planted("INS-03", _EU, "account", "metadata-defaults"),
    *_every_instance_but("INS-04", *_SPOT, "spark-master", "archive"),
    *_instances("INS-05", "legacy-jump"),
    *_instances("INS-06", "legacy-jump"),
    *_instances("INS-07", *_OLD, "stage-redis", "stage-ftp", "archive", "wizard"),
    *_instances("INS-08", "contractor-ssh", "demo-box", "legacy-jump", "ml-train", "stage-db", "stage-ftp"),
    *_instances("INS-08", "stage-redis", "tag-fuzz", "mem-scan", "spark-master", "spark-worker"),
    *_instances("INS-08", "reporting-win"),
    *_instances("INS-09", "wizard"),
    *_instances("INS-10", "demo-box", "wizard"),
    *_volumes("INS-10", _EU, "demo-box-root", "wizard-root", "orphan"),
    *_instances("IAM-01", *_ROLELESS, "wizard", "stage-loadtest", "stage-preview", "hpc", "tag-fuzz"),
    *_instances("IAM-02", "legacy-jump", "reporting-win", "stage-build", "ml-train", "spark-worker"),
    *_instances("IAM-02", "spark-master", "gpu-lab", "mem-scan"),
    *_instances("IAM-03", "demo-box"),
    Planted("IAM-04", "global", "user", "operator"),
    *_every_instance_but("MON-01", "bastion", "orders-db-01", "ad-controller-01", "spark-master"),
)  # fmt: skip
"""What is wrong with instances and their roles.

INS-04 fails in production also where only stop protection is off, and never for Spot instances; INS-08 where
the role or the network keeps the agent from Systems Manager, or patches are missing; MON-01 where no status
check has an alarm that acts, or monitoring is not detailed.
"""

STORAGE = (
    *_volumes("STO-01", _EU, "legacy-jump-root", "legacy-jump-scratch", "stage-db-root", "stage-db-data"),
    *_volumes("STO-01", _EU, "stage-redis-root", "stage-ftp-root", "wizard-root"),
    Planted("STO-02", _EU, "account", "ebs-encryption"),
    Planted("STO-02", _US, "account", "ebs-encryption"),
    Planted("STO-03", _EU, "snapshot", "public-dump"),
    Planted("STO-03", _EU, "account", "snapshot-block-public-access"),
    *_instances("STO-05", "prometheus", "legacy-jump"),
    *_volumes("STO-05", _EU, "orphan"),
    *_volumes("STO-06", _EU, "legacy-jump-scratch", "prometheus-data", "stage-db-data"),
    *_volumes("STO-06", _US, "notebook-01-data", "notebook-02-data"),
    *_instances("AMI-01", "demo-box"),
    *_instances("AMI-02", *_OLD_IMAGES),
    *_instances("AMI-03", *_OLD_IMAGES, "stage-build"),
    Planted("AMI-04", _EU, "image", "public-own"),
    Planted("AMI-04", _US, "image", "public-own"),
    Planted("AMI-04", _EU, "account", "image-block-public-access"),
    Planted("AMI-05", _EU, "image", "shared-own"),
    Planted("AMI-05", _US, "image", "shared-own"),
    Planted("AMI-06", _EU, "image", "golden-old"),
    Planted("AMI-06", _US, "image", "golden-old"),
    Planted("AMI-06", _EU, "image", "public-own"),
    Planted("AMI-06", _US, "image", "public-own"),
    Planted("AMI-06", _EU, "account", "allowed-images"),
    Planted("AMI-06", _US, "account", "allowed-images"),
    Planted("KEY-01", _EU, "key", "alice-laptop"),
)
"""What is wrong with volumes, snapshots, images and keys."""

PLANTED = (*GROUPS, *EXPOSURE, *INSTANCES, *STORAGE)
"""Every fault that was put into the account deliberately; nothing else fails a check.

Of the kind `account` the name is the id of the setting. KEY-02 is about this machine's files, which no
account holds.
"""
