"""Guardrails of a launch: the image, the type, the place, and the instance as it would be."""

from collections.abc import Iterator

from ec2tui.core.changes.launch import RunInstances
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.model.image_verdict import Standing
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.launch import MOST_USER_DATA, Launch
from ec2tui.core.model.type_fit import (
    architecture_fits,
    boot_mode_fits,
    ena_fits,
    needs_of_image,
    zone_fits,
)
from ec2tui.core.rules.guardrails.case import WHY, Case
from ec2tui.core.rules.images.judge import level_of
from ec2tui.core.rules.images.known import verdict_of


def _launch(case: Case) -> Launch | None:
    return case.change.launch if isinstance(case.change, RunInstances) else None


def _image(case: Case, it: Launch) -> Image | Missing:
    return case.before.image(case.change.key._replace(id=it.image_id))


def image_vetted(case: Case) -> Iterator[Judgement]:
    """What an instance runs is its image's maker's: an image is launched when policy vouches for it."""
    it = _launch(case)
    if it is None:
        return
    image, rule = _image(case, it), "image_vetted"
    if image is Missing.GONE:
        reason = f"{it.image_id} does not exist here, or may not be launched by this account."
        yield case.says(rule, Level.BLOCK, reason, alternative="Choose another image: `ec2tui images`.")
    elif isinstance(image, Missing):
        reason = f"{it.image_id} {WHY[image]}: who made it cannot be judged."
        yield case.says(rule, Level.CONFIRM, reason, unknown=True)
    else:
        verdict = verdict_of(image, case.before, case.now)
        level = level_of(verdict.standing, case.policy.images)
        if level is not Level.OK:
            reason = f"{image.name or image.id} ({verdict.standing.value}): {verdict.reason}"
            unknown = verdict.standing is Standing.UNKNOWN
            yield case.says(
                rule, level, reason, setting="images", alternative="Choose a vetted image.", unknown=unknown
            )


def type_fits_image(case: Case) -> Iterator[Judgement]:
    """An image runs on a type of its architecture, drivers and boot mode, where that type is offered."""
    it = _launch(case)
    if it is None:
        return
    rule, key = "type_fits_image", case.change.key
    image, kind = _image(case, it), case.before.instance_type(key._replace(id=it.type))
    if kind is Missing.GONE:
        yield case.says(rule, Level.BLOCK, f"{it.type} is not offered in {key.region}.")
    elif isinstance(kind, Missing):
        yield case.says(rule, Level.CONFIRM, f"What {it.type} offers {WHY[kind]}.", unknown=True)
    elif isinstance(image, Image):
        yield from _misfits(case, it, image, kind)


def _misfits(case: Case, it: Launch, image: Image, kind: InstanceType) -> Iterator[Judgement]:
    subnet = case.before.table(Kind.SUBNETS).get(case.change.key._replace(id=it.subnet_id))
    needs = needs_of_image(image, subnet.az if subnet else "")
    offered = case.before.offering(case.change.key._replace(id=it.type))
    checks = (
        (
            architecture_fits(needs, kind),
            f"is {', '.join(kind.architectures)}, the image {image.architecture}",
        ),
        (ena_fits(needs, kind), "needs ENA, which the image does not have"),
        (
            boot_mode_fits(needs, kind),
            f"boots by {', '.join(kind.boot_modes)}, the image by {needs.boot_mode}",
        ),
        (zone_fits(needs, offered), f"is not offered in {needs.zone or 'any zone here'}"),
    )
    for fits, reason in checks:
        if fits is False:
            other = _other_zones(it, offered, needs.zone)
            yield case.says("type_fits_image", Level.BLOCK, f"{it.type} {reason}.", alternative=other)
    if any(fits is None for fits, _ in checks):
        reason = f"Whether the image runs on {it.type} is not known in every point."
        yield case.says("type_fits_image", Level.INFO, reason, unknown=True)


def _other_zones(it: Launch, offered: object, zone: str) -> str:
    zones = tuple(getattr(offered, "zones", ()))
    return f"{it.type} is offered in {', '.join(zones)}." if zones and zone not in zones else ""


def subnet_has_room(case: Case) -> Iterator[Judgement]:
    """Every instance takes an address of its subnet; of each subnet AWS keeps five."""
    it = _launch(case)
    if it is None:
        return
    rule, key = "subnet_has_room", case.change.key._replace(id=it.subnet_id)
    if not it.subnet_id:
        reason = "No subnet is chosen: AWS takes one of the default VPC, if there is one."
        yield case.says(rule, Level.WARN, reason)
        return
    subnet = case.before.table(Kind.SUBNETS).get(key)
    if subnet is None:
        why = case.before.missing(Kind.SUBNETS, key)
        level = Level.BLOCK if why is Missing.GONE else Level.CONFIRM
        yield case.says(rule, level, f"The subnet {it.subnet_id} {WHY[why]}.", unknown=level is Level.CONFIRM)
    elif subnet.free_addresses is not None and subnet.free_addresses < it.count:
        reason = f"{it.subnet_id} has {subnet.free_addresses} free addresses, {it.count} are needed."
        yield case.says(rule, Level.BLOCK, reason, alternative="Choose another subnet.")


def groups_of_one_vpc(case: Case) -> Iterator[Judgement]:
    """An interface takes groups of its own VPC; without any it gets the default group."""
    it = _launch(case)
    if it is None:
        return
    rule = "groups_of_one_vpc"
    subnet = case.before.table(Kind.SUBNETS).get(case.change.key._replace(id=it.subnet_id))
    if not it.groups:
        reason = "No security group is chosen: AWS gives it the default group of the VPC."
        yield case.says(rule, Level.WARN, reason)
    for id in it.groups:
        group = case.before.security_group(case.change.key._replace(id=id))
        if isinstance(group, Missing):
            level = Level.BLOCK if group is Missing.GONE else Level.CONFIRM
            reason = f"The security group {id} {WHY[group]}."
            yield case.says(rule, level, reason, unknown=level is Level.CONFIRM)
        elif subnet is not None and group.vpc_id != subnet.vpc_id:
            reason = f"{group.name} ({id}) is of {group.vpc_id}, the subnet of {subnet.vpc_id}."
            yield case.says(rule, Level.BLOCK, reason)


def key_pair_fits(case: Case) -> Iterator[Judgement]:
    """A key pair must exist when an instance is launched, and of a Windows password only RSA is the key."""
    it = _launch(case)
    if it is None:
        return
    rule, image = "key_pair_fits", _image(case, it)
    windows = isinstance(image, Image) and image.platform == "windows"
    if not it.key_name:
        if windows:
            reason = "Without a key pair the Administrator's password can never be read."
            yield case.says(rule, Level.WARN, reason, alternative="Choose an RSA key pair.")
        return
    pair = case.before.key_pair(case.change.key._replace(id=it.key_name))
    if pair is Missing.GONE:
        yield case.says(rule, Level.BLOCK, f"There is no key pair {it.key_name} in this region.")
    elif isinstance(pair, Missing):
        yield case.says(rule, Level.CONFIRM, f"The key pair {it.key_name} {WHY[pair]}.", unknown=True)
    elif windows and pair.type == "ed25519":
        reason = f"{it.key_name} is ED25519: AWS encrypts the password of Windows with RSA keys only."
        yield case.says(rule, Level.BLOCK, reason, alternative="Choose an RSA key pair.")


def public_address(case: Case) -> Iterator[Judgement]:
    """A public address makes every opening of its groups the internet's, and is paid for by the hour."""
    it = _launch(case)
    if it is not None and it.public_address:
        reason = "It gets a public IPv4 address: what its groups open is then open from outside."
        instead = "Reach it through an EC2 Instance Connect endpoint or SSM."
        yield case.says("public_address", Level.WARN, reason, alternative=instead)


def volume_unencrypted(case: Case) -> Iterator[Judgement]:
    """What is not encrypted at rest can be read from its snapshots and never becomes encrypted in place."""
    it = _launch(case)
    for volume in it.volumes if it else ():
        if not volume.encrypted:
            reason = f"{volume.device} would not be encrypted."
            yield case.says("volume_unencrypted", Level.CONFIRM, reason, alternative="Leave encryption on.")


def launched_without_role(case: Case) -> Iterator[Judgement]:
    """Software that needs AWS and has no role gets access keys, which are copied and never end."""
    it = _launch(case)
    if it is not None and not it.profile:
        reason = "It has no role: SSM cannot reach it, and software on it would need access keys."
        yield case.says("launched_without_role", Level.INFO, reason)


def launched_loosely(case: Case) -> Iterator[Judgement]:
    """Version 1 of the metadata service, and a shutdown that terminates, are for those who ask for them."""
    it = _launch(case)
    if it is None:
        return
    rule = "launched_loosely"
    if it.tokens == "optional":
        reason = "Version 1 of the metadata service would answer: a forged request can read credentials."
        yield case.says(rule, Level.CONFIRM, reason, alternative="Require version 2.")
    if it.shutdown == "terminate" and it.protect:
        reason = "A shutdown from inside terminates it, also while termination protection is on."
        yield case.says(rule, Level.WARN, reason, alternative="Let a shutdown stop it.")
    if it.spot and (it.protect or it.protect_stop):
        reason = "AWS gives Spot instances no protection."
        yield case.says(rule, Level.BLOCK, reason, alternative="Launch on demand, or unprotected.")


def user_data_secret(case: Case) -> Iterator[Judgement]:
    """User data is told to everything on the instance and to all who may describe its attributes."""
    it = _launch(case)
    if it is None or it.user_data is None:
        return
    rule = "user_data_secret"
    if it.user_data.size > MOST_USER_DATA:
        reason = f"User data has {it.user_data.size} bytes; AWS takes {MOST_USER_DATA}."
        yield case.says(rule, Level.BLOCK, reason)
    if it.user_data.suspicions:
        reason = f"User data seems to hold secrets: {', '.join(it.user_data.suspicions)}."
        instead = "Give the instance a role, and keep secrets in Secrets Manager or SSM."
        yield case.says(rule, Level.CONFIRM, reason, alternative=instead)
