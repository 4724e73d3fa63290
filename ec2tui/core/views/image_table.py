"""Images as a table: own and shared ones, the catalogue's current ones, and those that instances run from."""

import msgspec

from ec2tui.core.model.image import Image
from ec2tui.core.model.kind import Kind
from ec2tui.core.views import images
from ec2tui.core.views.image_detail import image_tags, instances, overview
from ec2tui.core.views.image_fields import IMAGES as WORDS
from ec2tui.core.views.resource import Describe, Resource

IMAGES: Resource[Image] = Resource(
    noun="image",
    plural="images",
    kind=Kind.OWN_IMAGES,
    columns=images.COLUMNS,
    shown=images.DEFAULT_COLUMNS,
    sort=images.NAME.id,
    column=images.column,
    words=WORDS,
    sections=(
        ("image", "Image", overview),
        ("instances", "Instances", instances),
        ("tags", "Tags", image_tags),
    ),
    keyed=frozenset({Kind.OWN_IMAGES, Kind.IMAGES, Kind.IMAGE_SHARING}),
    title=lambda i: i.name or i.key.id,
    describe=Describe("DescribeImages", "ImageIds", "Images", "describe-images --image-ids"),
    reads=frozenset({Kind.INSTANCES, Kind.ALLOWED_IMAGES}),
)

FOUND: Resource[Image] = msgspec.structs.replace(
    IMAGES, keyed=frozenset({Kind.FOUND_IMAGES}), reads=frozenset({Kind.ALLOWED_IMAGES})
)
"""Everybody's images, found by free text."""
