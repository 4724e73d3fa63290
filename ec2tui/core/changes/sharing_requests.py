"""Sharing with accounts, asked for in a word: the same of snapshots and of images."""

from collections.abc import Callable

from ec2tui.core.changes.change import Change, Unready
from ec2tui.core.changes.request import Build, Wanted
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key

Accounts = tuple[str, ...]
Make = Callable[[Key, Accounts], Change]
SharedWith = Callable[[Key, Inventory], Accounts | None]
"""The accounts that something is shared with, None when that has not been read."""


def sharing(make: Make) -> Build:
    """Shares with the accounts that are named."""

    def build(key: Key, _inventory: Inventory, text: str) -> Wanted | Unready:
        accounts = _accounts(text)
        return (make(key, accounts),) if accounts else Unready("Name the accounts, 12 digits each.")

    return build


def unsharing(make: Make, shared_with: SharedWith) -> Build:
    """Shares no more with the accounts that are named; without one with none of those there are."""

    def build(key: Key, inventory: Inventory, text: str) -> Wanted | Unready:
        accounts: Accounts | None = _accounts(text) or shared_with(key, inventory)
        if accounts is None:
            return Unready(f"With whom {key.id} is shared has not been read; name the accounts.")
        return (make(key, accounts),) if accounts else ()

    return build


def _accounts(text: str) -> Accounts:
    return tuple(dict.fromkeys(text.replace(",", " ").split()))
