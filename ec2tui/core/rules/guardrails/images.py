"""Guardrails of own images: who may launch them, what goes with them, and what AWS refuses."""

import re
from collections.abc import Iterator

from ec2tui.core.changes.account_settings import BlockPublicImages
from ec2tui.core.changes.change import Change
from ec2tui.core.changes.image_sharing import SetImagePublic, ShareImage
from ec2tui.core.changes.images import CreateImage, DeprecateImage, DeregisterImage, SetImageEnabled
from ec2tui.core.model.account_setting import AccountSetting
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.guardrails.case import WHY, Case

_NAME = re.compile(r"[A-Za-z0-9()\[\] ./\-'@_]{3,128}")


def _image(case: Case) -> Image | Missing:
    return case.before.image(case.change.key)


def image_not_own(case: Case) -> Iterator[Judgement]:
    """Only the account that owns an image can change it."""
    if case.change.kind is not Kind.OWN_IMAGES:
        return
    image = _image(case)
    if not isinstance(image, Missing) and not image.own:
        yield case.says("image_not_own", Level.BLOCK, f"It belongs to {image.owner_id}.")


def image_public(case: Case) -> Iterator[Judgement]:
    """Every AWS account can launch a public image, and read everything that is on it."""
    if isinstance(case.change, SetImagePublic) and case.change.public:
        reason = "Every AWS account could launch it, and read everything on it."
        instead = "Share it with the accounts that need it."
        yield case.says("image_public", Level.BLOCK, reason, alternative=instead)


def images_unblocked(case: Case) -> Iterator[Judgement]:
    """Where public images are blocked, no mistake makes one public; what is public already stays so."""
    change, rule = case.change, "images_unblocked"
    if not isinstance(change, BlockPublicImages):
        return
    setting: AccountSetting | None = case.before.table(Kind.IMAGE_BLOCK).get(change.key)
    if setting is not None and setting.managed_by not in ("", "account"):
        reason = "A declarative policy of the organisation decides it; the account cannot."
        yield case.says(rule, Level.BLOCK, reason)
    elif not change.on:
        reason = f"Any image of the account in {change.key.region} could be made public again."
        yield case.says(rule, Level.CONFIRM, reason, alternative="Share with single accounts instead.")
    else:
        public = [
            image
            for key, image in case.before.table(Kind.OWN_IMAGES).items()
            if image.own and image.public and key[:2] == change.key[:2]
        ]
        if public:
            names = ", ".join(image.name or image.id for image in public[:3])
            yield case.says(rule, Level.WARN, f"What is public already stays public: {names}.")


def image_shared(case: Case) -> Iterator[Judgement]:
    """An account that an image is shared with can read everything that is on it."""
    change = case.change
    if isinstance(change, ShareImage):
        who = ", ".join(change.accounts)
        reason = f"{who} can launch it, and read everything on it."
        yield case.says("image_shared", Level.CONFIRM, reason)


def image_protected(case: Case) -> Iterator[Judgement]:
    """An image that is protected from deregistration cannot be deregistered."""
    image = _image(case)
    if not isinstance(case.change, DeregisterImage) or isinstance(image, Missing):
        return
    protection = image.deregistration_protection
    if protection and protection != "disabled":
        reason = f"It is protected from deregistration ({protection})."
        instead = "Lift the protection in AWS first."
        yield case.says("image_protected", Level.BLOCK, reason, alternative=instead)


def image_lost(case: Case) -> Iterator[Judgement]:
    """Deregistering an image is confirmed by typing: nothing can be launched from it any more."""
    change = case.change
    if not isinstance(change, DeregisterImage):
        return
    snapshots = "its snapshots are kept" if change.keep_snapshots else "its snapshots are deleted too"
    reason = f"Nothing can be launched from it any more; {snapshots}."
    yield case.says("image_lost", Level.CONFIRM, reason)


def image_in_use(case: Case) -> Iterator[Judgement]:
    """What runs from an image goes on without it, but cannot be launched again."""
    change, rule = case.change, "image_in_use"
    if not _takes_it_away(change):
        return
    users = [
        one
        for key, one in case.before.table(Kind.INSTANCES).items()
        if key[:2] == change.key[:2] and _runs_from(one, change.key.id)
    ]
    if users:
        named = ", ".join(sorted(one.name or one.id for one in users)[:5])
        more = f" and {len(users) - 5} more" if len(users) > 5 else ""
        reason = f"{named}{more} run from it: they go on, and cannot be launched again from it."
        yield case.says(rule, Level.CONFIRM, reason)
    elif not case.before.reading_of(Kind.INSTANCES, change.key).known:
        missing = case.before.missing(Kind.INSTANCES, change.key)
        why = WHY[Missing.NOT_READ if missing is Missing.GONE else missing]
        yield case.says(rule, Level.CONFIRM, f"Whether instances run from it {why}.", unknown=True)
    reason = "Launch templates and Auto Scaling groups that name it are not looked at; their launches fail."
    yield case.says(rule, Level.INFO, reason)


def _takes_it_away(change: Change) -> bool:
    return isinstance(change, DeregisterImage) or (isinstance(change, SetImageEnabled) and not change.on)


def _runs_from(instance: Instance, image_id: str) -> bool:
    return instance.image_id == image_id and instance.state != "terminated"


def image_date_past(case: Case) -> Iterator[Judgement]:
    """AWS takes no date of deprecation in the past."""
    change = case.change
    if isinstance(change, DeprecateImage) and change.at < case.now:
        reason = "AWS takes no date in the past."
        yield case.says("image_date_past", Level.BLOCK, reason, alternative="Name a later one.")


def image_name_invalid(case: Case) -> Iterator[Judgement]:
    """The name of an image is new in its account and region, and made of some characters only."""
    change, rule = case.change, "image_name_invalid"
    if not isinstance(change, CreateImage):
        return
    if not _NAME.fullmatch(change.name):
        reason = "A name has 3 to 128 letters, digits, spaces and ( ) [ ] . / - ' @ _."
        yield case.says(rule, Level.BLOCK, reason)
    for key, one in case.before.table(Kind.OWN_IMAGES).items():
        if one.own and one.name == change.name and key[:2] == change.key[:2]:
            yield case.says(rule, Level.BLOCK, f"{key.id} is called so already; names are used once.")


def image_of_a_running_system(case: Case) -> Iterator[Judgement]:
    """An image of a running system is consistent only with a reboot, which interrupts it."""
    change, rule = case.change, "image_of_a_running_system"
    if not isinstance(change, CreateImage):
        return
    instance = case.instance()
    if instance is None:
        why = WHY[_missing(case)]
        yield case.says(
            rule, Level.CONFIRM, f"Whether the instance runs is not known: it {why}.", unknown=True
        )
    elif instance.state == "running" and change.reboot:
        yield case.says(rule, Level.CONFIRM, f"{instance.name or instance.id} is rebooted for it.")
    elif instance.state == "running":
        reason = "It is made without a reboot: what is being written may be incomplete in it."
        yield case.says(rule, Level.WARN, reason)


def _missing(case: Case) -> Missing:
    found = case.before.instance(case.change.key)
    return found if isinstance(found, Missing) else Missing.NOT_READ
