"""Makes the change that a launch is: finds the image, reads the place, and turns names into ids."""

from collections.abc import Sequence

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.launch import RunInstances
from ec2tui.core.changes.launch_wish import launch_of
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.launch import UserData
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.wish import Wish
from ec2tui.core.rules.user_data import suspicions
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.images import read_catalogue
from ec2tui.services.launch_place import PLACE
from ec2tui.services.listing import Gap
from ec2tui.services.posture.user_data import hold
from ec2tui.services.refresh import read_all, read_some
from ec2tui.services.session import Session


async def make_launch(
    context: ChangeContext, session: Session, wish: Wish, region: str, user_data: bytes | None = None
) -> RunInstances | Unready | Problem:
    """The change that a wish means in a region, or why there is none; its user data is held for the send."""
    source = session.source(region)
    if not session.account:
        await session.identify()
    if not session.account:
        return session.problem or Unready("Whose account this is could not be read: try again.")
    at = Key(session.account, region, "")
    gaps = await read_catalogue(session, source)
    image = await find_image(session, source, wish.image, wish.type, gaps)
    if not isinstance(image, Image):
        return image
    for kind in PLACE:
        problem = await read_all(context.gateway, context.store, context.clock, source, kind, session.account)
        if problem is not None:
            return problem
    held = None
    if user_data:
        plain = hold(context.user_data, user_data)
        held = UserData(plain.sha256, plain.size, suspicions(user_data))
    return launch_of(wish, at, image, context.store.inventory, held)


async def find_image(
    session: Session, source: Source, wanted: str, type_name: str, gaps: Sequence[Gap]
) -> Image | Unready | Problem:
    """The image of an id, a public parameter, a publisher of the catalogue, or an own image's name.

    Of a publisher's images it is the newest that runs on the type; `gaps` is what of the catalogue, which has
    just been read, could not be.
    """
    if not wanted:
        return Unready("An image is needed: an id, a public parameter, a publisher or an own image's name.")
    if wanted.startswith("ami-"):
        return await _by_id(session, source, wanted)
    if wanted.startswith("/"):
        return await _by_parameter(session, source, wanted)
    inventory = session.store.inventory
    catalogue = {_plain(name): one for name, one in inventory.image_policy.catalogue.items()}
    publisher = catalogue.get(_plain(wanted))
    if publisher is not None:
        architectures = await _architectures(session, source, type_name)
        names = [name for name in publisher.parameters if "*" not in name]
        found = _newest(session, source, names, architectures)
        runs = f" that runs on {type_name}" if type_name else ""
        none = Unready(f"No image of {wanted}{runs} is known in {source.region}.")
        return found or (gaps[0].problem if gaps else none)
    return await _own(session, source, wanted, tuple(catalogue))


def _plain(name: str) -> str:
    """A publisher's name as it may be typed: `amazon-linux` is Amazon Linux."""
    return name.casefold().replace(" ", "-")


async def _by_id(session: Session, source: Source, id: str) -> Image | Unready | Problem:
    assert session.gateway is not None
    key = Key(session.account, source.region, id)
    problem = await read_some(session.gateway, session.store, source, Kind.IMAGES, (key,))
    if problem is not None:
        return problem
    image = session.store.inventory.image(key)
    if isinstance(image, Missing):
        return Unready(f"{id} does not exist in {source.region}, or this account may not launch it.")
    return image


async def _by_parameter(session: Session, source: Source, name: str) -> Image | Unready | Problem:
    assert session.gateway is not None
    key = Key(session.account, source.region, name)
    problem = await read_some(session.gateway, session.store, source, Kind.PUBLIC_PARAMETERS, (key,))
    if problem is not None:
        return problem
    parameter = session.store.inventory.table(Kind.PUBLIC_PARAMETERS).get(key)
    if parameter is None:
        return Unready(f"There is no public parameter {name} in {source.region}.")
    return await _by_id(session, source, parameter.image_id)


async def _own(
    session: Session, source: Source, name: str, publishers: tuple[str, ...]
) -> Image | Unready | Problem:
    assert session.gateway is not None
    problem = await read_all(
        session.gateway, session.store, session.clock, source, Kind.OWN_IMAGES, session.account
    )
    if problem is not None:
        return problem
    inventory = session.store.inventory
    own: list[Image] = [
        one
        for key, one in inventory.table(Kind.OWN_IMAGES).items()
        if key.region == source.region and one.name == name
    ]
    if len(own) == 1:
        return await _by_id(session, source, own[0].id)
    listed = ", ".join(publishers)
    return Unready(f"No own image is called {name}; publishers of the catalogue are {listed}.")


async def _architectures(session: Session, source: Source, type_name: str) -> tuple[str, ...]:
    """What runs on a type; nothing when that is not known, which the review says."""
    assert session.gateway is not None
    key = Key(session.account, source.region, type_name)
    if type_name and key not in session.store.inventory.table(Kind.INSTANCE_TYPES):
        await read_some(session.gateway, session.store, source, Kind.INSTANCE_TYPES, (key,))
    found = session.store.inventory.instance_type(key)
    return () if isinstance(found, Missing) else found.architectures


def _newest(
    session: Session, source: Source, names: list[str], architectures: tuple[str, ...]
) -> Image | None:
    """The newest image of these architectures (none: any) that one of the parameters resolves to."""
    inventory = session.store.inventory
    images = []
    for name in names:
        parameter = inventory.table(Kind.PUBLIC_PARAMETERS).get(Key(session.account, source.region, name))
        image = inventory.image(parameter.key._replace(id=parameter.image_id)) if parameter else None
        if isinstance(image, Image) and image.architecture in (architectures or (image.architecture,)):
            images.append(image)
    return max(images, key=lambda one: (one.creation_time or 0, one.architecture == "x86_64"), default=None)
