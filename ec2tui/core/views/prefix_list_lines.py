"""The prefix list on the other side of a rule: whose it is, its version, and its entries."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.prefix_list import PrefixList
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.views.lines import BLANK, heading, labelled, said, unknown
from ec2tui.core.views.text import clean, fit
from ec2tui.core.views.tone import Cell, Line, Tone

CIDR = 20
"""Cells that a CIDR takes, so that the descriptions of entries align."""


def prefix_list_lines(rule: SecurityGroupRule, inventory: Inventory) -> tuple[Line, ...]:
    """Nothing for a rule without a prefix list; else the list with its entries, or why they are not known."""
    if not rule.prefix_list_id:
        return ()
    key = rule.key._replace(id=rule.prefix_list_id)
    found: PrefixList | None = inventory.table(Kind.PREFIX_LISTS).get(key)
    title = heading(f"Prefix list {rule.prefix_list_id}")
    if found is None:
        return (BLANK, title, (Cell("  "), unknown(inventory.missing(Kind.PREFIX_LISTS, key))))
    version = "" if found.version is None else f"version {found.version}"
    size = "" if found.max_entries is None else f"counts as {found.max_entries} rules"
    return (
        BLANK,
        title,
        labelled("Name", found.name),
        labelled("Owner", *_owner(found, rule.key.account)),
        labelled("Version", ", ".join(text for text in (version, size, f"IPv{found.family}") if text)),
        *_entries(found, inventory),
    )


def _owner(found: PrefixList, account: str) -> tuple[Cell, ...]:
    """Whose it is; one of others may change without you."""
    if found.owner_id == account:
        return (said(found.owner_id), Cell("this account", Tone.DIM))
    return (said(found.owner_id), Cell("may change without you", Tone.WARN))


def _entries(found: PrefixList, inventory: Inventory) -> tuple[Line, ...]:
    if found.entries is None:
        problem = inventory.reading_of(Kind.PREFIX_LISTS, found.key).problem
        needs = f" (needs {problem.permission})" if problem else ""
        why = unknown(Missing.DENIED) if problem else unknown(Missing.NOT_READ)
        return (labelled("Entries", Cell(f"{why.text}{clean(needs, 80)}", Tone.WARN)),)
    return (
        labelled("Entries", str(len(found.entries))),
        *(
            (
                Cell(f"  {fit(clean(one.cidr, 60), CIDR)} ", Tone.ACCENT),
                Cell(clean(one.description, 255), Tone.DIM),
            )
            for one in found.entries
        ),
    )
