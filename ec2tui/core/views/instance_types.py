"""Instance types as a table to choose from: what each offers and costs, and why it would not do."""

from collections.abc import Callable
from functools import partial

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.price import HOURS_A_MONTH
from ec2tui.core.views.column import ABSENT, UNKNOWN, Column, SortKey, missing_cell
from ec2tui.core.views.money import money, signed
from ec2tui.core.views.resource import Resource
from ec2tui.core.views.sorting import natural
from ec2tui.core.views.text import Align, clean
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.core.views.type_choice import Choice
from ec2tui.core.views.type_fields import vocabulary
from ec2tui.core.views.type_purpose import family

_DESCRIBE = "ec2:DescribeInstanceTypes "
_T = frozenset({Kind.INSTANCE_TYPES, Kind.OFFERINGS})
_PRICED = _T | {Kind.PRICES}

Draw = Callable[[InstanceType, Inventory], Cell]
Value = Callable[[InstanceType, Inventory], object]
"""What a column sorts by; None is not known."""


def gib(mebibytes: int) -> str:
    """Memory in GiB: `0.5`, `8`, `1,536`."""
    amount = round(mebibytes / 1024, 2)
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:g}"


def compared(choice: Choice, kind: InstanceType, inventory: Inventory) -> str:
    """What a type costs more or less than the present one; empty where that is not known."""
    new = choice.price(kind.key.id, inventory)
    old = choice.price(choice.now[0], inventory) if len(choice.now) == 1 else Missing.NOT_READ
    if isinstance(new, Missing) or isinstance(old, Missing) or new.currency != old.currency or new == old:
        return ""
    more = new.hourly - old.hourly
    month = f"{more * HOURS_A_MONTH:+,.2f}"
    return f"{signed(more)} {new.currency}/h, {month}/month to {choice.now[0]}"


def currency(region: str) -> str:
    """The currency of a region's price list."""
    return "CNY" if region.startswith("cn-") else "USD"


def instance_types(choice: Choice) -> Resource[InstanceType]:
    """The table of types for a choice; those that do not do are last in whatever order, and dim."""
    money_of = currency(choice.place.region)
    made = partial(_column, choice)
    columns = (
        made("type", "Type", "InstanceType", _name, _by_size, (13, 22)),
        made("vcpu", "vCPU", "VCpuInfo", lambda k, _: Cell(f"{k.vcpus}"), _by(_cpus), (4, 5), right=True),
        made("memory", "GiB", "MemoryInfo", lambda k, _: Cell(gib(k.memory)), _by(_mem), (5, 8), right=True),
        _price_column(choice, "hour", f"{money_of}/h", 1),
        _price_column(choice, "month", f"{money_of}/month", HOURS_A_MONTH),
        made("fits", "Fits", "compared", partial(_fits, choice), _by_size, (5, 20)),
        made("arch", "Arch", "ProcessorInfo", _architecture, _by(_arch), (6, 12)),
        made("network", "Network", "NetworkInfo", _network, _by(lambda k: natural(k.network)), (8, 22)),
        made("gpu", "GPU", "GpuInfo", _gpu, _by(lambda k: (k.gpus, k.gpu_memory)), (3, 22)),
        made("disks", "Disks GB", "InstanceStorageInfo", _disks, _by(_storage), (8, 9), right=True),
    )
    by_id = {one.id: one for one in columns}
    return Resource(
        noun="type",
        plural="types",
        kind=Kind.INSTANCE_TYPES,
        columns=columns,
        shown=tuple(by_id),
        sort="type",
        column=by_id.get,
        words=vocabulary(choice),
        sections=(),
        keyed=_T,
        title=lambda kind: kind.key.id,
    )


def _column(
    choice: Choice,
    id: str,
    title: str,
    source: str,
    draw: Draw,
    value: Value,
    width: tuple[int, int],
    right: bool = False,
    kinds: frozenset[Kind] = _T,
) -> Column[InstanceType]:
    """A column that is dim for types that do not do; those count as missing, so they come last."""

    def cell(kind: InstanceType, inventory: Inventory, _now: float) -> Cell:
        drawn = draw(kind, inventory)
        return Cell(drawn.text, Tone.DIM) if choice.misfit(kind, inventory) else drawn

    def sort_key(kind: InstanceType, inventory: Inventory, _now: float) -> SortKey:
        found = None if choice.misfit(kind, inventory) else value(kind, inventory)
        return UNKNOWN if found is None else (False, found)

    align = Align.RIGHT if right else Align.LEFT
    return Column(id, title, _DESCRIBE + source, cell, sort_key, *width, align, kinds)


def _price_column(choice: Choice, id: str, title: str, hours: int) -> Column[InstanceType]:
    """What so many hours cost."""

    def draw(kind: InstanceType, inventory: Inventory) -> Cell:
        price = choice.price(kind.key.id, inventory)
        if isinstance(price, Missing):
            return missing_cell(price)
        return Cell(money(price.hourly) if hours == 1 else f"{price.hourly * hours:,.2f}")

    def value(kind: InstanceType, inventory: Inventory) -> object:
        price = choice.price(kind.key.id, inventory)
        return None if isinstance(price, Missing) else price.hourly

    width = (8, 9) if hours == 1 else (9, 11)
    return _column(choice, id, title, "pricing:GetProducts", draw, value, width, True, _PRICED)


def _by(value: Callable[[InstanceType], object]) -> Value:
    """The order of a fact of the type itself, then of its size."""
    return lambda kind, inventory: (value(kind), _by_size(kind, inventory))


def _by_size(kind: InstanceType, _inventory: Inventory) -> tuple[str, int, int, str]:
    """Families as people count, and in each the smaller first."""
    return (natural(family(kind.key.id)), kind.vcpus, kind.memory, kind.key.id)


def _cpus(kind: InstanceType) -> int:
    return kind.vcpus


def _mem(kind: InstanceType) -> int:
    return kind.memory


def _storage(kind: InstanceType) -> int:
    return kind.storage


def _arch(kind: InstanceType) -> str:
    return "/".join(kind.architectures)


def _name(kind: InstanceType, _inventory: Inventory) -> Cell:
    return Cell(clean(kind.key.id), Tone.KEY)


def _fits(choice: Choice, kind: InstanceType, inventory: Inventory) -> Cell:
    """Whether it does, or why not; the type that it is now says so."""
    why = choice.misfit(kind, inventory)
    if why:
        return Cell(clean(why), Tone.DIM)
    if kind.key.id in choice.now:
        return Cell("now", Tone.ACCENT)
    offered = inventory.offering(kind.key)
    if isinstance(offered, Missing) and offered is not Missing.GONE:
        return missing_cell(offered)
    return Cell("yes" if kind.current_generation else "yes, older", Tone.GOOD)


def _architecture(kind: InstanceType, _inventory: Inventory) -> Cell:
    return Cell(clean(_arch(kind))) if kind.architectures else ABSENT


def _network(kind: InstanceType, _inventory: Inventory) -> Cell:
    return Cell(clean(kind.network)) if kind.network else ABSENT


def _gpu(kind: InstanceType, _inventory: Inventory) -> Cell:
    return Cell(clean(f"{kind.gpus} {kind.gpu_name}")) if kind.gpus else ABSENT


def _disks(kind: InstanceType, _inventory: Inventory) -> Cell:
    return Cell(f"{kind.storage:,}") if kind.storage else ABSENT
