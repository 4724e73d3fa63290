"""What a posture check is, and what it sees: one place where rules add up, with all that is open there."""

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

import msgspec

from ec2tui.core.access.permissions import permissions_of
from ec2tui.core.model.exposure import Exposure
from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.rules.network.index import Index, rules_of
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.network.openings import Opening, opened
from ec2tui.core.rules.network.readings import list_unread, rules_unread
from ec2tui.core.rules.network.segments import Open, exposure, open_to_internet
from ec2tui.core.rules.posture.references import Reference, references_of
from ec2tui.core.rules.posture.remedies import REMEDIES
from ec2tui.core.rules.posture.remedy import Remedy, fitting


class Verdict(NamedTuple):
    """What a check says: a status, a sentence, what it measured, and a severity that is not the usual one.

    `rules` are the ids of those it is about beside those of what was measured, `items` those of other things.
    `needs` are the IAM actions that would let an unknown be told.
    """

    status: FindingStatus
    reason: str
    exposure: tuple[Exposure, ...] = ()
    severity: Severity | None = None
    rules: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class Judged:
    """A group, or the groups of an interface, with everything that checks ask about them, worked out once.

    `now` is in epoch seconds.
    """

    def __init__(
        self,
        inventory: Inventory,
        index: Index,
        subject: Key,
        groups: tuple[Key, ...],
        limits: NetworkLimits,
        now: float,
    ) -> None:
        """A place to judge: `subject` is the group itself or the interface."""
        self.inventory, self.index, self.subject, self.groups = inventory, index, subject, groups
        self.limits, self.now = limits, now

    @cached_property
    def rules(self) -> tuple[SecurityGroupRule, ...]:
        """All known rules of the groups."""
        return tuple(rule for group in self.groups for rule in rules_of(self.inventory, self.index, group))

    @cached_property
    def group(self) -> SecurityGroup | None:
        """The group, when it is one that is known."""
        found: SecurityGroup | None = self.inventory.table(Kind.SECURITY_GROUPS).get(self.subject)
        return found

    @cached_property
    def inward(self) -> tuple[Opening, ...]:
        """What ingress rules open."""
        return opened(self.rules, self.inventory)

    @cached_property
    def open(self) -> tuple[Open, ...]:
        """What the public internet reaches."""
        return tuple(open_to_internet(self.inward))

    @cached_property
    def outward(self) -> tuple[Open, ...]:
        """Where on the public internet egress goes."""
        return tuple(open_to_internet(opened(self.rules, self.inventory, egress=True)))

    @cached_property
    def used(self) -> bool | None:
        """Whether an interface is in it; None when that is not known."""
        if self.groups != (self.subject,) or self.index.members.get(self.subject):
            return True
        return False if self.inventory.reading_of(Kind.INTERFACES, self.subject).known else None

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """What keeps the rules from being known, as sentences."""
        lists = dict.fromkeys(o.unknown for o in self.inward if o.unknown)
        return (
            *rules_unread(self.inventory, self.groups),
            *(list_unread(self.inventory, self.subject._replace(id=name)) for name in lists),
        )

    def public(self, opens: Iterable[Open]) -> tuple[Open, ...]:
        """Those that enough of the internet reaches to count as open to it."""
        return tuple(one for one in opens if one.share >= self.limits.share)


class Check(msgspec.Struct, frozen=True):
    """A check: its id and title, its usual severity, and the function whose docstring says why and how.

    `judge` takes a `Judged` for groups; for everything else the item and its `Scene` (`posture.scene`).
    `grouped`: it also judges the groups of an interface added up. `reads` are the kinds that it needs.
    `measured`: only what is open to the internet decides, so that other groups can be left out.
    `kind` is what its findings are about; one that is about several names them in `also`. `grades` says when
    a failure is more or less than `severity`, empty when it never is.
    """

    id: str
    title: str
    severity: Severity
    judge: Callable[..., Verdict]
    grouped: bool = True
    reads: tuple[Kind, ...] = (Kind.SECURITY_GROUPS, Kind.RULES, Kind.PREFIX_LISTS)
    measured: bool = True
    kind: Kind = Kind.SECURITY_GROUPS
    also: tuple[Kind, ...] = ()
    grades: str = ""

    @property
    def why(self) -> str:
        """Why it matters and what to do, in a paragraph."""
        return " ".join((self.judge.__doc__ or "").split())

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """All kinds that its findings are about."""
        return (self.kind, *self.also)

    @property
    def remedy(self) -> Remedy:
        """How its failures are mended; see `Remedy` for the names of what builds the plan."""
        return REMEDIES[self.id]

    @property
    def references(self) -> tuple[Reference, ...]:
        """What other catalogues call it, each with the version that its id is of."""
        return references_of(self.id)

    @property
    def permissions(self) -> tuple[str, ...]:
        """The IAM actions that tell everything it looks at."""
        return permissions_of(self.reads)

    @property
    def needs(self) -> tuple[str, ...]:
        """The same, by its shorter name."""
        return self.permissions

    def fix(self, finding: Finding) -> Remedy:
        """How this failure is mended; nothing is to be mended in what does not fail."""
        failing = finding.status in (FindingStatus.FAIL, FindingStatus.ACCEPTED)
        return fitting(self.remedy, finding) if failing else Remedy(self.remedy.steps)

    def finding(self, place: Judged, kind: Kind) -> Finding:
        """What the check says about a place; nothing passes while something that decides is not known."""
        verdict = self.judge(place)
        if verdict.status is not FindingStatus.FAIL and place.unread:
            reason = " ".join(place.unread)
            verdict = Verdict(FindingStatus.UNKNOWN, reason, needs=_needs(place, self.reads))
        return self.says(verdict, place.subject, kind)

    def says(self, verdict: Verdict, subject: Key, kind: Kind | None = None) -> Finding:
        """A verdict as a finding about a subject; `kind` is the check's own unless given."""
        status, reason, exposure, severity, rules, items, needs = verdict
        if exposure or rules:
            rules = tuple(dict.fromkeys((*(id for e in exposure for id in e.rules), *rules)))
        return Finding(
            self.id,
            status,
            severity or self.severity,
            kind or self.kind,
            subject,
            self.title,
            reason,
            exposure,
            needs,
            rules,
            None,
            items,
        )


def _needs(place: Judged, kinds: tuple[Kind, ...]) -> tuple[str, ...]:
    """The permissions that the reads that failed asked for; of what nobody has read those that it needs."""
    readings = {kind: place.inventory.reading_of(kind, place.subject) for kind in kinds}
    failed = tuple(dict.fromkeys(r.problem.permission for r in readings.values() if r.problem is not None))
    return failed or permissions_of(kind for kind, reading in readings.items() if not reading.known)


def failed(
    reason: str, opens: Iterable[Open] = (), egress: bool = False, rules: Iterable[str] = ()
) -> Verdict:
    """A failure with what was measured, and the ids of further rules that it is about."""
    return Verdict(
        FindingStatus.FAIL, reason, tuple(exposure(one, egress) for one in opens), rules=tuple(rules)
    )


@lru_cache(maxsize=4096)
def passed(reason: str) -> Verdict:
    """A pass with its reason."""
    return Verdict(FindingStatus.PASS, reason)


@lru_cache(maxsize=4096)
def not_applicable(reason: str) -> Verdict:
    """There is nothing to judge."""
    return Verdict(FindingStatus.NOT_APPLICABLE, reason)
