"""For what a type is chosen: what it must fit, whose price counts, and what it is now."""

import msgspec

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.price import Price, price_id
from ec2tui.core.model.type_fit import Needs, misfit, needs_of_image, needs_of_instance


class Choice(msgspec.Struct, frozen=True):
    """What is chosen for: `place` is any key of the account and region, `now` are the present types.

    `platform` and `tenancy` (EC2's words) decide the price; an empty platform has none that we know.
    """

    place: Key
    needs: tuple[Needs, ...]
    now: tuple[str, ...] = ()
    platform: str = ""
    tenancy: str | None = None

    def misfit(self, kind: InstanceType, inventory: Inventory) -> str:
        """Why it does not do for all of them, in a few words; empty when nothing known speaks against it."""
        offered = inventory.offering(kind.key)
        return next(filter(None, (misfit(needs, kind, offered) for needs in self.needs)), "")

    def price_key(self, type_name: str) -> Key | None:
        """The key of the type's price for this software; None where that has none that we know."""
        found = price_id(type_name, self.platform, self.tenancy)
        return self.place._replace(id=found.text) if found else None

    def price(self, type_name: str, inventory: Inventory) -> Price | Missing:
        """The type's price, or why it is not known (GONE: there is none)."""
        key = self.price_key(type_name)
        return Missing.GONE if key is None else inventory.price(key)


def choice_for_instances(instances: tuple[Instance, ...]) -> Choice:
    """A choice of another type for these instances (at least one); their price only where they share one.

    The types are those of the first one's region; what the zones of other regions offer the review judges.
    """
    here = instances[0].key[:2]
    software = {(one.platform_details, one.tenancy, one.lifecycle) for one in instances}
    platform, tenancy, lifecycle = software.pop()
    priced = not software and not lifecycle and all(one.key[:2] == here for one in instances)
    return Choice(
        instances[0].key,
        tuple(dict.fromkeys(_needs(one, one.key[:2] == here) for one in instances)),
        tuple(dict.fromkeys(one.type for one in instances)),
        (platform or "") if priced else "",
        tenancy,
    )


def _needs(instance: Instance, here: bool) -> Needs:
    """What it needs, but for the zone when that is of another region."""
    needs = needs_of_instance(instance)
    return needs if here else msgspec.structs.replace(needs, zone="")


def choice_for_image(image: Image, zone: str = "", tenancy: str | None = None) -> Choice:
    """A choice of a type to launch an image with, in a zone or in any."""
    return Choice(image.key, (needs_of_image(image, zone),), (), image.platform_details or "", tenancy)
