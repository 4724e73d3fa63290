"""What is said of an image in a few words: its verdict, who made it, who may launch it, who runs from it."""

from collections import deque

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.finding import Finding
from ec2tui.core.model.image import Image, ImageSharing
from ec2tui.core.model.image_verdict import FactState, ImageFact, ImageVerdict, Standing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory, Table
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.images import facts_of, verdict_of
from ec2tui.core.rules.images.catalogue import OWN
from ec2tui.core.rules.posture.images import findings_of_image
from ec2tui.core.views.column import missing_cell
from ec2tui.core.views.durations import human
from ec2tui.core.views.made_once import made_once
from ec2tui.core.views.tone import Cell, Tone

STANDING_TONES = {
    Standing.VETTED: Tone.GOOD,
    Standing.OUTDATED: Tone.WARN,
    Standing.DEPRECATED: Tone.WARN,
    Standing.UNVETTED: Tone.WARN,
    Standing.UNKNOWN: Tone.DIM,
    Standing.UNAVAILABLE: Tone.BAD,
    Standing.DEREGISTERED: Tone.BAD,
    Standing.IMPOSTOR: Tone.BAD,
}


def standing_cell(standing: Standing) -> Cell:
    """A standing as its letter and its word: `V vetted`."""
    return Cell(f"{standing.letter} {standing.value}", STANDING_TONES[standing])


def verdict_cell(image: Image, inventory: Inventory, now: float) -> Cell:
    """The verdict on an image; `…` while what decides it is still being read."""
    standing = verdict_of(image, inventory, now).standing
    if standing is Standing.UNKNOWN and being_read(image, inventory):
        return missing_cell(Missing.LOADING)
    return standing_cell(standing)


def being_read(image: Image, inventory: Inventory) -> bool:
    """Whether something that a verdict stands on has neither come nor failed yet."""
    facts = facts_of(image, inventory, now=0)
    told = (facts.allowed, facts.parameters, facts.newest)
    return any(one in (Missing.LOADING, Missing.NOT_READ) for one in told if isinstance(one, Missing))


def owner_words(image: Image, verdict: ImageVerdict) -> tuple[str, Tone]:
    """Who publishes it: `own`, the publisher's name, or a stranger's account."""
    if verdict.publisher == OWN:
        return OWN, Tone.ACCENT
    if verdict.standing is Standing.IMPOSTOR:
        return image.owner_id, Tone.BAD
    return (verdict.publisher, Tone.PLAIN) if verdict.publisher else (image.owner_id, Tone.WARN)


def deprecation_cell(image: Image, now: float) -> Cell:
    """`in 66d`, `550d ago`, or `no`."""
    at = image.deprecation_time
    if at is None:
        return Cell("no", Tone.DIM)
    if at <= now:
        return Cell(f"{human(now - at)} ago", Tone.WARN)
    return Cell(f"in {human(at - now)}")


def others_of(image: Image, inventory: Inventory) -> tuple[str, ...] | Missing:
    """Who else may launch an own image: `public`, accounts, ARNs; `private` when nobody may."""
    told: ImageSharing | Missing = inventory.image_sharing(image.key)
    if image.public or (not isinstance(told, Missing) and told.public):
        more = () if isinstance(told, Missing) else (*told.accounts, *told.organizations)
        return ("public", *more)
    if isinstance(told, Missing):
        return told
    return (*told.accounts, *told.organizations) or ("private",)


def sharing_words(image: Image, inventory: Inventory) -> tuple[str, Tone] | Missing:
    """Who may launch it: `public`, `private`, `2 others`, `with us`; `not public` until that is known."""
    if not image.own:
        return ("public", Tone.PLAIN) if image.public else ("with us", Tone.INFO)
    others = others_of(image, inventory)
    if others is Missing.NOT_READ:
        return "not public", Tone.PLAIN
    if isinstance(others, Missing):
        return others
    if "public" in others:
        return "public", Tone.BAD
    if others == ("private",):
        return "private", Tone.GOOD
    return f"{len(others)} other{'s' * (len(others) > 1)}", Tone.WARN


def users_of(image: Key, inventory: Inventory) -> tuple[Instance, ...]:
    """The known instances that run from an image, by name."""
    found = made_once(inventory.table(Kind.INSTANCES), _by_image).get(image, [])
    return tuple(sorted(found, key=lambda one: (one.name, one.id)))


def used_images(inventory: Inventory) -> tuple[Key, ...]:
    """The keys of all images that known instances run from."""
    return tuple(made_once(inventory.table(Kind.INSTANCES), _by_image))


def _by_image(table: Table) -> dict[Key, list[Instance]]:
    found: dict[Key, list[Instance]] = {}
    instance: Instance
    for key, instance in table.items():
        if instance.state != "terminated":
            found.setdefault(key._replace(id=instance.image_id), []).append(instance)
    return found


def encrypted(image: Image) -> bool | None:
    """Whether all its snapshots are encrypted; None when AWS does not tell."""
    told = [device.encrypted for device in image.snapshots if device.snapshot_id]
    if False in told:
        return False
    return None if None in told or not told else True


_read_at: deque[tuple[object, float]] = deque(maxlen=4)


def read_at(inventory: Inventory) -> float:
    """The time of the last reading, in epoch seconds: fields of a query that compare nothing get no clock."""
    for seen, at in tuple(_read_at):
        if seen is inventory.readings:
            return at
    told = (max(one.complete_at or 0, one.started_at or 0) for one in inventory.readings.values())
    latest = max(told, default=0.0)
    _read_at.append((inventory.readings, latest))
    return latest


def standing_of_image(key: Key, inventory: Inventory, now: float) -> Standing | Missing:
    """What the image with this key is worth; one that is not there any more is deregistered."""
    image = inventory.image(key)
    if isinstance(image, Missing):
        return Standing.DEREGISTERED if image is Missing.GONE else image
    return verdict_of(image, inventory, now).standing


def findings_of(image: Image, inventory: Inventory, now: float) -> tuple[Finding, ...]:
    """What posture checks say about an own image; nothing of another's."""
    return findings_of_image(inventory, image, now)


def fact_word(fact: ImageFact) -> Cell:
    """`holds`, `fails` (louder where policy requires it), or `unknown`."""
    if fact.state is FactState.HOLDS:
        return Cell("holds", Tone.GOOD)
    if fact.state is FactState.FAILS:
        return Cell("FAILS", Tone.BAD) if fact.required else Cell("fails", Tone.WARN)
    return Cell("unknown", Tone.WARN if fact.required else Tone.DIM)
