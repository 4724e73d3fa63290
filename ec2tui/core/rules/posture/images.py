"""Posture checks of images: own ones that others may launch, weak ones, and what instances run from."""

from collections.abc import Iterable, Iterator

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.model.image import Image
from ec2tui.core.model.image_verdict import FactState, ImageVerdict
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.images import images_of, verdict_of
from ec2tui.core.rules.posture.check import Check, Verdict


def _facts(verdict: ImageVerdict, *ids: str) -> Verdict:
    """Fails with the first of these facts that fails, else is unknown with the first that is not known."""
    facts = [verdict.fact(id) for id in ids]
    for state, status in ((FactState.FAILS, FindingStatus.FAIL), (FactState.UNKNOWN, FindingStatus.UNKNOWN)):
        said = [fact.reason for fact in facts if fact.state is state]
        if said:
            return Verdict(status, " ".join(said))
    return Verdict(FindingStatus.PASS, " ".join(fact.reason for fact in facts))


def stranger(_image: Image, verdict: ImageVerdict, _inventory: Inventory) -> Verdict:
    """Whoever made an image has every right on what runs from it. Launch from own images and from publishers
    that policy trusts by their account (`guardrails.images`), never by a name.
    """
    return _facts(verdict, "lookalike", "owner", "allowed")


def past_its_time(_image: Image, verdict: ImageVerdict, _inventory: Inventory) -> Verdict:
    """An image that is deprecated or disabled gets no more fixes, and what runs from it cannot be launched
    again. Move to the newest of its family.
    """
    return _facts(verdict, "state", "deprecation")


def outdated(_image: Image, verdict: ImageVerdict, _inventory: Inventory) -> Verdict:
    """What was fixed since an image was made is missing in it. Move to the newest of its family."""
    return _facts(verdict, "age", "newest")


def public_image(image: Image, _verdict: ImageVerdict, _inventory: Inventory) -> Verdict:
    """Every AWS account can launch a public image and read what was left on it. Make it private, share it
    with the accounts that need it, and block public sharing for the region.
    """
    if image.public:
        return Verdict(FindingStatus.FAIL, "Every AWS account may launch it.")
    return Verdict(FindingStatus.PASS, "It is not public.")


def shared_image(image: Image, _verdict: ImageVerdict, inventory: Inventory) -> Verdict:
    """An account that an image is shared with can read everything on it. Share only with accounts that policy
    names (`guardrails.images.owners`).
    """
    told = inventory.image_sharing(image.key)
    if isinstance(told, Missing):
        return Verdict(FindingStatus.UNKNOWN, "Who else may launch it is not known.")
    known = set(inventory.image_policy.owners or ())
    others = [*(one for one in told.accounts if one not in known), *told.organizations]
    if others:
        return Verdict(FindingStatus.FAIL, f"It is shared with {', '.join(others)}.")
    return Verdict(FindingStatus.PASS, "It is shared with nobody that policy does not name.")


def weak_image(_image: Image, verdict: ImageVerdict, _inventory: Inventory) -> Verdict:
    """What is launched from an image inherits its weaknesses: unencrypted volumes, version 1 of the metadata
    service. Make a new one from an encrypted volume with IMDS support v2.0, and let the account's list of
    allowed images keep out what nobody vetted.
    """
    return _facts(verdict, "encryption", "imds")


_RUNS_FROM = (Kind.INSTANCES, Kind.IMAGES, Kind.PUBLIC_PARAMETERS, Kind.ALLOWED_IMAGES)

CHECKS: tuple[Check, ...] = (
    Check(
        "AMI-01",
        "Runs from an image of a stranger",
        Severity.HIGH,
        stranger,
        reads=_RUNS_FROM,
        kind=Kind.INSTANCES,
    ),
    Check(
        "AMI-02",
        "Runs from an image that is past its time",
        Severity.MEDIUM,
        past_its_time,
        reads=_RUNS_FROM[:2],
        kind=Kind.INSTANCES,
    ),
    Check(
        "AMI-03",
        "Runs from an old image",
        Severity.MEDIUM,
        outdated,
        reads=_RUNS_FROM[:3],
        kind=Kind.INSTANCES,
    ),
    Check(
        "AMI-04",
        "An own image is public",
        Severity.CRITICAL,
        public_image,
        reads=(Kind.OWN_IMAGES, Kind.IMAGE_BLOCK),
        kind=Kind.OWN_IMAGES,
        also=(Kind.IMAGE_BLOCK,),
        grades="medium for a region where images may be made public",
    ),
    Check(
        "AMI-05",
        "An own image is shared with others",
        Severity.HIGH,
        shared_image,
        reads=(Kind.OWN_IMAGES, Kind.IMAGE_SHARING),
        kind=Kind.OWN_IMAGES,
    ),
    Check(
        "AMI-06",
        "An own image is weak",
        Severity.LOW,
        weak_image,
        reads=(Kind.OWN_IMAGES, Kind.ALLOWED_IMAGES),
        kind=Kind.OWN_IMAGES,
        also=(Kind.ALLOWED_IMAGES,),
    ),
)
"""The checks of images, in the order of their ids."""

NEEDS: dict[str, tuple[str, ...]] = {
    "AMI-01": ("ec2:DescribeImages", "ec2:GetAllowedImagesSettings"),
    "AMI-02": ("ec2:DescribeImages",),
    "AMI-03": ("ec2:DescribeImages", "ssm:GetParameters"),
    "AMI-05": ("ec2:DescribeImageAttribute",),
}
"""The IAM actions that would let an unknown be told."""


def findings_of_image(inventory: Inventory, image: Image, now: float) -> tuple[Finding, ...]:
    """What the checks say about an image: nothing of one that is not the account's own."""
    if not image.own:
        return ()
    verdict = verdict_of(image, inventory, now)
    checks = (check for check in CHECKS if check.kind is Kind.OWN_IMAGES)
    return tuple(_finding(check, image.key, check.judge(image, verdict, inventory)) for check in checks)


Verdicts = dict[Key, ImageVerdict]
"""What images were found to be worth, by their keys, for who asks about many instances of few images."""

_RUNNING = tuple(check for check in CHECKS if check.kind is Kind.INSTANCES)


def findings_of_instance(
    inventory: Inventory, instance: Key, now: float, verdicts: Verdicts | None = None
) -> tuple[Finding, ...]:
    """What the checks say about the image that an instance runs from; nothing of one that is not known.

    `verdicts` of the same inventory and time are used and added to.
    """
    known = inventory.instance(instance)
    if isinstance(known, Missing) or known.state in ("terminated", "shutting-down"):
        return ()
    image = inventory.image(instance._replace(id=known.image_id))
    if isinstance(image, Missing):
        return tuple(_finding(check, instance, _without(check, image)) for check in _RUNNING)
    kept = {} if verdicts is None else verdicts
    verdict = kept.get(image.key)
    if verdict is None:
        verdict = kept[image.key] = verdict_of(image, inventory, now)
    return tuple(_finding(check, instance, check.judge(image, verdict, inventory)) for check in _RUNNING)


def _without(check: Check, why: Missing) -> Verdict:
    """Of an image that is not there nothing is known but that."""
    if why is Missing.GONE and check.id == "AMI-02":
        reason = "Its image is deregistered, or not shared with this account any more."
        return Verdict(FindingStatus.FAIL, reason)
    return Verdict(FindingStatus.UNKNOWN, "Its image is not known.")


def assess_images(
    inventory: Inventory, now: float, instances: Iterable[Key] | None = None
) -> Iterator[Finding]:
    """What every check says about own images and about instances (None: all); `now` in epoch seconds."""
    known = images_of(inventory)
    for key in sorted(known):
        yield from findings_of_image(inventory, known[key], now)
    for key in sorted(inventory.table(Kind.INSTANCES) if instances is None else instances):
        yield from findings_of_instance(inventory, key, now)


def _finding(check: Check, subject: Key, verdict: Verdict) -> Finding:
    needs = NEEDS.get(check.id, ()) if verdict.status is FindingStatus.UNKNOWN else ()
    return check.says(verdict._replace(needs=needs), subject)
