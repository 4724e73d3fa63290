"""What judging images asks for by id: the catalogue's public parameters, their images, and those in use."""

from collections.abc import Iterable, Iterator

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.services.session import Session


def parameter_keys(session: Session, region: str) -> tuple[Key, ...]:
    """The keys of the public parameters that policy looks up in a region."""
    names = session.store.inventory.image_policy.parameters
    return tuple(Key(session.account, region, name) for name in names) if session.account else ()


def current_keys(session: Session, region: str) -> tuple[Key, ...]:
    """The keys of the images that the known public parameters of a region resolve to, each once."""
    table = session.store.inventory.table(Kind.PUBLIC_PARAMETERS)
    place = (session.account, region)
    return tuple({Key(*place, one.image_id): None for key, one in table.items() if key[:2] == place})


def used_keys(instances: Iterable[Instance]) -> tuple[Key, ...]:
    """The keys of the images that instances run from, each once."""
    return tuple({one.key._replace(id=one.image_id): None for one in instances if one.image_id})


def catalogue(session: Session) -> Iterator[tuple[Kind, tuple[Key, ...]]]:
    """What is asked by id for verdicts: the public parameters of every region, and their images."""
    for region in session.regions:
        yield Kind.PUBLIC_PARAMETERS, parameter_keys(session, region)
        yield Kind.IMAGES, current_keys(session, region)
