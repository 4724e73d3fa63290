"""Facts about how current an image is and what state it is in."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.rules.images.told import DAY, Judged, Told, fails, holds, not_known, untold

READ_IMAGES = "ec2:DescribeImages"


def state(of: Judged) -> Told:
    """Only an available image can be launched."""
    if of.image.state == "available":
        return holds("It is available.")
    if not of.image.state:
        return untold("AWS does not tell its state.")
    return fails(f"It is {of.image.state}, so that nothing can be launched from it.")


def deprecation(of: Judged) -> Told:
    """Its publisher calls a deprecated image past its time: it gets no more fixes. Take the newest of its
    family.
    """
    at = of.image.deprecation_time
    if at is None:
        return holds("It has no date of deprecation.")
    days = (at - of.facts.now) / DAY
    if days <= 0:
        return fails(f"It has been deprecated for {_days(-days)}.")
    return holds(f"It will be deprecated in {_days(days)}.")


def age(of: Judged) -> Told:
    """What was fixed after an image was made is missing in it (`guardrails.images.maximum_age`)."""
    if of.age is None:
        return untold("AWS does not tell when it was made.")
    most = of.policy.oldest
    if of.age > most:
        return fails(f"It is {_days(of.age)} old; the policy allows {most}.")
    return holds(f"It is {_days(of.age)} old.")


def newest(of: Judged) -> Told:
    """An image far behind the newest of its family lacks what was fixed since
    (`guardrails.images.maximum_behind`). Take the newest one.
    """
    latest = of.facts.newest
    if latest is Missing.GONE:
        return untold("Nothing tells the newest of its family: no public parameter names one.")
    if isinstance(latest, Missing):
        return not_known("The newest of its family", latest, READ_IMAGES, "ssm:GetParameters")
    behind = _behind(of.image, latest)
    if behind is None:
        return untold("AWS does not tell when it was made.")
    if behind <= 0:
        return holds("It is the newest of its family that is known.")
    most = of.policy.furthest_behind
    said = f"{_days(behind)} behind {latest.id}, the newest of its family"
    return fails(f"It is {said}; the policy allows {most}.") if behind > most else holds(f"It is {said}.")


def _behind(image: Image, latest: Image) -> float | None:
    if image.id == latest.id:
        return 0
    if image.creation_time is None or latest.creation_time is None:
        return None
    return (latest.creation_time - image.creation_time) / DAY


def _days(days: float) -> str:
    whole = int(days)
    return f"{whole} day" if whole == 1 else f"{whole} days"
