"""Amounts of money in words, and why a price is not known."""

from ec2tui.core.model.fact import Missing

WHY_UNKNOWN = {
    Missing.NOT_READ: "the price list was not read",
    Missing.LOADING: "the price list is still being read",
    Missing.DENIED: "the price list is denied (pricing:GetProducts)",
    Missing.FAILED: "the price list did not answer",
    Missing.GONE: "no on-demand price is listed for it",
}
"""Why a price is not known."""


def money(amount: float) -> str:
    """A price in four figures after the point below ten, in two above: `0.0114`, `24.37`."""
    return f"{amount:,.4f}" if amount < 10 else f"{amount:,.2f}"


def signed(amount: float) -> str:
    """The same with the sign of a difference."""
    return f"{'-' if amount < 0 else '+'}{money(abs(amount))}"
