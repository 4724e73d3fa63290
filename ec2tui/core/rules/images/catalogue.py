"""Which publisher of the catalogue an image belongs to."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.model.image_policy import SERVICE, ImagePolicy, Publisher
from ec2tui.core.rules.images.facts import ImageFacts

OWN = "own"
"""What stands for the publisher of the account's own images."""


def publisher_by_owner(image: Image, policy: ImagePolicy) -> str:
    """The name of the publisher that an owner id means, whatever the image is called; else empty."""
    names = (name for name, one in policy.catalogue.items() if image.owner_id in one.owners)
    return next(names, "")


def named_as_meant(image: Image, publisher: Publisher) -> bool:
    """Whether a publisher's patterns mean this image."""
    return not publisher.names or any(fnmatchcase(image.name, pattern) for pattern in publisher.names)


def parameters_of(image: Image, facts: ImageFacts) -> tuple[str, ...]:
    """The public parameters that are known to resolve to an image."""
    found: dict[str, None] = {}
    if image.public_parameter and image.public_parameter.startswith(SERVICE):
        found[image.public_parameter] = None
    told: Mapping[str, str] = {} if isinstance(facts.parameters, Missing) else facts.parameters
    found.update((name, None) for name, id in told.items() if id == image.id and name.startswith(SERVICE))
    return tuple(found)


def publisher_by_parameter(image: Image, facts: ImageFacts, policy: ImagePolicy) -> str:
    """The publisher one of whose public parameters resolves to the image; empty when none is known to."""
    names = parameters_of(image, facts)
    return next(_matching(names, policy), "")


def _matching(names: tuple[str, ...], policy: ImagePolicy) -> Iterator[str]:
    for name, publisher in policy.catalogue.items():
        if any(fnmatchcase(one, wanted) for one in names for wanted in publisher.parameters):
            yield name


def publisher_of(image: Image, facts: ImageFacts, policy: ImagePolicy) -> str:
    """The catalogue's publisher of an image: by owner id, or by what a public parameter resolves to."""
    if image.own:
        return OWN
    return publisher_by_owner(image, policy) or publisher_by_parameter(image, facts, policy)
