"""Facts about who made an image, and whether it only looks so."""

from fnmatch import fnmatchcase

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image_policy import Publisher
from ec2tui.core.rules.images.catalogue import (
    named_as_meant,
    parameters_of,
    publisher_by_owner,
    publisher_by_parameter,
)
from ec2tui.core.rules.images.lookalike import looks_like, misspelt, strange_letters
from ec2tui.core.rules.images.told import Judged, Told, fails, holds, not_known, untold

READ_PARAMETERS = "ssm:GetParameters"
READ_ALLOWED = "ec2:GetAllowedImagesSettings"


def owner(of: Judged) -> Told:
    """The account that publishes an image is the one thing that AWS vouches for: anybody may give an image
    any name. Trust accounts (`guardrails.images.owners`, `publishers`), never names.
    """
    image, policy = of.image, of.policy
    if not image.owner_id:
        return untold("AWS does not tell who owns it.")
    if image.own:
        if any(fnmatchcase(image.name, pattern) for pattern in policy.own_names):
            return holds(f"This account ({image.owner_id}) owns it.")
        return fails(f"This account owns it, but own images called {image.name!r} are not vetted.")
    by_parameter = publisher_by_parameter(image, of.facts, policy)
    if by_parameter:
        return holds(f"A public parameter of {by_parameter} resolves to it; its owner is {image.owner_id}.")
    name = publisher_by_owner(image, policy)
    if name and named_as_meant(image, policy.catalogue[name]):
        return holds(f"Its owner {image.owner_id} is the publisher of {name}.")
    if image.owner_id in (policy.owners or ()):
        return holds(f"Its owner {image.owner_id} is trusted by guardrails.images.owners.")
    if name:
        meant = ", ".join(policy.catalogue[name].names)
        return fails(f"Its owner {image.owner_id} is trusted for {name} only, whose images are {meant}.")
    alias = f" (AWS calls it {image.owner_alias}, which is no proof)" if image.owner_alias else ""
    return fails(f"Its owner {image.owner_id}{alias} is not in the catalogue.")


def provenance(of: Judged) -> Told:
    """What a public parameter below /aws/service/ resolves to is what its publisher calls current; no account
    can make such a parameter.
    """
    names = parameters_of(of.image, of.facts)
    if names:
        return holds(f"The public parameter {names[0]} resolves to it.")
    if of.image.own:
        return holds("It is this account's own, which needs none.")
    if isinstance(of.facts.parameters, Missing):
        return not_known("What the public parameters resolve to", of.facts.parameters, READ_PARAMETERS)
    return fails("No public parameter of the catalogue resolves to it.")


def lookalike(of: Judged) -> Told:
    """An image that is called like a well-known one, or has letters that only look Latin, is made to be
    mistaken: launching by name and date picks it.
    """
    image, policy = of.image, of.policy
    if image.own:
        return holds("It is this account's own.")
    known = publisher_by_owner(image, policy) or publisher_by_parameter(image, of.facts, policy)
    if known or image.owner_id in (policy.owners or ()):
        return holds("Its owner is who its name says." if known else "Its owner is trusted.")
    letters = strange_letters(image.name)
    spelt = f" It is written with {' and '.join(letters)}." if letters else ""
    for name, publisher in policy.catalogue.items():
        if any(looks_like(image.name, pattern) for pattern in publisher.names):
            return fails(
                f"It is called like an image of {name}, but {_who(image.owner_id, publisher)}.{spelt}"
            )
        if word := misspelt(image.name, name):
            return fails(
                f"Its name nearly says {name} ({word!r}), but {_who(image.owner_id, publisher)}.{spelt}"
            )
    if letters:
        return fails(f"Its name is made to be mistaken.{spelt} Its owner is {image.owner_id}.")
    return holds("Its name is like no known publisher's.")


def _who(owner_id: str, publisher: Publisher) -> str:
    owners = " or ".join(publisher.owners)
    return f"its owner is {owner_id}, not {owners}" if owners else f"its owner {owner_id} is a stranger"


def allowed(of: Judged) -> Told:
    """Allowed AMIs is the account's own list, enforced by AWS: with it, what is not on it cannot be launched.
    Switch it on with criteria that say what the catalogue says.
    """
    if of.image.own:
        return holds("Own images are always allowed.")
    setting = of.facts.allowed
    if isinstance(setting, Missing):
        return not_known("The Allowed AMIs setting", setting, READ_ALLOWED)
    if setting.state == "disabled":
        return holds("Allowed AMIs is off in this region, so that it keeps nothing out.")
    if of.image.allowed is None:
        return untold(f"Allowed AMIs is {setting.state}, but AWS does not tell whether this one is allowed.")
    if of.image.allowed:
        return holds(f"It is on the account's list (Allowed AMIs is {setting.state}).")
    return fails(f"It is not on the account's list (Allowed AMIs is {setting.state}).")
