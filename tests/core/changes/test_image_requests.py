"""What is asked of images in words: spans become dates, a description follows a colon."""

import pytest

from ec2tui.core.changes.account_settings import BlockPublicImages
from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.image_requests import CREATE, IMAGE_REQUESTS, dated
from ec2tui.core.changes.images import CreateImage
from ec2tui.core.model.account_setting import IMAGE_BLOCK
from tests.core.changes.worlds import build, key

NOW = 1_800_000_000.0  # 2027-01-15


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("90d", "2027-04-15"),
        ("in 2 w", "2027-01-29"),
        ("1y", "2028-01-15"),
        ("2027-05-01", "2027-05-01"),
        ("soon", "soon"),
    ],
)
def test_a_span_is_counted_from_now(text: str, date: str) -> None:
    assert dated(text, NOW) == date


def test_an_image_may_be_described() -> None:
    made = CREATE.build(key("i-1"), build(), "golden 2 reboot: before the upgrade: last")
    assert made == (CreateImage(key("i-1"), "golden 2", "before the upgrade: last", True),)
    assert isinstance(CREATE.build(key("i-1"), build(), ": no name"), Unready)


def test_the_setting_is_that_of_the_images_region() -> None:
    entries = {one.id: one for one in IMAGE_REQUESTS}
    made = entries["account.block_images"].build(key("ami-1"), build(), "")
    assert made == (BlockPublicImages(key(IMAGE_BLOCK)),)
    made = entries["account.unblock_images"].build(key("ami-1"), build(), "")
    assert made == (BlockPublicImages(key(IMAGE_BLOCK), False),)
