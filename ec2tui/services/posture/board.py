"""What is known of posture while someone looks: findings, and their counts by check and by resource."""

from collections import Counter, deque
from collections.abc import Callable, Iterable

from immutables import Map

from ec2tui.core.model.finding import Finding, Findings
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.posture.catalog import BY_ID
from ec2tui.core.views.findings_row import TOLD, Found, found, row_key
from ec2tui.core.views.findings_tally import CheckTally, ResourceTally, Seen, Tally, counted, tally
from ec2tui.services.posture.gaps import unlisted
from ec2tui.services.posture.run import Posture
from ec2tui.services.session import Session

JOURNAL = 256
"""Steps back that a table of findings can follow one by one."""

_OWN_JUDGE = frozenset({Kind.SECURITY_GROUPS})
"""Kinds whose findings in the store another judge keeps."""


class PostureBoard:
    """Findings that are told, tallies by check and by resource, and one of everything.

    `version` counts the changes; `changed_since` tells the keys of rows that changed after one.
    """

    def __init__(self, session: Session, wanted: Iterable[str]) -> None:
        """`wanted` are the ids of the checks that are made: they have a row also when nothing fails."""
        self._session = session
        self._wanted = tuple(BY_ID[id] for id in wanted)
        self._said: dict[Key, tuple[Finding, ...]] = {}
        self._of_check: dict[str, Seen] = {check.id: Counter() for check in self._wanted}
        self._all: Seen = Counter()
        self._journal: deque[tuple[int, frozenset[Key]]] = deque(maxlen=JOURNAL)
        self._unlisted: set[Key] = set()
        self.rows: Map[Key, Found] = Map()
        self.resources: Map[Key, ResourceTally] = Map()
        self.checks: Map[Key, CheckTally] = Map(
            {Key("", "", check.id): self._check(check.id) for check in self._wanted}
        )
        self.version = 0
        self.on_change: Callable[[], object] = lambda: None

    @property
    def whole(self) -> Tally:
        """The tally of everything."""
        return tally(self._all)

    def changed_since(self, version: int) -> set[Key] | None:
        """The keys of rows (findings, resources, checks) that changed; None when that is too long ago."""
        if version == self.version:
            return set()
        if not self._journal or self._journal[0][0] > version + 1:
            return None
        return {key for at, keys in self._journal if at > version for key in keys}

    def take(self, posture: Posture, keys: Iterable[Key]) -> None:
        """Takes over what the checks say now about these resources."""
        self._replace({key: posture.of(key) for key in keys})

    def take_unlisted(self) -> None:
        """Takes over which checks could not even list what they are about, as findings that are unknown."""
        session = self._session
        found = unlisted(session.store.inventory, self._wanted, session.sources(), session.account)
        by_region: dict[Key, tuple[Finding, ...]] = dict.fromkeys(self._unlisted, ())
        for finding in found:
            by_region[finding.resource] = (*by_region.get(finding.resource, ()), finding)
        self._unlisted = {key for key, findings in by_region.items() if findings}
        self._replace({key: new for key, new in by_region.items() if new != self._said.get(key, ())})

    def forget(self) -> None:
        """Everything goes, as when another account is looked at."""
        self._replace(dict.fromkeys(self._said, ()))

    def _replace(self, new: dict[Key, tuple[Finding, ...]]) -> None:
        if not new:
            return
        inventory = self._session.store.inventory
        changed: set[Key] = set()
        with self.rows.mutate() as rows, self.resources.mutate() as resources:
            for key, findings in new.items():
                old = self._said.pop(key, ())
                self._count(old, -1)
                self._count(findings, 1)
                told = [found(finding, inventory) for finding in findings if finding.status in TOLD]
                gone = {row_key(finding) for finding in old} - {row.key for row in told}
                for place in gone:
                    rows.pop(place, None)
                rows.update({row.key: row for row in told})
                changed |= {key, *gone, *(row.key for row in told)}
                if findings:
                    self._said[key] = findings
                if told:
                    kind, name = told[0].finding.kind, told[0].name
                    resources[key] = ResourceTally(key, kind, name, tally(counted(findings)))
                else:
                    resources.pop(key, None)
            self.rows, self.resources = rows.finish(), resources.finish()
        self._tally(changed)
        self._publish(new)

    def _count(self, findings: Iterable[Finding], by: int) -> None:
        for finding in findings:
            seen = (finding.status, finding.severity)
            self._all[seen] += by
            if finding.check in self._of_check:
                self._of_check[finding.check][seen] += by

    def _check(self, id: str) -> CheckTally:
        check = BY_ID[id]
        return CheckTally(Key("", "", id), check.title, check.severity, check.kind, tally(self._of_check[id]))

    def _tally(self, changed: set[Key]) -> None:
        """Counts checks anew: they are few."""
        fresh = {key: self._check(key.id) for key in self.checks}
        changed |= {key for key, one in fresh.items() if self.checks[key] != one}
        self.checks = Map(fresh)
        self.version += 1
        self._journal.append((self.version, frozenset(changed)))
        self.on_change()

    def _publish(self, new: dict[Key, tuple[Finding, ...]]) -> None:
        """Puts what is told into the store, where tables of other pages find it."""
        by_region: dict[str, list[Findings]] = {}
        for key, findings in new.items():
            if findings and findings[0].kind in _OWN_JUDGE:
                continue
            told = tuple(finding for finding in findings if finding.status in TOLD)
            by_region.setdefault(key.region, []).append(Findings(key, told))
        for region, batch in by_region.items():
            self._session.store.update(self._session.source(region), Kind.FINDINGS, (), batch)
