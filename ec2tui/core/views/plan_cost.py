"""What a plan changes about what an hour costs, as lines for the review and as documents."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ec2tui.core.changes.instance_type import SetInstanceType
from ec2tui.core.changes.plan import Plan
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.price import HOURS_A_MONTH, Price, price_key
from ec2tui.core.views.launch.cost import launch_cost_lines
from ec2tui.core.views.money import WHY_UNKNOWN, money, signed
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone


class Cost(NamedTuple):
    """What an hour costs before and after a step, while the instance runs; on demand, without volumes."""

    step: int
    key: Key
    old_type: str
    new_type: str
    before: Price | Missing
    after: Price | Missing

    @property
    def known(self) -> tuple[Price, Price] | None:
        """Both prices, in one currency; None when one is not known."""
        if isinstance(self.before, Missing) or isinstance(self.after, Missing):
            return None
        return (self.before, self.after) if self.before.currency == self.after.currency else None


def costs(plan: Plan, before: Inventory) -> tuple[Cost, ...]:
    """The steps that change what an hour costs, each in the state that the steps before it leave."""
    found = []
    state = before
    for step, change in enumerate(plan.changes):
        instance = state.instance(change.key)
        if isinstance(change, SetInstanceType) and not isinstance(instance, Missing):
            keys = (price_key(instance, instance.type), price_key(instance, change.type))
            was, then = (Missing.GONE if key is None else state.price(key) for key in keys)
            found.append(Cost(step, change.key, instance.type, change.type, was, then))
        state = change.effect(state)
    return tuple(found)


def cost_lines(plan: Plan, before: Inventory) -> Iterator[Line]:
    """Each by itself, the sum where there are several, and what is not in it; launches first."""
    yield from launch_cost_lines(plan, before)
    found = costs(plan, before)
    for cost in found:
        where = Cell(clean(f"{cost.key.id}: "), Tone.KEY)
        if cost.known:
            yield (_INDENT, where, *_difference(cost.known[0].hourly, cost.known[1]))
        else:
            yield (_INDENT, where, Cell(f"not known: {clean(_unknown(cost))}", Tone.WARN))
    known = [cost.known for cost in found if cost.known]
    if len(known) > 1 and len({after.currency for _, after in known}) == 1:
        was, then = (sum(pair[side].hourly for pair in known) for side in (0, 1))
        total = Price(known[0][1].key, then, known[0][1].currency)
        of = f"all {len(known)}: " if len(known) == len(found) else f"the {len(known)} that are known: "
        yield (_INDENT, Cell(of, Tone.KEY), *_difference(was, total))
    if known:
        words = "on demand, while it runs; savings plans, reservations, volumes and traffic aside"
        yield (_INDENT, Cell(words, Tone.DIM))


def cost_document(cost: Cost) -> dict[str, Any]:
    """The prices of an hour before and after, null where not known; a month is 730 hours."""
    was, then = (None if isinstance(one, Missing) else one for one in (cost.before, cost.after))
    return {
        "hourly_before": was.hourly if was else None,
        "hourly_after": then.hourly if then else None,
        "monthly_before": round(was.monthly, 2) if was else None,
        "monthly_after": round(then.monthly, 2) if then else None,
        "currency": then.currency if then else was.currency if was else None,
    }


_INDENT = Cell("  ")


def _difference(was: float, then: Price) -> Line:
    more = then.hourly - was
    tone = Tone.WARN if more > 0 else Tone.GOOD
    month = f"{was * HOURS_A_MONTH:,.2f} → {then.monthly:,.2f}"
    return (
        Cell(f"{money(was)} → {money(then.hourly)} {clean(then.currency)} an hour "),
        Cell(f"({signed(more)})", tone),
        Cell(f", {month} a month", Tone.DIM),
    )


def _unknown(cost: Cost) -> str:
    sides = ((cost.old_type, cost.before), (cost.new_type, cost.after))
    type_name, why = next((name, side) for name, side in sides if isinstance(side, Missing))
    return f"{type_name}, {WHY_UNKNOWN[why]}"
