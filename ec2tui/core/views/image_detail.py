"""The detail pane of an image: what it is, every fact about it, and who runs from it."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import AllowedImages, Image
from ec2tui.core.model.image_verdict import ImageFact
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.images import facts_of, verdict_of
from ec2tui.core.rules.images.family import family_of_name
from ec2tui.core.views import image_words as words
from ec2tui.core.views.durations import human, stamp
from ec2tui.core.views.finding_words import judged_lines
from ec2tui.core.views.lines import BLANK, heading, labelled, said, unknown
from ec2tui.core.views.tag_lines import tag_lines
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone

MOST = 40
"""Instances that are listed; how many more there are is said."""


def overview(image: Image, inventory: Inventory, now: float) -> tuple[Line, ...]:
    """The verdict with every fact, then what the image is."""
    verdict = verdict_of(image, inventory, now)
    decided = said(verdict.reason, words.STANDING_TONES[verdict.standing])
    return (
        labelled("Name", image.name, tone=Tone.KEY),
        labelled("Image", image.key.id),
        labelled("Verdict", words.standing_cell(verdict.standing)),
        labelled("", decided),
        labelled("A launch", _launch(verdict.level.value)),
        BLANK,
        heading("Facts"),
        *(line for fact in verdict.facts for line in _fact(fact)),
        BLANK,
        *_findings(image, inventory, now),
        *_description(image, inventory, now),
    )


def _launch(level: str) -> Cell:
    words_of = {"ok": ("needs no further question", Tone.GOOD), "confirm": ("must be confirmed", Tone.WARN)}
    return Cell(*words_of.get(level, ("is blocked", Tone.BAD)))


def _fact(fact: ImageFact) -> tuple[Line, ...]:
    word = words.fact_word(fact)
    return (labelled(fact.title, Cell(f"{word.text:7}", word.tone), said(fact.reason)),)


def _findings(image: Image, inventory: Inventory, now: float) -> tuple[Line, ...]:
    """What posture checks say about an own image."""
    if not image.own:
        return ()
    found = words.findings_of(image, inventory, now)
    return (heading("Findings"), *judged_lines(found), BLANK)


def _description(image: Image, inventory: Inventory, now: float) -> tuple[Line, ...]:
    made = f"({human(now - image.creation_time)} ago)" if image.creation_time else ""
    verdict = verdict_of(image, inventory, now)
    lines = [
        heading("Image"),
        labelled("Description", image.description),
        labelled("Owner", image.owner_id, image.owner_alias, said(verdict.publisher, Tone.ACCENT)),
        labelled("Account, region", image.key.account, image.key.region),
        labelled("State", image.state),
        labelled("Family", family_of_name(image.name)),
        labelled("Newest of it", *_newest(image, inventory, now)),
        labelled("Platform", image.platform_details, image.architecture),
        labelled("Created", stamp(image.creation_time), Cell(made, Tone.DIM)),
        labelled("Deprecated", words.deprecation_cell(image, now), _when(image)),
        labelled("Made of", image.source_instance_id),
        labelled("Public parameter", image.public_parameter),
        labelled("Deregistration", _protection(image)),
        BLANK,
        *_who(image, inventory),
        BLANK,
        heading(f"Devices ({len(image.snapshots)})"),
    ]
    for device in image.snapshots:
        kept = "deleted with the instance" if device.delete_on_termination else "kept"
        size = f"{device.size} GiB" if device.size else ""
        secret = {True: "encrypted", False: "not encrypted", None: ""}[device.encrypted]
        lines.append(labelled("  " + device.device, device.snapshot_id, size, secret, kept))
    setting: AllowedImages | None = inventory.table(Kind.ALLOWED_IMAGES).get(
        image.key._replace(id="allowed-images")
    )
    if setting is not None and setting.criteria:
        lines += [BLANK, heading(f"Allowed AMIs: {setting.state}, set by the {setting.managed_by}")]
        lines += [(Cell(f"  {clean(one, 300)}"),) for one in setting.criteria]
    return tuple(lines)


def _when(image: Image) -> Cell:
    at = image.deprecation_time
    return Cell(f"({stamp(at)})", Tone.DIM) if at else Cell("")


def _newest(image: Image, inventory: Inventory, now: float) -> tuple[str | Cell, ...]:
    latest = facts_of(image, inventory, now).newest
    if isinstance(latest, Missing):
        return (unknown(latest),)
    return ("this one",) if latest.id == image.id else (latest.id, said(latest.name, Tone.DIM))


def _protection(image: Image) -> str:
    on = image.deregistration_protection
    return f"protected ({on})" if on and on != "disabled" else ""


def _who(image: Image, inventory: Inventory) -> tuple[Line, ...]:
    """Who may launch it."""
    told = words.sharing_words(image, inventory)
    if isinstance(told, Missing):
        return (labelled("Launched by", unknown(told)),)
    lines = [labelled("Launched by", Cell(*told))]
    others = words.others_of(image, inventory) if image.own else ()
    if not isinstance(others, Missing):
        lines += [labelled("  with", one) for one in others if one not in ("public", "private")]
    return tuple(lines)


def instances(image: Image, inventory: Inventory, _now: float) -> tuple[Line, ...]:
    """The instances that run from it."""
    users = words.users_of(image.key, inventory)
    lines: list[Line] = [heading(f"Instances ({len(users)})")]
    if not inventory.reading_of(Kind.INSTANCES, image.key).known:
        missing = inventory.missing(Kind.INSTANCES, image.key)
        why = Missing.NOT_READ if missing is Missing.GONE else missing
        lines.append((Cell("  not all are known: ", Tone.WARN), unknown(why)))
    elif not users:
        lines.append((Cell("  none runs from it", Tone.DIM),))
    for one in users[:MOST]:
        name = Cell(f"  {clean(one.name, 80)} ", Tone.KEY)
        lines.append((name, Cell(f"{clean(one.id, 40)} {clean(one.state, 20)}", Tone.DIM)))
    if len(users) > MOST:
        lines.append((Cell(f"  and {len(users) - MOST} more", Tone.DIM),))
    return tuple(lines)


def image_tags(image: Image, _inventory: Inventory, _now: float) -> tuple[Line, ...]:
    """The image's tags."""
    return tag_lines(image.tags)
