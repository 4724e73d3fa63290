"""Every guardrail of own images with plans that it stops, lets pass, and cannot judge."""

from typing import Any

from ec2tui.core.changes.account_settings import BlockPublicImages
from ec2tui.core.changes.image_sharing import SetImagePublic, ShareImage, UnshareImage
from ec2tui.core.changes.images import CreateImage, DeprecateImage, DeregisterImage, SetImageEnabled
from ec2tui.core.model.account_setting import IMAGE_BLOCK, AccountSetting
from ec2tui.core.model.image import Image
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.kind import Kind
from tests.core.changes.worlds import build, key
from tests.core.rules.cases import TUESDAY_3AM, WEB, Example, web

AMI = key("ami-1")
B, C, W, I = Level.BLOCK, Level.CONFIRM, Level.WARN, Level.INFO  # noqa: E741
GONE, KEPT = DeregisterImage(AMI), DeregisterImage(AMI, keep_snapshots=True)
OFF, ON = SetImageEnabled(AMI, False), SetImageEnabled(AMI, True)
LATER, BEFORE = int(TUESDAY_3AM) + 60, int(TUESDAY_3AM) - 60


def image(**facts: Any) -> Image:
    return Image(AMI, **{"name": "golden", "owner_id": AMI.account, "state": "available", **facts})


def world(*items: Image | Instance, unread: tuple[Kind, ...] = ()) -> Inventory:
    read = tuple(kind for kind in Kind if kind not in unread)
    kinds = {Image: Kind.OWN_IMAGES, Instance: Kind.INSTANCES}
    return build(*((kinds[type(item)], item) for item in items), read=read)


THERE = world(image())
BLOCK = key(IMAGE_BLOCK)
MANAGED = build((Kind.IMAGE_BLOCK, AccountSetting(BLOCK, "unblocked", None, "declarative-policy")))
NAMED = CreateImage(WEB, "golden-2")

IMAGE_EXAMPLES: tuple[Example, ...] = (
    Example("image_not_own", (OFF,), world(image(owner_id="9" * 12)), (B,)),
    Example("image_not_own", (OFF,), THERE, ()),
    Example("image_public", (SetImagePublic(AMI, public=True),), THERE, (B,)),
    Example("image_public", (SetImagePublic(AMI),), THERE, ()),
    Example("images_unblocked", (BlockPublicImages(BLOCK, False),), THERE, (C,)),
    Example("images_unblocked", (BlockPublicImages(BLOCK),), THERE, ()),
    Example("images_unblocked", (BlockPublicImages(BLOCK),), world(image(public=True)), (W,)),
    Example("images_unblocked", (BlockPublicImages(BLOCK),), MANAGED, (B,)),
    Example("image_shared", (ShareImage(AMI, ("2" * 12,)),), THERE, (C,)),
    Example("image_shared", (UnshareImage(AMI, ("2" * 12,)),), THERE, ()),
    Example("account_invalid", (ShareImage(AMI, ("2",)),), THERE, (B,)),
    Example("image_protected", (GONE,), world(image(deregistration_protection="enabled")), (B,)),
    Example("image_protected", (GONE,), world(image(deregistration_protection="disabled")), ()),
    Example("image_lost", (GONE,), THERE, (C,)),
    Example("image_lost", (KEPT,), THERE, (C,)),
    Example("image_lost", (OFF,), THERE, ()),
    Example("image_in_use", (GONE,), world(image(), web(image_id="ami-1")), (C, I)),
    Example("image_in_use", (OFF,), world(image(), web(image_id="ami-1")), (C, I)),
    Example("image_in_use", (GONE,), world(image(), web("terminated", image_id="ami-1")), (I,)),
    Example("image_in_use", (GONE,), world(image(), web(image_id="ami-2")), (I,)),
    Example("image_in_use", (ON,), world(image(), web(image_id="ami-1")), ()),
    Example("image_in_use", (GONE,), world(image(), unread=(Kind.INSTANCES,)), (C, I), unknown=True),
    Example("image_date_past", (DeprecateImage(AMI, BEFORE),), THERE, (B,)),
    Example("image_date_past", (DeprecateImage(AMI, LATER),), THERE, ()),
    Example("image_name_invalid", (CreateImage(WEB, "a"),), world(web()), (B,)),
    Example("image_name_invalid", (CreateImage(WEB, "né-image"),), world(web()), (B,)),
    Example("image_name_invalid", (CreateImage(WEB, "golden"),), world(web(), image()), (B,)),
    Example("image_name_invalid", (NAMED,), world(web(), image()), ()),
    Example("image_of_a_running_system", (NAMED,), world(web()), (W,)),
    Example("image_of_a_running_system", (CreateImage(WEB, "ok-1", reboot=True),), world(web()), (C,)),
    Example("image_of_a_running_system", (NAMED,), world(web("stopped")), ()),
    Example("image_of_a_running_system", (NAMED,), world(unread=(Kind.INSTANCES,)), (C,), unknown=True),
)
