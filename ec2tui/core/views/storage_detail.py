"""The detail panes of a volume and of a snapshot."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory, Table
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.snapshot import Snapshot
from ec2tui.core.model.volume import Attachment, Volume
from ec2tui.core.views.durations import human, stamp
from ec2tui.core.views.lines import BLANK, heading, labelled, said, unknown, yes_no
from ec2tui.core.views.made_once import made_once
from ec2tui.core.views.snapshots import sharing_word
from ec2tui.core.views.storage_cells import name_of, state_cell
from ec2tui.core.views.tag_lines import tag_lines
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone


def _by_volume(table: Table) -> dict[Key, list[Snapshot]]:
    found: dict[Key, list[Snapshot]] = {}
    for key, snapshot in table.items():
        found.setdefault(key._replace(id=snapshot.volume_id), []).append(snapshot)
    return found


def snapshots_of(volume: Key, inventory: Inventory) -> tuple[Snapshot, ...]:
    """The known snapshots of a volume, the newest first."""
    found = made_once(inventory.table(Kind.SNAPSHOTS), _by_volume).get(volume, [])
    return tuple(sorted(found, key=lambda snapshot: snapshot.start_time or 0, reverse=True))


def volume_overview(v: Volume, inventory: Inventory, now: float) -> tuple[Line, ...]:
    """What the volume is, who holds it, and its snapshots."""
    lines = [
        labelled("Name", name_of(v), tone=Tone.KEY),
        labelled("Volume", v.key.id),
        labelled("State", state_cell(v.state)),
        labelled("Account, region", v.key.account, v.key.region),
        labelled("Zone", v.az),
        labelled("Size", f"{v.size} GiB", v.type),
        labelled(
            "Speed", f"{v.iops} IOPS" if v.iops else None, f"{v.throughput} MiB/s" if v.throughput else ""
        ),
        *_encryption(v.encrypted, v.kms_key_id),
        labelled("From snapshot", v.snapshot_id),
        labelled("Multi-attach", yes_no(v.multi_attach)),
        labelled("Created", stamp(v.create_time), _ago(v.create_time, now)),
        BLANK,
        heading(f"Attached to ({len(v.attachments)})"),
    ]
    for held in v.attachments:
        lines += _held(v, held, inventory)
    if not v.attachments:
        lines.append((Cell("  nothing holds it", Tone.DIM),))
    return (*lines, BLANK, *_snapshots(v, inventory, now))


def _encryption(encrypted: bool, key: str | None) -> tuple[Line, ...]:
    word = Cell("encrypted", Tone.GOOD) if encrypted else Cell("not encrypted", Tone.BAD)
    return (labelled("Encryption", word, said(key, Tone.DIM) if key else Cell("")),)


def _ago(at: int | None, now: float) -> Cell:
    return Cell(f"({human(now - at)} ago)" if at else "", Tone.DIM)


def _held(v: Volume, held: Attachment, inventory: Inventory) -> tuple[Line, ...]:
    instance = inventory.instance(v.key._replace(id=held.instance_id))
    name = "" if isinstance(instance, Missing) else instance.name
    fate = (
        Cell("deleted with it", Tone.WARN)
        if held.delete_on_termination
        else Cell("stays when it is terminated", Tone.GOOD)
    )
    return (
        (Cell(f"  {clean(name, 80)} ", Tone.KEY), Cell(clean(held.instance_id, 40), Tone.DIM)),
        labelled("    as", held.device, held.state, fate),
    )


def _snapshots(v: Volume, inventory: Inventory, now: float) -> tuple[Line, ...]:
    found = snapshots_of(v.key, inventory)
    lines: list[Line] = [heading(f"Snapshots ({len(found)})")]
    if inventory.reading_of(Kind.SNAPSHOTS, v.key).complete_at is None:
        missing = inventory.missing(Kind.SNAPSHOTS, v.key)
        why = Missing.NOT_READ if missing is Missing.GONE else missing
        lines.append((Cell("  not all are known: ", Tone.WARN), unknown(why)))
    elif not found:
        lines.append((Cell("  none: what is on it exists once", Tone.WARN),))
    for snapshot in found[:20]:
        lines.append(
            (
                Cell(f"  {stamp(snapshot.start_time)} "),
                _ago(snapshot.start_time, now),
                Cell(f" {clean(snapshot.key.id, 40)} {clean(snapshot.state, 20)}", Tone.DIM),
            )
        )
    if len(found) > 20:
        lines.append((Cell(f"  and {len(found) - 20} older", Tone.DIM),))
    return tuple(lines)


def snapshot_overview(s: Snapshot, inventory: Inventory, now: float) -> tuple[Line, ...]:
    """What the snapshot is, of which volume, and who may use it."""
    volume = inventory.volume(s.key._replace(id=s.volume_id))
    there = unknown(volume) if isinstance(volume, Missing) else said(name_of(volume), Tone.KEY)
    return (
        labelled("Name", name_of(s), tone=Tone.KEY),
        labelled("Snapshot", s.key.id),
        labelled("State", state_cell(s.state, s.progress)),
        labelled("Account, region", s.key.account, s.key.region),
        labelled("Owner", s.owner_id),
        labelled("Of volume", s.volume_id, there),
        labelled("Size", f"{s.size} GiB"),
        *_encryption(s.encrypted, s.kms_key_id),
        labelled("Description", s.description),
        labelled("Started", stamp(s.start_time), _ago(s.start_time, now)),
        BLANK,
        *_sharing(s, inventory),
    )


def _sharing(s: Snapshot, inventory: Inventory) -> tuple[Line, ...]:
    sharing = inventory.sharing(s.key)
    if isinstance(sharing, Missing):
        return (labelled("Shared", unknown(sharing)),)
    lines = [labelled("Shared", Cell(*sharing_word(sharing)))]
    return (*lines, *(labelled("  with account", account) for account in sharing.shared_with))


def volume_tags(v: Volume, _inventory: Inventory, _now: float) -> tuple[Line, ...]:
    """The volume's tags."""
    return tag_lines(v.tags)


def snapshot_tags(s: Snapshot, _inventory: Inventory, _now: float) -> tuple[Line, ...]:
    """The snapshot's tags."""
    return tag_lines(s.tags)
