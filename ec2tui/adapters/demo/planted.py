"""What is wrong on purpose in the demo account: one table for tests of both directions."""

from typing import NamedTuple


class Planted(NamedTuple):
    """A fault: the check that must find it, and the resource by the name that seeding gave it."""

    check: str
    region: str
    kind: str
    name: str


_EU, _US = "eu-west-1", "us-east-1"

PLANTED = (
    Planted("SG-01", _EU, "sg", "legacy-admin"),
    Planted("SG-01", _EU, "sg", "split-internet"),
    Planted("SG-01", _EU, "sg", "ipv6-twin"),
    Planted("SG-02", _EU, "sg", "redis-public"),
    Planted("SG-03", _EU, "sg", "file-drop"),
    Planted("SG-04", _EU, "sg", "wide-open"),
    Planted("SG-06", _EU, "sg", "partner-api"),
    Planted("SG-07", _EU, "sg", "split-internet"),
    Planted("SG-08", _EU, "sg", "staging/default"),
    Planted("SG-10", _US, "sg", "cluster-internal"),
    Planted("SG-11", _EU, "sg", "shadowed"),
    Planted("SG-12", _US, "sg", "ping-all"),
    Planted("SG-13", _EU, "sg", "launch-wizard-1"),
    Planted("SG-14", _EU, "sg", "shadowed"),
    Planted("SG-15", _EU, "sg", "stale-reference"),
    Planted("SG-16", _US, "sg", "unused"),
    Planted("SG-18", _EU, "sg", "time-boxed"),
    Planted("NET-01", _EU, "instance", "legacy-jump"),
    Planted("NET-01", _EU, "instance", "contractor-ssh"),
    Planted("NET-01", _EU, "instance", "stage-redis"),
    Planted("NET-01", _EU, "instance", "demo-box"),
    Planted("NET-02", _EU, "instance", "legacy-jump"),
    Planted("NET-02", _EU, "instance", "contractor-ssh"),
    Planted("NET-02", _EU, "instance", "demo-box"),
    Planted("NET-04", _EU, "instance", "legacy-jump"),
    Planted("NET-04", _EU, "instance", "demo-box"),
    Planted("NET-05", _EU, "subnet", "staging-public-a"),
    Planted("NET-05", _EU, "subnet", "staging-public-b"),
    Planted("INS-01", _EU, "instance", "legacy-jump"),
    Planted("INS-01", _EU, "instance", "reporting-win"),
    Planted("INS-01", _EU, "instance", "stage-redis"),
    Planted("INS-01", _EU, "instance", "stage-ftp"),
    Planted("INS-01", _EU, "instance", "demo-box"),
    Planted("INS-01", _EU, "instance", "wizard"),
    Planted("INS-02", _EU, "instance", "demo-box"),
    Planted("INS-04", _EU, "instance", "legacy-jump"),
    Planted("INS-05", _EU, "instance", "legacy-jump"),
    Planted("INS-06", _EU, "instance", "legacy-jump"),
    Planted("INS-07", _EU, "instance", "wizard"),
    Planted("INS-09", _EU, "instance", "wizard"),
    Planted("INS-10", _EU, "instance", "demo-box"),
    Planted("INS-10", _EU, "instance", "wizard"),
    Planted("IAM-01", _EU, "instance", "contractor-ssh"),
    Planted("IAM-02", _EU, "instance", "legacy-jump"),
    Planted("IAM-02", _EU, "instance", "reporting-win"),
    Planted("IAM-03", _EU, "instance", "demo-box"),
    Planted("IAM-04", "global", "user", "operator"),
    Planted("STO-01", _EU, "instance", "legacy-jump"),
    Planted("STO-01", _EU, "instance", "stage-db"),
    Planted("STO-01", _EU, "instance", "stage-redis"),
    Planted("STO-02", _EU, "account", "ebs-encryption"),
    Planted("STO-02", _US, "account", "ebs-encryption"),
    Planted("STO-03", _EU, "snapshot", "public-dump"),
    Planted("STO-05", _EU, "instance", "prometheus"),
    Planted("STO-05", _EU, "volume", "orphan"),
    Planted("AMI-01", _EU, "instance", "demo-box"),
    Planted("AMI-02", _EU, "instance", "legacy-jump"),
    Planted("AMI-02", _EU, "instance", "reporting-win"),
    Planted("AMI-02", _EU, "instance", "stage-redis"),
    Planted("AMI-02", _EU, "instance", "stage-ftp"),
    Planted("AMI-02", _EU, "instance", "stage-db"),
    Planted("AMI-03", _EU, "instance", "wizard"),
    Planted("AMI-04", _EU, "image", "public-own"),
    Planted("AMI-05", _EU, "image", "shared-own"),
    Planted("AMI-06", _EU, "image", "golden-old"),
    Planted("KEY-01", _EU, "key", "alice-laptop"),
    Planted("MON-01", _EU, "instance", "legacy-jump"),
)
"""Every fault that was put into the account deliberately."""
