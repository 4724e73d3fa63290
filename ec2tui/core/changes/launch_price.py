"""Which prices a launch has: that of its type with the image's software, and those of its volumes."""

from ec2tui.core.model.image import Image
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.launch import Launch
from ec2tui.core.model.price import price_id, storage_id


def instance_price(launch: Launch, at: Key, inventory: Inventory) -> Key | None:
    """The key of an instance's price where `at` is; None for Spot and where no price is known of."""
    image = inventory.image(at._replace(id=launch.image_id))
    if launch.spot or not isinstance(image, Image):
        return None
    found = price_id(launch.type, image.platform_details, launch.tenancy or None)
    return at._replace(id=found.text) if found else None


def volume_prices(launch: Launch, at: Key) -> tuple[Key, ...]:
    """The key of the price of a GiB of each volume, in their order."""
    return tuple(at._replace(id=storage_id(one.type).text) for one in launch.volumes)
