"""What a query about findings can ask for: their own words, and those of the instances they are about."""

from collections.abc import Callable
from typing import Any

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.findings_row import Found
from ec2tui.core.views.query_fields import INSTANCES
from ec2tui.core.views.vocabulary import FlagField, NumberField, TextField, Vocabulary


def _groups(found: Found, inventory: Inventory) -> tuple[str, ...] | Missing:
    """The group that a finding is about, or those of the instance that it is about."""
    if found.finding.kind is Kind.SECURITY_GROUPS:
        return tuple(word for word in (found.finding.resource.id, found.name) if word)
    told: tuple[str, ...] | Missing = _of_instance(INSTANCES.texts["sg"].values, ())(found, inventory)
    return told


def _of_instance(ask: Callable[..., Any], none: Any) -> Callable[..., Any]:
    """What an instance says, of findings about instances; `none` of all others."""

    def told(found: Found, inventory: Inventory, *more: Any) -> Any:
        if found.finding.kind is not Kind.INSTANCES:
            return none
        instance = inventory.instance(found.finding.resource)
        return instance if isinstance(instance, Missing) else ask(instance, inventory, *more)

    return told


def _one(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _status(status: FindingStatus) -> Callable[[Found, Inventory], bool]:
    return lambda found, _inventory: found.finding.status is status


def _owner(finding: Finding) -> str:
    return finding.accepted.owner if finding.accepted else ""


def _expired(finding: Finding) -> bool:
    return finding.status is FindingStatus.FAIL and finding.accepted is not None


def _fails_with(severity: Severity) -> Callable[[Found, Inventory], bool]:
    return lambda f, _: f.finding.severity is severity and f.finding.status is FindingStatus.FAIL


OWN_TEXTS: tuple[TextField[Found], ...] = (
    TextField("check", "the check's id: SG-01, NET-*", lambda f, _: (f.finding.check,)),
    TextField("severity", "low, medium, high, critical", lambda f, _: (f.finding.severity.value,)),
    TextField("status", "fail, unknown, accepted, pass, …", lambda f, _: (f.finding.status.value,)),
    TextField("resource", "the id of what it is about", lambda f, _: (f.finding.resource.id,)),
    TextField("id", "the same", lambda f, _: (f.finding.resource.id,)),
    TextField("name", "the name of what it is about", lambda f, _: _one(f.name)),
    TextField("kind", "instances, security groups, volumes, …", lambda f, _: (f.finding.kind.value,)),
    TextField("title", "what the check says", lambda f, _: (f.finding.title,)),
    TextField("reason", "why it says so here", lambda f, _: (f.finding.reason,)),
    TextField("owner", "who answers for what is accepted", lambda f, _: _one(_owner(f.finding))),
    TextField("rule", "a security group rule's id", lambda f, _: f.finding.rules),
    TextField("region", "the region", lambda f, _: (f.finding.region,)),
    TextField("account", "the account's number", lambda f, _: (f.finding.resource.account,)),
    TextField("sg", "a security group's name or id", _groups),
)
"""The fields of `field:value` that every finding has."""


_OWN = frozenset(field.id for field in OWN_TEXTS)

TEXT_FIELDS: tuple[TextField[Found], ...] = (
    *OWN_TEXTS,
    *(
        TextField(
            f.id, f"{f.help}, of an instance", _of_instance(f.values, ()), f.kinds, addresses=f.addresses
        )
        for f in INSTANCES.texts.values()
        if f.id not in _OWN and f.id != "finding"
    ),
)
"""The fields of `field:value`; an instance's are of no other kind of resource."""

NUMBER_FIELDS: tuple[NumberField[Found], ...] = tuple(
    NumberField(
        f.id,
        f"{f.help}, of an instance",
        _of_instance(f.value, float("nan")),
        f.units,
        f.unit,
        f.kinds,
        f.timed,
    )
    for f in INSTANCES.numbers.values()
)
"""The fields of comparisons, of instances alone."""

FLAGS: tuple[FlagField[Found], ...] = (
    FlagField("failing", "fails, and nobody answers for it", _status(FindingStatus.FAIL)),
    FlagField("unknown", "could not be known", _status(FindingStatus.UNKNOWN)),
    FlagField("accepted", "fails, and somebody answers for it", _status(FindingStatus.ACCEPTED)),
    FlagField("expired", "was accepted, and is not any more", lambda f, _: _expired(f.finding)),
    *(
        FlagField(severity.value, f"fails with severity {severity.value}", _fails_with(severity))
        for severity in Severity
    ),
    *(
        FlagField(f.id, f"{f.help}, of an instance", _of_instance(f.test, False), f.kinds)
        for f in INSTANCES.flags.values()
    ),
)
"""The words that ask for a property."""


def haystack(found: Found) -> str:
    """What words look into: check, title, reason, id and name, casefolded, one a line."""
    finding = found.finding
    lines = [finding.check, finding.title, finding.reason, finding.resource.id, found.name]
    return "\n".join((*lines, *(f"{key}={value}" for key, value in found.tags))).casefold()


def _tags(found: Found) -> Tags:
    return found.tags


FINDINGS: Vocabulary[Found] = Vocabulary(
    "finding", TEXT_FIELDS, NUMBER_FIELDS, FLAGS, haystack, _tags, INSTANCES.aliases
)
"""The words of queries about findings."""
