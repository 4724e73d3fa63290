"""What a launch costs: an hour of its instances, and a month of them with their volumes."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ec2tui.core.changes.launch import RunInstances
from ec2tui.core.changes.launch_price import instance_price, volume_prices
from ec2tui.core.changes.plan import Plan
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.price import Price
from ec2tui.core.views.money import WHY_UNKNOWN, money
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone

_INDENT = Cell("  ")


class LaunchCost(NamedTuple):
    """What `number` instances cost on demand; `volumes` are (GiB, type, price of a GiB) of each instance."""

    step: int
    key: Key
    type: str
    number: int
    instance: Price | Missing
    volumes: tuple[tuple[int, str, Price | Missing], ...]
    spot: bool

    @property
    def of_volumes(self) -> float | Missing:
        """A month of the volumes of one instance, or why that is not known."""
        unknown = next((price for _, _, price in self.volumes if isinstance(price, Missing)), None)
        if unknown is not None:
            return unknown
        return sum(gib * price.monthly for gib, _, price in self.volumes if isinstance(price, Price))

    @property
    def monthly(self) -> float | None:
        """A month of all instances with their volumes, None where a part is not known."""
        volumes = self.of_volumes
        if isinstance(self.instance, Missing) or isinstance(volumes, Missing):
            return None
        return (self.instance.monthly + volumes) * self.number


def launch_costs(plan: Plan, before: Inventory) -> tuple[LaunchCost, ...]:
    """The launches of a plan with what is known of their prices."""
    found = []
    for step, change in enumerate(plan.changes):
        if isinstance(change, RunInstances):
            it, keys = change.launch, volume_prices(change.launch, change.key)
            volumes = tuple(
                (one.size or 0, one.type, before.price(key))
                for one, key in zip(it.volumes, keys, strict=True)
            )
            key = instance_price(it, change.key, before)
            price = Missing.GONE if key is None else before.price(key)
            found.append(LaunchCost(step, change.key, it.type, it.count, price, volumes, it.spot))
    return tuple(found)


def launch_cost_lines(plan: Plan, before: Inventory) -> Iterator[Line]:
    """An hour and a month of each launch, and what is not in it."""
    for cost in launch_costs(plan, before):
        times = f"{cost.number} × " if cost.number > 1 else ""
        yield (_INDENT, Cell(clean(f"{times}{cost.type}: "), Tone.KEY), *_instance_cells(cost))
        if cost.volumes:
            yield (_INDENT, Cell(f"{_volume_words(cost)}: ", Tone.KEY), *_volume_cells(cost))
        if cost.monthly is not None and isinstance(cost.instance, Price):
            words = f"{cost.monthly:,.2f} {clean(cost.instance.currency)} a month"
            yield (_INDENT, Cell("together: ", Tone.KEY), Cell(words, Tone.ACCENT))
        aside = "while they run; speed of volumes, addresses, traffic, savings plans and reservations aside"
        yield (_INDENT, Cell(aside, Tone.DIM))


def launch_cost_document(cost: LaunchCost) -> dict[str, Any]:
    """The price of an hour of one instance and of a month of all, null where not known."""
    instance = None if isinstance(cost.instance, Missing) else cost.instance
    monthly = cost.monthly
    return {
        "hourly_before": None,
        "hourly_after": instance.hourly * cost.number if instance else None,
        "monthly_before": None,
        "monthly_after": None if monthly is None else round(monthly, 2),
        "currency": instance.currency if instance else None,
    }


def _instance_cells(cost: LaunchCost) -> Line:
    if cost.spot:
        return (Cell("at the Spot price, which changes; the price list does not tell it", Tone.WARN),)
    if isinstance(cost.instance, Missing):
        return (Cell(f"not known: {WHY_UNKNOWN[cost.instance]}", Tone.WARN),)
    hourly, currency = cost.instance.hourly * cost.number, clean(cost.instance.currency)
    month = cost.instance.monthly * cost.number
    return (Cell(f"{money(hourly)} {currency} an hour"), Cell(f", {month:,.2f} a month", Tone.DIM))


def _volume_words(cost: LaunchCost) -> str:
    words = ", ".join(f"{gib or '?'} GiB {type}" for gib, type, _ in cost.volumes)
    return clean(f"{cost.number} × {words}" if cost.number > 1 else words)


def _volume_cells(cost: LaunchCost) -> Line:
    monthly = cost.of_volumes
    if isinstance(monthly, Missing):
        return (Cell(f"not known: {WHY_UNKNOWN[monthly]}", Tone.WARN),)
    return (Cell(f"{monthly * cost.number:,.2f} a month"),)
