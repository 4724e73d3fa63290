"""What judging an image needs to know beside the image itself."""

from collections.abc import Mapping

import msgspec

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import AllowedImages, Image, ImageSharing


class ImageFacts(msgspec.Struct, frozen=True):
    """What was read about an image's surroundings, or why it was not.

    `now` in epoch seconds. `parameters` are the public SSM parameters of its region, from their name to the
    image's id. `sharing` is known of own images only. `newest` is the newest image of its family, itself
    when nothing is newer, GONE when nothing tells which one it is.
    """

    now: float
    parameters: Mapping[str, str] | Missing = Missing.NOT_READ
    allowed: AllowedImages | Missing = Missing.NOT_READ
    sharing: ImageSharing | Missing = Missing.NOT_READ
    newest: Image | Missing = Missing.NOT_READ
