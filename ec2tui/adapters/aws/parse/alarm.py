"""Alarms, metric and composite ones, and their history."""

from datetime import datetime
from typing import Any

import msgspec

from ec2tui.adapters.aws.parse.fields import Document, epoch
from ec2tui.core.model.alarm import Alarm, AlarmEvent, AlarmSpec
from ec2tui.core.model.key import Key

MORE = (
    "ActionConfiguration",
    "ActionsSuppressor",
    "ActionsSuppressorExtensionPeriod",
    "ActionsSuppressorWaitPeriod",
    "EvaluateLowSampleCountPercentile",
    "EvaluationCriteria",
    "EvaluationInterval",
    "EvaluationWindow",
    "Metrics",
    "ThresholdMetricId",
    "WarmUpConfiguration",
)
"""Members that are told and put in the same words, and kept whole, so that undo puts them back."""


def alarms(document: Document, account: str, region: str) -> tuple[Alarm, ...]:
    """All alarms of one answer, metric alarms first."""
    found = (*document.get("MetricAlarms", ()), *document.get("CompositeAlarms", ()))
    return tuple(alarm(one, account, region) for one in found)


def alarm(document: Document, account: str, region: str) -> Alarm:
    """One alarm (shape MetricAlarm or CompositeAlarm), keyed by its name."""
    since = document.get("StateTransitionedTimestamp") or document.get("StateUpdatedTimestamp")
    return Alarm(
        key=Key(account, region, document["AlarmName"]),
        spec=spec(document),
        state=document.get("StateValue", ""),
        since=epoch(since),
        reason=document.get("StateReason") or "",
        arn=document.get("AlarmArn") or "",
        configured=epoch(document.get("AlarmConfigurationUpdatedTimestamp")),
        evaluation=document.get("EvaluationState") or "",
        suppressed_by=document.get("ActionsSuppressedBy") or "",
    )


def spec(document: Document) -> AlarmSpec:
    """What the alarm was set up with."""
    threshold = document.get("Threshold")
    return AlarmSpec(
        namespace=document.get("Namespace") or "",
        metric=document.get("MetricName") or "",
        dimensions=tuple((one["Name"], one["Value"]) for one in document.get("Dimensions") or ()),
        statistic=document.get("Statistic") or document.get("ExtendedStatistic") or "",
        period=document.get("Period"),
        periods=document.get("EvaluationPeriods"),
        datapoints=document.get("DatapointsToAlarm"),
        comparison=document.get("ComparisonOperator") or "",
        threshold=None if threshold is None else float(threshold),
        missing=document.get("TreatMissingData") or "",
        unit=document.get("Unit") or "",
        description=document.get("AlarmDescription") or "",
        enabled=document.get("ActionsEnabled", True),
        alarm_actions=tuple(document.get("AlarmActions") or ()),
        ok_actions=tuple(document.get("OKActions") or ()),
        insufficient_actions=tuple(document.get("InsufficientDataActions") or ()),
        rule=document.get("AlarmRule") or "",
        more=_more(document),
    )


def _more(document: Document) -> str:
    kept = {name: document[name] for name in MORE if document.get(name) not in (None, [], "", {})}
    return msgspec.json.encode(kept, order="sorted", enc_hook=_plain).decode() if kept else ""


def _plain(value: Any) -> Any:
    """Times within a definition, as AWS takes them back."""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def events(document: Document) -> tuple[AlarmEvent, ...]:
    """The entries of one page of a history (shape AlarmHistoryItem), in AWS's order."""
    return tuple(
        AlarmEvent(
            epoch(one.get("Timestamp")) or 0, one.get("HistoryItemType", ""), one.get("HistorySummary", "")
        )
        for one in document.get("AlarmHistoryItems", ())
    )
