"""All checks, by what they judge: the one table that reports, screens and the documentation are made from."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from ec2tui.core.model.finding import Finding, Severity
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.posture import (
    addresses,
    group_upkeep,
    image_settings,
    images,
    imds,
    instances,
    keys,
    managed,
    monitoring,
    network,
    networks,
    roles,
    security_groups,
    storage,
)
from ec2tui.core.rules.posture.assess import findings_of_group
from ec2tui.core.rules.posture.check import Check, Verdict
from ec2tui.core.rules.posture.network import reachable_guarded_port
from ec2tui.core.rules.posture.references import TABLE
from ec2tui.core.rules.posture.scene import Scene

ENDED = ("terminated", "shutting-down")
"""The states of instances of which nothing is said any more."""


class Family(msgspec.Struct, frozen=True):
    """Checks of the same sort of subject: `judge` says what all of them find about one.

    The subjects are the keys of the table `kind` of the inventory. `ages`: what it says may change with the
    time alone.
    """

    kind: Kind
    checks: tuple[Check, ...]
    judge: Callable[[Scene, Key], Iterable[Finding]]
    ages: bool = True


_OF_GROUPS = tuple(sorted((*security_groups.CHECKS, *group_upkeep.CHECKS), key=lambda check: check.id))


def _group(scene: Scene, key: Key) -> Iterable[Finding]:
    return findings_of_group(scene.inventory, key, scene.settings.limits, scene.now, _OF_GROUPS)


def _reached(scene: Scene, key: Key) -> Iterable[Finding]:
    instance = scene.inventory.table(Kind.INSTANCES).get(key)
    if instance is None or instance.state in ENDED:
        return ()
    found = reachable_guarded_port(scene.inventory, key, scene.settings.limits)
    return () if found is None else (found,)


def _runs_from(scene: Scene, key: Key) -> Iterable[Finding]:
    return images.findings_of_instance(scene.inventory, key, scene.now, scene.verdicts)


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

_OF_INSTANCES = (
    *addresses.CHECKS,
    addresses.STRAY,
    *imds.CHECKS,
    *instances.CHECKS,
    *managed.CHECKS,
    instances.TAGS,
    *roles.CHECKS,
    storage.ENDING,
    *monitoring.CHECKS,
)


def _items(kind: Kind, *checks: Check) -> Family:
    """A family whose checks take the item and the scene."""

    def judge(scene: Scene, key: Key) -> Iterable[Finding]:
        item = scene.inventory.table(kind).get(key)
        if item is None or getattr(item, "state", "") in ENDED:
            return ()
        return [check.says(check.judge(item, scene), key, kind) for check in checks]

    return Family(kind, checks, judge)


def _settings(kind: Kind, check: Check, verdict: Callable[[Any, Scene], Verdict]) -> Family:
    """A family of settings of an account that a check of something else is about too."""

    def judge(scene: Scene, key: Key) -> Iterable[Finding]:
        item = scene.inventory.table(kind).get(key)
        return () if item is None else (check.says(verdict(item, scene), key, kind),)

    return Family(kind, (check,), judge, ages=False)


_IMAGE_CHECKS = {check.id: check for check in images.CHECKS}

FAMILIES: tuple[Family, ...] = (
    Family(Kind.SECURITY_GROUPS, _OF_GROUPS, _group),
    _items(Kind.SECURITY_GROUPS, instances.TAGS),
    Family(Kind.INSTANCES, (REACHED,), _reached, ages=False),
    _items(Kind.INSTANCES, *_OF_INSTANCES),
    Family(Kind.INSTANCES, tuple(c for c in images.CHECKS if c.kind is Kind.INSTANCES), _runs_from),
    _items(Kind.ADDRESSES, addresses.STRAY),
    _items(Kind.SUBNETS, *networks.SUBNETS),
    _items(Kind.NETWORK_ACLS, *networks.ACLS),
    _items(Kind.VPCS, *networks.VPCS),
    _items(Kind.INTERFACES, *networks.INTERFACES, instances.TAGS),
    _items(Kind.METADATA_DEFAULTS, imds.DEFAULT),
    _items(Kind.PRINCIPALS, roles.OPERATOR),
    _items(Kind.VOLUMES, storage.ENCRYPTED, storage.ENDING, storage.BACKUP, instances.TAGS),
    _items(Kind.EBS_ENCRYPTION, storage.ENCRYPTION_DEFAULT),
    _items(Kind.SNAPSHOTS, storage.PUBLIC_SNAPSHOT),
    _items(Kind.SNAPSHOT_BLOCK, storage.PUBLIC_SNAPSHOT),
    Family(Kind.OWN_IMAGES, tuple(c for c in images.CHECKS if c.kind is Kind.OWN_IMAGES), _own_image),
    _settings(Kind.IMAGE_BLOCK, _IMAGE_CHECKS["AMI-04"], image_settings.images_may_be_public),
    _settings(Kind.ALLOWED_IMAGES, _IMAGE_CHECKS["AMI-06"], image_settings.any_image_allowed),
    _items(Kind.KEY_PAIRS, keys.PAIRS),
    _items(Kind.LOCAL_KEYS, keys.FILES),
)
"""Everything that is judged."""

_ALL = {check.id: check for family in FAMILIES for check in family.checks}

CHECKS: tuple[Check, ...] = tuple(_ALL[id] for id in TABLE if id in _ALL)
"""Every check once, in the order of the table of references."""

BY_ID: dict[str, Check] = {check.id: check for check in CHECKS}
"""Every check by its id, in the same order."""

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
