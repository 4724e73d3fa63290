"""What a query about snapshots can ask for."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.snapshot import Snapshot
from ec2tui.core.views.durations import TIME_UNITS
from ec2tui.core.views.storage_cells import name_of
from ec2tui.core.views.vocabulary import FlagField, NumberField, TextField, Vocabulary
from ec2tui.core.views.volume_fields import SIZE_UNITS

_S = frozenset({Kind.SHARING})


def _one(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _shared(snapshot: Snapshot, inventory: Inventory) -> tuple[str, ...] | Missing:
    """`public`, each account, or `private`."""
    sharing = inventory.sharing(snapshot.key)
    if isinstance(sharing, Missing):
        return sharing
    return (*(("public",) if sharing.public else ()), *sharing.shared_with) or ("private",)


def _says(word: str) -> FlagField[Snapshot]:
    """The flag of one word of `_shared`."""

    def test(snapshot: Snapshot, inventory: Inventory) -> bool | Missing:
        words = _shared(snapshot, inventory)
        return words if isinstance(words, Missing) else word in words

    return FlagField(word, _SHARING_HELP[word], test, _S)


_SHARING_HELP = {"public": "every AWS account may use it", "private": "nobody else may use it"}


def _is_shared(snapshot: Snapshot, inventory: Inventory) -> bool | Missing:
    sharing = inventory.sharing(snapshot.key)
    return sharing if isinstance(sharing, Missing) else bool(sharing.shared_with)


def _age(snapshot: Snapshot, _inventory: Inventory, now: float) -> float | Missing:
    return now - snapshot.start_time if snapshot.start_time else Missing.NOT_READ


def haystack(snapshot: Snapshot) -> str:
    """What words look into: ids, description and `key=value` of each tag, casefolded, one a line."""
    lines = [name_of(snapshot), snapshot.key.id, snapshot.volume_id, snapshot.description]
    lines += [f"{key}={value}" for key, value in snapshot.tags]
    return "\n".join(lines).casefold()


TEXT_FIELDS: tuple[TextField[Snapshot], ...] = (
    TextField("name", "the Name tag", lambda s, _: _one(name_of(s))),
    TextField("id", "the snapshot's id", lambda s, _: (s.key.id,)),
    TextField("state", "completed, pending, …", lambda s, _: _one(s.state)),
    TextField("volume", "the volume it was made of", lambda s, _: _one(s.volume_id)),
    TextField("description", "its description", lambda s, _: _one(s.description)),
    TextField("shared", "public, private, or an account that may use it", _shared, _S),
    TextField("owner", "the account that owns it", lambda s, _: _one(s.owner_id)),
    TextField("kms", "the key that encrypts it", lambda s, _: _one(s.kms_key_id)),
    TextField("region", "the region", lambda s, _: (s.key.region,)),
    TextField("account", "the account's number", lambda s, _: _one(s.key.account)),
)
"""The fields of `field:value`."""

NUMBER_FIELDS: tuple[NumberField[Snapshot], ...] = (
    NumberField("size", "size of the volume in GiB: size>=100", lambda s, _i, _n: s.size, SIZE_UNITS, "g"),
    NumberField("age", "time since it was made: age>30d", _age, TIME_UNITS, "d", timed=True),
)
"""The fields of comparisons."""

FLAGS: tuple[FlagField[Snapshot], ...] = (
    FlagField("encrypted", "is encrypted", lambda s, _: s.encrypted),
    FlagField("unencrypted", "is not encrypted", lambda s, _: not s.encrypted),
    FlagField("shared", "other accounts are named that may use it", _is_shared, _S),
    _says("public"),
    _says("private"),
)
"""The words that ask for a property."""

SNAPSHOTS: Vocabulary[Snapshot] = Vocabulary(
    "snapshot", TEXT_FIELDS, NUMBER_FIELDS, FLAGS, haystack, lambda s: s.tags
)
"""The words of queries about snapshots."""
