"""What the image of an instance is worth; what judges images is imported when that is asked for."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image_verdict import Standing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.column import UNKNOWN, SortKey, missing_cell
from ec2tui.core.views.lines import NOTHING, said
from ec2tui.core.views.tone import Cell

VERDICT_FACTS = frozenset({Kind.IMAGES, Kind.PUBLIC_PARAMETERS, Kind.ALLOWED_IMAGES})
VERDICT_KINDS = VERDICT_FACTS | {Kind.OWN_IMAGES}
"""What a verdict is made of, beside what only its details say."""

_ORDER = {standing: at for at, standing in enumerate(Standing)}


def _key(instance: Instance) -> Key:
    return instance.key._replace(id=instance.image_id)


def image_verdict(instance: Instance, inventory: Inventory, now: float) -> Cell:
    """The verdict on its image; one that is not there any more is deregistered."""
    from ec2tui.core.views.image_words import standing_cell, verdict_cell

    image = inventory.image(_key(instance))
    if not isinstance(image, Missing):
        return verdict_cell(image, inventory, now)
    return standing_cell(Standing.DEREGISTERED) if image is Missing.GONE else missing_cell(image)


def image_verdict_key(instance: Instance, inventory: Inventory, now: float) -> SortKey:
    """From vetted to impostor."""
    from ec2tui.core.views.image_words import standing_of_image

    standing = standing_of_image(_key(instance), inventory, now)
    return UNKNOWN if isinstance(standing, Missing) else (False, _ORDER[standing])


def image_words(instance: Instance, inventory: Inventory) -> tuple[str, ...] | Missing:
    """The verdict in a word; not known while what decides it is being read."""
    from ec2tui.core.views.image_words import being_read, read_at, standing_of_image

    key = _key(instance)
    standing = standing_of_image(key, inventory, read_at(inventory))
    if isinstance(standing, Missing):
        return standing
    image = inventory.image(key)
    if standing is Standing.UNKNOWN and not isinstance(image, Missing) and being_read(image, inventory):
        return Missing.LOADING
    return (standing.value,)


def image_said(instance: Instance, inventory: Inventory, now: float) -> tuple[Cell, ...]:
    """The name of its image and the verdict, as far as they are known."""
    image = inventory.image(_key(instance))
    if not isinstance(image, Missing):
        judged = not isinstance(image_words(instance, inventory), Missing)
        return (said(image.name), image_verdict(instance, inventory, now) if judged else NOTHING)
    return (image_verdict(instance, inventory, now),) if image is Missing.GONE else (NOTHING,)
