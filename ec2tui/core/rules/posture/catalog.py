"""All checks, by what they judge: the one table that reports, screens and the documentation are made from."""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from ec2tui.core.model.finding import Finding, Severity
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.posture import images, network, security_groups
from ec2tui.core.rules.posture.assess import findings_of_group
from ec2tui.core.rules.posture.check import Check
from ec2tui.core.rules.posture.network import reachable_guarded_port
from ec2tui.core.rules.posture.scene import Scene


class Family(msgspec.Struct, frozen=True):
    """Checks of the same sort of subject: `judge` says what all of them find about one.

    The subjects are the keys of the table `kind` of the inventory. `ages`: what it says may change with the
    time alone.
    """

    kind: Kind
    checks: tuple[Check, ...]
    judge: Callable[[Scene, Key], Iterable[Finding]]
    ages: bool = True


def _group(scene: Scene, key: Key) -> Iterable[Finding]:
    return findings_of_group(scene.inventory, key, scene.settings.limits, scene.now)


def _reached(scene: Scene, key: Key) -> Iterable[Finding]:
    found = reachable_guarded_port(scene.inventory, key, scene.settings.limits)
    return () if found is None else (found,)


def _runs_from(scene: Scene, key: Key) -> Iterable[Finding]:
    return images.findings_of_instance(scene.inventory, key, scene.now)


def _own_image(scene: Scene, key: Key) -> Iterable[Finding]:
    image = scene.inventory.table(Kind.OWN_IMAGES).get(key)
    return () if image is None else images.findings_of_image(scene.inventory, image, scene.now)


REACHED = Check(
    network.ID,
    network.TITLE,
    Severity.CRITICAL,
    reachable_guarded_port,  # type: ignore[arg-type]  # judged by itself: only its docstring is asked for
    reads=(Kind.INSTANCES, *network.READS),
    kind=Kind.INSTANCES,
)

FAMILIES: tuple[Family, ...] = (
    Family(Kind.SECURITY_GROUPS, security_groups.CHECKS, _group),
    Family(Kind.INSTANCES, (REACHED,), _reached, ages=False),
    Family(Kind.INSTANCES, tuple(c for c in images.CHECKS if c.kind is Kind.INSTANCES), _runs_from),
    Family(Kind.OWN_IMAGES, tuple(c for c in images.CHECKS if c.kind is Kind.OWN_IMAGES), _own_image),
)
"""Everything that is judged."""

CHECKS: tuple[Check, ...] = tuple(dict.fromkeys(check for family in FAMILIES for check in family.checks))
"""Every check once, family by family."""

BY_ID: dict[str, Check] = {check.id: check for check in CHECKS}
"""Every check by its id."""

LATER = {
    "NET-11": "peering routes broader than needed",
    "STO-04": "unencrypted snapshots",
    "MON-02": "changes of networks that are not alarmed",
}
"""What the third tier of the table of checks adds, and is not looked at."""


def assess(scene: Scene, only: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """What every check (or only those with these ids) says about everything, in the order of subjects."""
    for family in FAMILIES:
        if only and not any(check.id in only for check in family.checks):
            continue
        for key in sorted(scene.inventory.table(family.kind)):
            for finding in family.judge(scene, key):
                if not only or finding.check in only:
                    yield finding
