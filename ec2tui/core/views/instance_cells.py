"""How the facts of an instance draw in a cell and sort in a column."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.views import instance_facts as facts
from ec2tui.core.views.column import ABSENT, UNKNOWN, SortKey, missing_cell
from ec2tui.core.views.durations import human
from ec2tui.core.views.sorting import by_address, by_number, by_text
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Tone

CELL_LIMIT = 128
"""Characters of untrusted text that a cell keeps, more than any column shows."""


def text_cell(text: str | None, tone: Tone = Tone.PLAIN) -> Cell:
    """An untrusted text as a cell; nothing as `-`."""
    return Cell(clean(text, CELL_LIMIT), tone) if text else ABSENT


def state(i: Instance, _inventory: Inventory, _now: float) -> Cell:
    """The state in AWS's word."""
    return text_cell(i.state, facts.state_tone(i.state))


def state_key(i: Instance, _inventory: Inventory, _now: float) -> SortKey:
    """From running to terminated; states we do not know come after."""
    return (False, _STATE_KEYS.get(i.state) or "~" + i.state)


_STATE_KEYS = {state: f"{at}" for at, state in enumerate(facts.STATE_TONES)}


def checks(i: Instance, inventory: Inventory, _now: float) -> Cell:
    """How many status checks pass, and whether AWS has scheduled an event."""
    status = inventory.status(i.key)
    if isinstance(status, Missing):
        return missing_cell(status)
    word, tone = facts.checks_word(i, status)
    if facts.pending_events(status):
        return Cell(
            clean("event" if word == "-" else f"{word} event"), Tone.WARN if tone is not Tone.BAD else tone
        )
    return Cell(clean(word), tone)


def checks_key(i: Instance, inventory: Inventory, now: float) -> SortKey:
    """Worst first: impaired, scheduled event, anything else, ok."""
    status = inventory.status(i.key)
    if isinstance(status, Missing):
        return UNKNOWN
    word, tone = facts.checks_word(i, status)
    if word == "-" and not facts.pending_events(status):
        return UNKNOWN
    rank = (Tone.BAD, Tone.WARN, Tone.INFO, Tone.DIM, Tone.GOOD).index(tone)
    return (False, (min(rank, 1) if facts.pending_events(status) else rank, word))


def protected(i: Instance, inventory: Inventory, _now: float) -> Cell:
    """Whether termination protection is on."""
    on = facts.termination_protected(i, inventory)
    if isinstance(on, Missing):
        return missing_cell(on)
    return Cell("yes", Tone.GOOD) if on else Cell("no", Tone.WARN)


def protected_key(i: Instance, inventory: Inventory, _now: float) -> SortKey:
    """Unprotected first."""
    on = facts.termination_protected(i, inventory)
    return UNKNOWN if isinstance(on, Missing) else (False, on)


def vcpu(i: Instance, inventory: Inventory, _now: float) -> Cell:
    """Default vCPUs of the type."""
    kind = facts.type_of(i, inventory)
    return missing_cell(kind) if isinstance(kind, Missing) else Cell(str(kind.vcpus))


def vcpu_key(i: Instance, inventory: Inventory, _now: float) -> SortKey:
    """By the number of vCPUs."""
    kind = facts.type_of(i, inventory)
    return UNKNOWN if isinstance(kind, Missing) else by_number(kind.vcpus)


def role(i: Instance, inventory: Inventory, _now: float) -> Cell:
    """The role's name; where IAM does not tell it, the profile's, called so."""
    name = facts.role(i, inventory)
    if not isinstance(name, Missing):
        return text_cell(name)
    if name in (Missing.NOT_READ, Missing.LOADING):
        return missing_cell(name)
    return text_cell(f"profile {i.profile}", Tone.DIM)


def role_key(i: Instance, inventory: Inventory, _now: float) -> SortKey:
    """By the role's name."""
    name = facts.role(i, inventory)
    return UNKNOWN if isinstance(name, Missing) else by_text(name)


def memory(i: Instance, inventory: Inventory, _now: float) -> Cell:
    """Memory of the type."""
    kind = facts.type_of(i, inventory)
    return missing_cell(kind) if isinstance(kind, Missing) else Cell(facts.memory_word(kind.memory))


def memory_key(i: Instance, inventory: Inventory, _now: float) -> SortKey:
    """By the memory of the type."""
    kind = facts.type_of(i, inventory)
    return UNKNOWN if isinstance(kind, Missing) else by_number(kind.memory)


def groups(i: Instance) -> str:
    """The names of the security groups, those without a name by id."""
    return ", ".join(group.name or group.id for group in i.security_groups)


def age(i: Instance, _inventory: Inventory, now: float) -> Cell:
    """Time since the last launch."""
    return Cell(human(now - i.launch_time)) if i.launch_time else ABSENT


def age_key(i: Instance, _inventory: Inventory, _now: float) -> SortKey:
    """Youngest first."""
    return by_number(-i.launch_time if i.launch_time else None)


def public(i: Instance, _inventory: Inventory, _now: float) -> Cell:
    """The first public IPv4 address, and how many more there are."""
    addresses = facts.public_ips(i)
    if not addresses:
        return ABSENT
    more = f" +{len(addresses) - 1}" if len(addresses) > 1 else ""
    return Cell(clean(addresses[0]) + more, Tone.ACCENT)


def public_key(i: Instance, _inventory: Inventory, _now: float) -> SortKey:
    """By the first public address."""
    return by_address(next(iter(facts.public_ips(i)), None))


def imds(i: Instance, _inventory: Inventory, _now: float) -> Cell:
    """Which metadata service versions answer."""
    word, tone = facts.imds_word(i.metadata)
    return Cell(clean(word), tone)


def event(i: Instance, inventory: Inventory, now: float) -> Cell:
    """The next scheduled event and how long until it begins."""
    status = inventory.status(i.key)
    if isinstance(status, Missing):
        return missing_cell(status)
    events = facts.pending_events(status)
    if not events:
        return ABSENT
    begins = events[0].not_before
    when = f" in {human(begins - now)}" if begins and begins > now else ""
    return Cell(clean(events[0].code) + when, Tone.WARN)


def event_key(i: Instance, inventory: Inventory, _now: float) -> SortKey:
    """By the time of the next event."""
    status = inventory.status(i.key)
    if isinstance(status, Missing):
        return UNKNOWN
    events = facts.pending_events(status)
    return by_number(events[0].not_before) if events else UNKNOWN
