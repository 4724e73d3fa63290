"""The columns of the images table."""

from collections.abc import Callable

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.model.image_verdict import Standing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.images import verdict_of
from ec2tui.core.rules.images.family import family_of_name
from ec2tui.core.views import image_words as words
from ec2tui.core.views import storage_cells as cells
from ec2tui.core.views.column import ABSENT, UNKNOWN, Column, SortKey, missing_cell
from ec2tui.core.views.finding_words import worst_cell, worst_rank
from ec2tui.core.views.instance_cells import text_cell
from ec2tui.core.views.instance_image import VERDICT_KINDS
from ec2tui.core.views.sorting import by_id, by_number, by_text
from ec2tui.core.views.text import Align
from ec2tui.core.views.tone import Cell, Tone

ImageColumn = Column[Image]

_DESCRIBE = "ec2:DescribeImages "
_I = frozenset({Kind.OWN_IMAGES})
_ORDER = {standing: at for at, standing in enumerate(Standing)}


def _verdict_key(image: Image, inventory: Inventory, now: float) -> SortKey:
    """From vetted to impostor."""
    return (False, _ORDER[verdict_of(image, inventory, now).standing])


def _why(image: Image, inventory: Inventory, now: float) -> Cell:
    return text_cell(verdict_of(image, inventory, now).reason)


def _why_key(image: Image, inventory: Inventory, now: float) -> SortKey:
    return by_text(verdict_of(image, inventory, now).reason)


def _owner(image: Image, inventory: Inventory, now: float) -> Cell:
    return text_cell(*words.owner_words(image, verdict_of(image, inventory, now)))


def _owner_key(image: Image, inventory: Inventory, now: float) -> SortKey:
    return by_text(words.owner_words(image, verdict_of(image, inventory, now))[0])


def _sharing(image: Image, inventory: Inventory, _now: float) -> Cell:
    told = words.sharing_words(image, inventory)
    return missing_cell(told) if isinstance(told, Missing) else Cell(*told)


def _sharing_key(image: Image, inventory: Inventory, _now: float) -> SortKey:
    told = words.sharing_words(image, inventory)
    return UNKNOWN if isinstance(told, Missing) else (False, told[0])


def _deprecated_key(image: Image, _inventory: Inventory, _now: float) -> SortKey:
    return by_number(image.deprecation_time)


def _findings(image: Image, inventory: Inventory, now: float) -> Cell:
    return worst_cell(words.findings_of(image, inventory, now)) if image.own else ABSENT


def _findings_key(image: Image, inventory: Inventory, now: float) -> SortKey:
    if not image.own:
        return UNKNOWN
    rank, count = worst_rank(words.findings_of(image, inventory, now))
    return (False, (-rank, -count))


def _users(image: Image, inventory: Inventory, _now: float) -> Cell:
    count = len(words.users_of(image.key, inventory))
    if count:
        return Cell(str(count))
    reading = inventory.reading_of(Kind.INSTANCES, image.key)
    return Cell("0", Tone.DIM) if reading.known else missing_cell(Missing.LOADING)


def _users_key(image: Image, inventory: Inventory, _now: float) -> SortKey:
    return by_number(len(words.users_of(image.key, inventory)))


def _yes_no(
    id: str, title: str, source: str, read: Callable[[Image], bool | None], width: int
) -> ImageColumn:
    def cell(image: Image, _inventory: Inventory, _now: float) -> Cell:
        on = read(image)
        if on is None:
            return ABSENT
        return Cell("yes", Tone.GOOD) if on else Cell("no", Tone.WARN)

    def key(image: Image, _inventory: Inventory, _now: float) -> SortKey:
        on = read(image)
        return UNKNOWN if on is None else (False, on)

    return Column(id, title, source, cell, key, width, width, kinds=_I)


NAME: ImageColumn = cells.text_column(
    "name", "Name", _DESCRIBE + "Name", _I, lambda i: i.name, (16, 44), Tone.KEY
)
ID: ImageColumn = cells.text_column(
    "id", "Id", _DESCRIBE + "ImageId", _I, lambda i: i.key.id, (12, 21), key=by_id
)

COLUMNS: tuple[ImageColumn, ...] = (
    NAME,
    Column(
        "verdict",
        "Verdict",
        _DESCRIBE + "and ssm:GetParameters, judged by guardrails.images",
        words.verdict_cell,
        _verdict_key,
        10,
        14,
        kinds=VERDICT_KINDS,
    ),
    ID,
    Column(
        "owner",
        "Owner",
        _DESCRIBE + "OwnerId, in the catalogue",
        _owner,
        _owner_key,
        12,
        20,
        kinds=VERDICT_KINDS,
    ),
    cells.age_column(_DESCRIBE + "CreationDate", _I, lambda i: i.creation_time),
    Column(
        "deprecated",
        "Deprecated",
        _DESCRIBE + "DeprecationTime",
        lambda i, _inventory, now: words.deprecation_cell(i, now),
        _deprecated_key,
        7,
        10,
        kinds=_I,
    ),
    Column(
        "shared",
        "Launched by",
        _DESCRIBE + "Public; ec2:DescribeImageAttribute launchPermission",
        _sharing,
        _sharing_key,
        8,
        11,
        kinds=_I | {Kind.IMAGE_SHARING},
    ),
    Column(
        "findings",
        "Findings",
        _DESCRIBE + "and ec2:DescribeImageAttribute, judged by AMI-04 to AMI-06",
        _findings,
        _findings_key,
        8,
        20,
        kinds=_I | {Kind.IMAGE_SHARING},
    ),
    cells.text_column("arch", "Arch", _DESCRIBE + "Architecture", _I, lambda i: i.architecture, (6, 9)),
    cells.text_column("boot", "Boot", _DESCRIBE + "BootMode", _I, lambda i: i.boot_mode, (6, 14)),
    Column(
        "used",
        "Instances",
        "ec2:DescribeInstances ImageId",
        _users,
        _users_key,
        4,
        9,
        Align.RIGHT,
        _I | {Kind.INSTANCES},
    ),
    cells.text_column(
        "family",
        "Family",
        _DESCRIBE + "Name without its build",
        _I,
        lambda i: family_of_name(i.name),
        (12, 48),
    ),
    Column(
        "why",
        "Why",
        "the fact that decides the verdict",
        _why,
        _why_key,
        20,
        80,
        kinds=VERDICT_KINDS,
    ),
    cells.text_column("state", "State", _DESCRIBE + "State", _I, lambda i: i.state, (9, 12)),
    _yes_no("encrypted", "Encrypted", _DESCRIBE + "BlockDeviceMappings Encrypted", words.encrypted, 9),
    _yes_no("imds", "IMDSv2", _DESCRIBE + "ImdsSupport", lambda i: i.imds_support == "v2.0", 6),
    _yes_no("tpm", "TPM", _DESCRIBE + "TpmSupport", lambda i: bool(i.tpm_support), 3),
    _yes_no("ena", "ENA", _DESCRIBE + "EnaSupport", lambda i: i.ena_support, 3),
    cells.text_column(
        "platform", "Platform", _DESCRIBE + "PlatformDetails", _I, lambda i: i.platform_details, (8, 24)
    ),
    cells.text_column(
        "description", "Description", _DESCRIBE + "Description", _I, lambda i: i.description, (12, 60)
    ),
    cells.text_column(
        "owner_id", "Owner id", _DESCRIBE + "OwnerId", _I, lambda i: i.owner_id, (12, 12), key=by_id
    ),
    cells.text_column("region", "Region", "the region asked", _I, lambda i: i.key.region, (9, 14)),
    cells.text_column(
        "account", "Account", "sts:GetCallerIdentity", _I, lambda i: i.key.account, (12, 12), key=by_id
    ),
)
"""Every column of the images table, in its usual order."""

DEFAULT_COLUMNS: tuple[str, ...] = (
    "name",
    "verdict",
    "id",
    "owner",
    "age",
    "deprecated",
    "shared",
    "findings",
    "arch",
    "boot",
    "used",
    "family",
    "why",
)
"""The ids of the columns shown until the user chooses, most wanted first."""


def column(id: str) -> ImageColumn | None:
    """The column with this id (`tag:KEY` for a tag's); None when there is none."""
    if id.startswith("tag:") and len(id) > 4:
        return cells.tag_column(id[4:], _DESCRIBE, _I)
    return next((known for known in COLUMNS if known.id == id), None)
