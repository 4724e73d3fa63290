"""Posture checks of key pairs, and of the private keys that lie on this machine."""

from collections.abc import Iterable

from ec2tui.core.model.finding import FindingStatus, Severity
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.launch_template import LaunchTemplate
from ec2tui.core.model.local_facts import LocalKey
from ec2tui.core.rules.posture.check import Check, Verdict, failed, not_applicable, passed
from ec2tui.core.rules.posture.scene import Scene


def _key_of(instance: Instance) -> Iterable[str]:
    living = instance.state not in ("terminated", "shutting-down")
    return (instance.key_name,) if instance.key_name and living else ()


def _key_of_template(template: LaunchTemplate) -> Iterable[str]:
    return (template.key_name,) if template.key_name else ()


def loose_pair(pair: KeyPair, scene: Scene) -> Verdict:
    """A key that nobody uses, that many share or that is years old opens doors of which nobody thinks. Delete
    what is unused, give each person a key of their own, and renew old ones. Where a pair was made anew under
    its old name, instances launched before still know the old key.
    """
    users: list[Instance] = scene.by(Kind.INSTANCES, _key_of).get(pair.key, [])
    before = [one.key.id for one in users if pair.create_time and one.launch_time < pair.create_time]
    if before:
        many = f"{before[0]}{f' and {len(before) - 1} more' if len(before) > 1 else ''}"
        return failed(f"It was made after {many} was launched with a key of its name.")
    if len(users) > scene.settings.most_sharing_a_key:
        return failed(f"{len(users)} instances share it.")
    days = scene.age(pair.create_time) if pair.create_time else None
    if days is not None and days > scene.settings.key_days:
        return failed(f"It is {days} days old.")
    if not users:
        return _unused(pair, scene)
    if days is None:
        return Verdict(FindingStatus.UNKNOWN, "AWS does not tell when it was made.")
    return passed(f"{len(users)} instances use it, and it is {days} days old.")


def _unused(pair: KeyPair, scene: Scene) -> Verdict:
    """Whether anything still to be launched names a pair that no instance has."""
    if pair.key in scene.by(Kind.LAUNCH_TEMPLATES, _key_of_template):
        return passed("A launch template names it.")
    for kind in (Kind.INSTANCES, Kind.LAUNCH_TEMPLATES):
        if not scene.known(kind, pair.key):
            return scene.unknown(pair.key, kind, say="No instance that is known uses it.")
    return failed("No instance and no launch template uses it.")


def loose_file(file: LocalKey, scene: Scene) -> Verdict:
    """A private key that others may read, or that has no passphrase, is theirs as soon as they reach this
    machine. Let only yourself read it, and give it a passphrase.
    """
    if file.problem:
        return not_applicable(f"It cannot be used: {file.problem}.")
    if file.loose:
        return failed("Others on this machine may read it.")
    if file.locked is False:
        return failed("It has no passphrase.")
    pairs = scene.inventory.table(Kind.KEY_PAIRS).values()
    if file.fingerprints and pairs:
        fitting = {pair.name for pair in pairs if pair.fingerprint in file.fingerprints}
        name = file.key.id.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".pem")
        if name in {pair.name for pair in pairs} and name not in fitting:
            return failed(f"It is not the key of the pair {name}.")
    if file.loose is None or file.locked is None:
        return Verdict(FindingStatus.UNKNOWN, "Who may read it, or whether it is locked, is not known.")
    return passed("Only you may read it, and it has a passphrase.")


PAIRS = Check(
    "KEY-01",
    "A key pair is unused, old, shared, or not the one it was",
    Severity.LOW,
    loose_pair,
    reads=(Kind.KEY_PAIRS, Kind.INSTANCES, Kind.LAUNCH_TEMPLATES),
    kind=Kind.KEY_PAIRS,
)
FILES = Check(
    "KEY-02",
    "A private key on this machine lies open",
    Severity.HIGH,
    loose_file,
    reads=(Kind.LOCAL_KEYS, Kind.KEY_PAIRS),
    kind=Kind.LOCAL_KEYS,
)
