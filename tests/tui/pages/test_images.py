"""The images table: own ones are listed, the catalogue's and those in use are read by id, and judged."""

import msgspec

from ec2tui.core.model.image import ALLOWED_ID, AllowedImages, Image, ImageSharing, PublicParameter
from ec2tui.core.model.image_policy import ImagePolicy
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Page
from tests.services.audit_fakes import Account, MemoryAuditLog
from tests.services.fakes import ACCOUNT, REGION, instance, key
from tests.tui.desk import Desk, desk

DAY = 86400
NOW = 1_000_000
UBUNTU = "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id"
GOLDEN, CURRENT, USED = "ami-0000000000000000a", "ami-0000000000000000b", "ami-0000000000000000c"


def image(id: str, name: str, owner: str = ACCOUNT, **more: object) -> Image:
    made = Image(key(id), name, owner_id=owner, state="available", creation_time=NOW - 5 * DAY)
    return msgspec.structs.replace(made, **more)


def world() -> Account:
    web = instance("i-1", name="web-1", image_id=USED)
    aws = Account(web)
    aws.pages[REGION, Kind.INSTANCES] = [Page((web,))]
    own = image(GOLDEN, "golden-1")
    by_id = (
        image(CURRENT, "ubuntu/images/hvm/ubuntu-noble-24.04-20260901", "099720109477", public=True),
        image(USED, "ubuntu/images/hvm/ubuntu-n\u043eble", "634519214787", public=True),
    )
    setting = AllowedImages(key(ALLOWED_ID), "disabled")
    aws.pages[REGION, Kind.OWN_IMAGES] = [Page((own,))]
    aws.pages[REGION, Kind.ALLOWED_IMAGES] = [Page((setting,))]
    aws.items[REGION, Kind.IMAGES] = {one.key.id: one for one in by_id}
    aws.items[REGION, Kind.OWN_IMAGES] = {GOLDEN: own}
    aws.items[REGION, Kind.PUBLIC_PARAMETERS] = {UBUNTU: PublicParameter(key(UBUNTU), CURRENT)}
    aws.items[REGION, Kind.IMAGE_SHARING] = {GOLDEN: ImageSharing(key(GOLDEN), accounts=("222233334444",))}
    return aws


def rows(it: Desk, *columns: str) -> dict[str, tuple[str, ...]]:
    at = [it.screen.column_ids.index(column) for column in columns]
    shown = it.screen.rows
    return {
        key.id: tuple(shown.cells(row)[column].text for column in at)
        for row, key in enumerate(shown.ordered())
    }


async def test_own_current_and_used_images_are_shown_with_their_verdict() -> None:
    aws = world()
    async with desk(aws, size=(200, 40)) as it:
        await it.press("4")
        for _ in range(4):
            await it.rest()
        assert rows(it, "verdict", "owner", "shared", "used") == {
            GOLDEN: ("V vetted", "own", "1 other", "0"),
            CURRENT: ("V vetted", "Ubuntu", "public", "0"),
            USED: ("! impostor", "634519214787", "public", "1"),
        }
        await it.press("slash", *"impostor")
        await it.rest()
        text = it.text()
        assert "U+043E" in text and "is blocked" in text
        # A stranger's permissions are not ours to ask for.
        asked = {id for read in aws.asked if read.kind is Kind.IMAGE_SHARING for id in read.ids}
        assert asked == {GOLDEN}


def with_record(it: Desk) -> None:
    it.around.changing = Changing(MemoryAuditLog(), Policy())


def searching(it: Desk) -> None:
    it.session.store.judge_images_by(ImagePolicy(search=True))


async def test_a_public_image_is_one_key_from_private() -> None:
    aws = world()
    public = msgspec.structs.replace(image(GOLDEN, "golden-1"), public=True)
    aws.pages[REGION, Kind.OWN_IMAGES] = [Page((public,))]
    aws.items[REGION, Kind.OWN_IMAGES] = {GOLDEN: public}
    async with desk(aws, prepare=with_record, size=(160, 40)) as it:
        await it.press("4", "slash", *"golden", "enter", "p")
        await it.rest()
        assert "make private" in it.text() and "public: on → off" in it.text() and aws.sent == []
        await it.press("enter")
        await it.rest()
        (call,) = aws.sent
        assert (call.operation, call.params["UserGroups"]) == ("ModifyImageAttribute", ["all"])


async def test_everybodys_images_are_searched_only_where_policy_allows_it() -> None:
    aws = world()
    found = image("ami-0000000000000000f", "ubuntu-7", "111122223333", public=True)
    aws.items[REGION, Kind.FOUND_IMAGES] = {"ubuntu": found}
    async with desk(aws, size=(160, 40)) as it:
        await it.press("4", "W")
        assert it.said() and "guardrails.images.search" in it.said()[0]
        assert not [read for read in aws.asked if read.kind is Kind.FOUND_IMAGES]
    async with desk(aws, prepare=searching, size=(160, 40)) as it:
        await it.press("4", "W", *"ubuntu", "enter")
        for _ in range(4):
            await it.rest()
        assert rows(it, "verdict", "owner") == {found.key.id: ("U unvetted", "111122223333")}
        assert "Unverified publishers: ubuntu" in it.text()
