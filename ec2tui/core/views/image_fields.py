"""What a query about images can ask for."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.model.image_verdict import Standing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.images import verdict_of
from ec2tui.core.rules.images.family import family_of_name
from ec2tui.core.views import image_words as words
from ec2tui.core.views.durations import TIME_UNITS
from ec2tui.core.views.finding_words import said_words
from ec2tui.core.views.instance_image import VERDICT_FACTS
from ec2tui.core.views.vocabulary import FlagField, NumberField, TextField, Vocabulary

COUNT_UNITS = {"": 1.0}
"""A number without a unit."""

_SHARING = frozenset({Kind.IMAGE_SHARING})


def _one(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _verdict(image: Image, inventory: Inventory) -> tuple[str, ...]:
    return (verdict_of(image, inventory, words.read_at(inventory)).standing.value,)


def _is(standing: Standing, help: str) -> FlagField[Image]:
    return FlagField(standing.value, help, lambda i, inv: standing.value in _verdict(i, inv), VERDICT_FACTS)


def _owner(image: Image, inventory: Inventory) -> tuple[str, ...]:
    verdict = verdict_of(image, inventory, words.read_at(inventory))
    return tuple(dict.fromkeys((image.owner_id, *_one(verdict.publisher), *_one(image.owner_alias))))


def _shared(image: Image, inventory: Inventory) -> tuple[str, ...] | Missing:
    """`public`, `private`, the accounts that may launch it, or `with us`."""
    if not image.own:
        return ("public",) if image.public else ("with us",)
    return words.others_of(image, inventory)


def _public(image: Image, inventory: Inventory) -> bool | Missing:
    return image.public


def _finding(image: Image, inventory: Inventory) -> tuple[str, ...]:
    return said_words(words.findings_of(image, inventory, words.read_at(inventory))) if image.own else ()


def _age(image: Image, _inventory: Inventory, now: float) -> float | Missing:
    return now - image.creation_time if image.creation_time else Missing.NOT_READ


def _users(image: Image, inventory: Inventory, _now: float) -> float | Missing:
    return len(words.users_of(image.key, inventory))


def _deprecated(image: Image, inventory: Inventory) -> bool | Missing:
    return image.deprecation_time is not None and image.deprecation_time <= words.read_at(inventory)


def haystack(image: Image) -> str:
    """What words look into: names, id, owner, description and `key=value` of each tag, casefolded."""
    lines = [image.name, image.key.id, image.owner_id, image.description]
    lines += [f"{key}={value}" for key, value in image.tags]
    return "\n".join(lines).casefold()


TEXT_FIELDS: tuple[TextField[Image], ...] = (
    TextField("name", "its name", lambda i, _: _one(i.name)),
    TextField("id", "the image's id", lambda i, _: (i.key.id,)),
    TextField("verdict", "vetted, outdated, deprecated, unvetted, …", _verdict, VERDICT_FACTS),
    TextField("owner", "the publisher: its account, or its name in the catalogue", _owner),
    TextField("family", "its name without the build", lambda i, _: _one(family_of_name(i.name))),
    TextField("state", "available, pending, disabled, …", lambda i, _: _one(i.state)),
    TextField("shared", "public, private, with us, or an account that may launch it", _shared, _SHARING),
    TextField("finding", "a severity or a check that fails: finding:critical", _finding, _SHARING),
    TextField("arch", "x86_64, arm64", lambda i, _: _one(i.architecture)),
    TextField("boot", "uefi, uefi-preferred, legacy-bios", lambda i, _: _one(i.boot_mode)),
    TextField("platform", "Linux/UNIX, Windows, …", lambda i, _: _one(i.platform_details)),
    TextField("description", "its description", lambda i, _: _one(i.description)),
    TextField("snapshot", "a snapshot that it is made of", lambda i, _: _snapshots(i)),
    TextField("region", "the region", lambda i, _: (i.key.region,)),
    TextField("account", "the account's number", lambda i, _: _one(i.key.account)),
)
"""The fields of `field:value`."""


def _snapshots(image: Image) -> tuple[str, ...]:
    return tuple(device.snapshot_id for device in image.snapshots if device.snapshot_id)


NUMBER_FIELDS: tuple[NumberField[Image], ...] = (
    NumberField("age", "time since it was made: age>90d", _age, TIME_UNITS, "d", timed=True),
    NumberField(
        "used", "instances that run from it: used>0", _users, COUNT_UNITS, "", frozenset({Kind.INSTANCES})
    ),
)
"""The fields of comparisons."""

FLAGS: tuple[FlagField[Image], ...] = (
    FlagField("own", "this account owns it", lambda i, _: i.own),
    FlagField("public", "every AWS account may launch it", _public),
    FlagField("deprecated", "its time is over", _deprecated),
    FlagField("windows", "is Windows", lambda i, _: i.platform == "windows"),
    FlagField("encrypted", "all its snapshots are encrypted", lambda i, _: words.encrypted(i) is True),
    FlagField("unencrypted", "a snapshot is not encrypted", lambda i, _: words.encrypted(i) is False),
    _is(Standing.VETTED, "may be launched without a further question"),
    _is(Standing.UNVETTED, "policy does not trust it"),
    _is(Standing.OUTDATED, "is too old, or far behind the newest of its family"),
    _is(Standing.IMPOSTOR, "passes for another publisher's"),
)
"""The words that ask for a property."""

IMAGES: Vocabulary[Image] = Vocabulary(
    "image", TEXT_FIELDS, NUMBER_FIELDS, FLAGS, haystack, lambda i: i.tags, {"ami": "id"}
)
"""The words of queries about images."""
