"""The metrics of an instance that are shown: what CloudWatch calls each, and what it is called here."""

import re
from collections.abc import Iterable

import msgspec

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.metric import Metric
from ec2tui.core.model.metric_call import AGENT

EC2 = "AWS/EC2"


class MetricKind(msgspec.Struct, frozen=True, gc=False):
    """A sort of metric: `id` as a user types it, AWS's namespace, name and unit, and its usual statistic.

    `chart` is shared by those that are drawn together for one instance. `only` says which instances have it
    (empty: all; `burstable`; `store`: those with an instance store; `agent`: where the CloudWatch agent is).
    """

    id: str
    title: str
    name: str
    unit: str
    stat: str
    chart: str
    namespace: str = EC2
    only: str = ""


KINDS: tuple[MetricKind, ...] = (
    MetricKind("cpu", "CPU", "CPUUtilization", "Percent", "Average", "cpu"),
    MetricKind("credits", "CPU credits", "CPUCreditBalance", "Count", "Average", "credits", only="burstable"),
    MetricKind(
        "credits_used", "CPU credits used", "CPUCreditUsage", "Count", "Sum", "credits_used", only="burstable"
    ),
    MetricKind("net_in", "Network in", "NetworkIn", "Bytes", "Average", "net"),
    MetricKind("net_out", "Network out", "NetworkOut", "Bytes", "Average", "net"),
    MetricKind("ebs_read", "EBS read", "EBSReadBytes", "Bytes", "Average", "ebs"),
    MetricKind("ebs_write", "EBS written", "EBSWriteBytes", "Bytes", "Average", "ebs"),
    MetricKind("ebs_reads", "EBS reads", "EBSReadOps", "Count", "Average", "ebs_ops"),
    MetricKind("ebs_writes", "EBS writes", "EBSWriteOps", "Count", "Average", "ebs_ops"),
    MetricKind("disk_read", "Store read", "DiskReadBytes", "Bytes", "Average", "disk", only="store"),
    MetricKind("disk_write", "Store written", "DiskWriteBytes", "Bytes", "Average", "disk", only="store"),
    MetricKind("disk_reads", "Store reads", "DiskReadOps", "Count", "Average", "disk_ops", only="store"),
    MetricKind("disk_writes", "Store writes", "DiskWriteOps", "Count", "Average", "disk_ops", only="store"),
    MetricKind("status", "Status checks failed", "StatusCheckFailed", "Count", "Maximum", "status"),
    MetricKind(
        "status_system", "System check failed", "StatusCheckFailed_System", "Count", "Maximum", "status_one"
    ),
    MetricKind(
        "status_instance",
        "Instance check failed",
        "StatusCheckFailed_Instance",
        "Count",
        "Maximum",
        "status_one",
    ),
    MetricKind(
        "status_ebs", "EBS check failed", "StatusCheckFailed_AttachedEBS", "Count", "Maximum", "status_one"
    ),
    MetricKind("imdsv1", "IMDSv1 calls", "MetadataNoToken", "Count", "Sum", "imdsv1"),
    MetricKind("memory", "Memory used", "mem_used_percent", "Percent", "Average", "used", AGENT, "agent"),
    MetricKind("disk_used", "Disk used", "disk_used_percent", "Percent", "Average", "used", AGENT, "agent"),
)
"""Every metric that is shown, in the order in which they are listed."""

USUAL = ("cpu", "net_in", "net_out", "status")
"""The ids of those that are drawn where there is room for few."""

BURSTABLE = ("t2.", "t3.", "t3a.", "t4g.")
"""What types with CPU credits begin with (EC2 User Guide, burstable performance instances)."""

_STORE = re.compile(r"(d|h|i|im|is|dl|p|trn)\d.*|[a-z]+\d+[a-z]*d[a-z]*|(c3|f1|g5|g6|m3|r3|x1)")
"""Families with an instance store: storage and accelerated ones, with `d` after the number, old ones."""


def kind_of(id: str) -> MetricKind | None:
    """The sort of metric with this id or AWS's name, in any case; None when there is none."""
    wanted = id.casefold()
    return next((kind for kind in KINDS if wanted in (kind.id, kind.name.casefold())), None)


def has_store(instance_type: str) -> bool:
    """Whether a type may have an instance store, by its name; AWS sends nothing where there is none."""
    return _STORE.fullmatch(instance_type.partition(".")[0]) is not None


def kinds_of(instance: Instance, agent: Iterable[Metric] = ()) -> tuple[tuple[MetricKind, Metric], ...]:
    """What can be asked about an instance, with the dimensions to ask by; `agent` is what its agent sends."""
    alone = (("InstanceId", instance.key.id),)
    sent = {name: _best(name, agent) for name in {one.name for one in agent}}
    found = []
    for kind in KINDS:
        if kind.only == "burstable" and not instance.type.startswith(BURSTABLE):
            continue
        if kind.only == "store" and not has_store(instance.type):
            continue
        if kind.only == "agent":
            if kind.name in sent:
                found.append((kind, sent[kind.name]))
            continue
        found.append((kind, Metric(kind.namespace, kind.name, alone)))
    return tuple(found)


def _best(name: str, agent: Iterable[Metric]) -> Metric:
    """Of the dimensions under which a metric of the agent is kept: the root disk's, else the fewest."""
    kept = [one for one in agent if one.name == name]
    return min(
        kept, key=lambda one: (("path", "/") not in one.dimensions, len(one.dimensions), one.dimensions)
    )
