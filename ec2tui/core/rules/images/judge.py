"""Every fact about an image, and the verdict that they add up to."""

from collections.abc import Callable

import msgspec

from ec2tui.core.model.image import Image
from ec2tui.core.model.image_policy import ImagePolicy
from ec2tui.core.model.image_verdict import FactState, ImageFact, ImageVerdict, Standing
from ec2tui.core.model.judgement import Level
from ec2tui.core.rules.images import build, condition, provenance
from ec2tui.core.rules.images.catalogue import publisher_of
from ec2tui.core.rules.images.facts import ImageFacts
from ec2tui.core.rules.images.told import Judged, Told


class FactRule(msgspec.Struct, frozen=True):
    """One fact: its id, its title, and the function whose docstring says why it matters."""

    id: str
    title: str
    tell: Callable[[Judged], Told]

    @property
    def why(self) -> str:
        """Why it matters and what to do, in a paragraph."""
        return " ".join((self.tell.__doc__ or "").split())


FACTS: tuple[FactRule, ...] = (
    FactRule("owner", "Owner", provenance.owner),
    FactRule("lookalike", "Name", provenance.lookalike),
    FactRule("provenance", "Public parameter", provenance.provenance),
    FactRule("allowed", "Allowed AMIs", provenance.allowed),
    FactRule("state", "State", condition.state),
    FactRule("deprecation", "Deprecation", condition.deprecation),
    FactRule("age", "Age", condition.age),
    FactRule("newest", "Newest of family", condition.newest),
    FactRule("sharing", "Who may launch it", build.sharing),
    FactRule("encryption", "Encryption", build.encryption),
    FactRule("imds", "Metadata service", build.imds),
    FactRule("boot_mode", "Boot mode", build.boot_mode),
    FactRule("tpm", "TPM", build.tpm),
    FactRule("ena", "Network", build.ena),
)
"""Every fact, in the order in which they are shown and decide."""

_OLD = {"deprecation": Standing.DEPRECATED, "age": Standing.OUTDATED, "newest": Standing.OUTDATED}
"""Facts whose failure alone says that an image was fine once."""


def judge_image(image: Image, facts: ImageFacts, policy: ImagePolicy) -> ImageVerdict:
    """The verdict on launching from an image; what is required and not known is no pass."""
    of = Judged(image, facts, policy)
    told = tuple(_fact(rule, of) for rule in FACTS)
    standing, deciding = _standing(image, told)
    return ImageVerdict(
        standing, level_of(standing, policy), deciding.reason, told, publisher_of(image, facts, policy)
    )


def level_of(standing: Standing, policy: ImagePolicy) -> Level:
    """How a launch from an image of this standing is judged."""
    if standing is Standing.VETTED:
        return Level.OK
    if standing in (Standing.IMPOSTOR, Standing.DEREGISTERED, Standing.UNAVAILABLE):
        return Level.BLOCK
    return Level(policy.unvetted or Level.CONFIRM)


def _fact(rule: FactRule, of: Judged) -> ImageFact:
    state, reason, needs = rule.tell(of)
    return ImageFact(rule.id, rule.title, state, reason, needs, rule.id in of.policy.required)


def _standing(image: Image, told: tuple[ImageFact, ...]) -> tuple[Standing, ImageFact]:
    """What the image stands for, and the fact that decides it."""
    by_id = {fact.id: fact for fact in told}
    if by_id["lookalike"].state is FactState.FAILS:
        return Standing.IMPOSTOR, by_id["lookalike"]
    if by_id["state"].state is FactState.FAILS:
        gone = image.state == "deregistered"
        return Standing.DEREGISTERED if gone else Standing.UNAVAILABLE, by_id["state"]
    failing = [fact for fact in told if fact.required and fact.state is FactState.FAILS]
    for fact in failing:
        if fact.id not in _OLD:
            return Standing.UNVETTED, fact
    if failing:
        return _OLD[failing[0].id], failing[0]
    missing = [fact for fact in told if fact.required and fact.state is FactState.UNKNOWN]
    if missing:
        return Standing.UNKNOWN, missing[0]
    return Standing.VETTED, by_id["owner"]
