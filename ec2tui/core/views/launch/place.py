"""Where a launch is chosen: what is known there, what policy asks for, and the private keys at hand."""

from collections.abc import Mapping
from typing import Any

import msgspec

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.launch_wish import groups_of, subnet_of
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.wish import Wish
from ec2tui.core.rules.network.limits import NetworkLimits


class Place(msgspec.Struct, frozen=True):
    """`at` is any key of the account and region, `required_tags` are the policy's.

    `keys` tell, by the name of a key pair, where its private half is on this machine (empty: nowhere); None:
    it has not been looked for.
    """

    at: Key
    inventory: Inventory
    now: float
    required_tags: tuple[str, ...] = ()
    limits: NetworkLimits = NetworkLimits()
    keys: Mapping[str, str] | None = None

    def here(self, kind: Kind) -> dict[Key, Any]:
        """What is known of a kind in this account and region."""
        at = self.at[:2]
        return {key: one for key, one in self.inventory.table(kind).items() if key[:2] == at}

    def image(self, wish: Wish) -> Image | Missing:
        """The wish's image, where it is said by its id."""
        return self.inventory.image(self.at._replace(id=wish.image)) if wish.image else Missing.NOT_READ

    def windows(self, wish: Wish) -> bool:
        """Whether it is known to be Windows that is launched."""
        image = self.image(wish)
        return isinstance(image, Image) and image.platform == "windows"

    def subnet(self, wish: Wish) -> Subnet | Unready:
        """The subnet that the wish means."""
        return subnet_of(wish.subnet, self.at, self.inventory)

    def groups(self, wish: Wish) -> tuple[Key, ...] | Unready:
        """The groups that the wish means, or why that is not known."""
        subnet = self.subnet(wish)
        if isinstance(subnet, Unready):
            return subnet
        found = groups_of(wish.groups, subnet, self.inventory)
        return found if isinstance(found, Unready) else tuple(self.at._replace(id=id) for id in found)

    def missing_tags(self, wish: Wish) -> tuple[str, ...]:
        """The tags that policy requires and the wish does not give."""
        given = {**wish.tags, **({"Name": wish.name} if wish.name else {})}
        return tuple(name for name in self.required_tags if not given.get(name, "").strip())
