"""Whether something runs on an instance type: its architecture, network driver, boot mode and zone."""

import msgspec

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.offering import Offering


class Needs(msgspec.Struct, frozen=True):
    """What an instance, or an image, must find in a type; None where it is not known.

    `ena`: whether its enhanced networking is on. `boot_mode`: the only one that it boots by, empty when it
    boots by any. `zone`: where it runs, empty when that is open.
    """

    architecture: str | None = None
    ena: bool | None = None
    boot_mode: str = ""
    zone: str = ""


def needs_of_instance(instance: Instance) -> Needs:
    """What an instance needs of another type."""
    return Needs(instance.architecture, instance.ena_support, _only(instance.boot_mode), instance.az)


def needs_of_image(image: Image, zone: str = "") -> Needs:
    """What an instance launched from an image needs, in a zone or in any."""
    return Needs(image.architecture or None, image.ena_support, _only(image.boot_mode), zone)


def _only(boot_mode: str | None) -> str:
    """`uefi-preferred` boots by what the type has; without a mode EC2 takes the type's default."""
    return "" if boot_mode in (None, "uefi-preferred") else boot_mode


def architecture_fits(needs: Needs, kind: InstanceType) -> bool | None:
    """Whether the type has the architecture; None when either is not known."""
    if needs.architecture is None or not kind.architectures:
        return None
    return needs.architecture in kind.architectures


def ena_fits(needs: Needs, kind: InstanceType) -> bool | None:
    """Whether the type does without ENA, or it is on; None when that is not known."""
    return True if kind.ena != "required" else needs.ena


def boot_mode_fits(needs: Needs, kind: InstanceType) -> bool | None:
    """Whether the type boots by the only mode there is; None when its modes are not known."""
    if not needs.boot_mode:
        return True
    return needs.boot_mode in kind.boot_modes if kind.boot_modes else None


def zone_fits(needs: Needs, offered: Offering | Missing) -> bool | None:
    """Whether the type is offered in the zone, or in any where the zone is open; None: not known."""
    if isinstance(offered, Missing):
        return None
    if not needs.zone:
        return bool(offered.zones)
    return needs.zone in offered.zones


def misfit(needs: Needs, kind: InstanceType, offered: Offering | Missing) -> str:
    """Why it cannot run on the type, in a few words; empty when nothing known speaks against it."""
    if architecture_fits(needs, kind) is False:
        return f"is {'/'.join(kind.architectures)}"
    if zone_fits(needs, offered) is False:
        return f"not in {needs.zone}" if needs.zone else "not offered here"
    if ena_fits(needs, kind) is False:
        return "needs ENA"
    if boot_mode_fits(needs, kind) is False:
        return f"boots by {'/'.join(kind.boot_modes)}"
    return ""
