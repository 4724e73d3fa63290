"""What is asked of an instance with words: how its metadata service is, and its Elastic IPs."""

from typing import Any

from ec2tui.core.changes.addresses import AssociateAddress, DisassociateAddress, ReleaseAddress, give_address
from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.instance_metadata import SetMetadataOptions
from ec2tui.core.changes.plan import Step
from ec2tui.core.changes.request import Build, Wanted
from ec2tui.core.changes.storage_requests import words_of
from ec2tui.core.model.address import Address
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

METADATA_WORDS = "tokens=required hop-limit=1 service=on tags=off"
"""An answer to what the metadata service shall be."""

_FIELDS = {"tokens": str, "hop-limit": int, "service": str, "tags": str}
_VALUES = {
    "tokens": {"required": "required", "optional": "optional"},
    "service": {"on": "enabled", "off": "disabled"},
    "tags": {"on": "enabled", "off": "disabled"},
}
_NAMES = {"tokens": "http_tokens", "hop-limit": "hop_limit", "service": "http_endpoint", "tags": "tags"}


def metadata(key: Key, _inventory: Inventory, text: str) -> Wanted | Unready:
    """Options of the metadata service, as in METADATA_WORDS; what is not named stays as it is."""
    words = words_of(text, _FIELDS)
    if isinstance(words, Unready):
        return words
    if not words:
        return Unready(f"Say what to set, such as {METADATA_WORDS}.")
    fields: dict[str, Any] = {}
    for name, value in words.items():
        allowed = _VALUES.get(name)
        if allowed is not None and value not in allowed:
            return Unready(f"{name} is {' or '.join(allowed)}, not {value!r}.")
        fields[_NAMES[name]] = value if allowed is None else allowed[value]
    return (SetMetadataOptions(key, **fields),)


def use_address(key: Key, inventory: Inventory, text: str) -> Wanted | Unready:
    """Associates an address of the account, named by id or address; without one a new one."""
    word = text.strip()
    if not word:
        return give_address(key)
    if not inventory.reading_of(Kind.ADDRESSES, key).known:
        return Unready("Which Elastic IPs there are has not been read.")
    here = [one for place, one in sorted(inventory.table(Kind.ADDRESSES).items()) if place[:2] == key[:2]]
    for one in here:
        if word in (one.key.id, one.public_ip):
            return (AssociateAddress(key, one.key.id, one.public_ip),)
    free = [one.public_ip for one in here if one.association_id is None]
    there = f"free are {', '.join(free)}." if free else "none is free; empty makes a new one."
    return Unready(f"There is no Elastic IP {word!r} here; {there}")


def take_address(release: bool) -> Build:
    """Takes the Elastic IPs of an instance from it, or those that are named by id or address.

    With `release` they are given back to AWS; then the key may also be that of an address itself.
    """

    def wanted(key: Key, inventory: Inventory, text: str) -> Wanted | Unready:
        if key.id.startswith("eipalloc-"):
            return _free(key, inventory)
        found = _held(key, inventory, text.split())
        if isinstance(found, Unready):
            return found
        steps: list[Step] = []
        for address in found:
            steps.append(Step(_off(key, address, release)))
            if release:
                steps.append(Step(ReleaseAddress(address.key, address.public_ip), (len(steps) - 1,)))
        return steps

    return wanted


def _free(key: Key, inventory: Inventory) -> Wanted | Unready:
    """Releasing an address, taken first from the instance that has it."""
    address = inventory.address(key)
    if isinstance(address, Missing):
        return Unready(
            f"{key.id} has not been read." if address is not Missing.GONE else f"{key.id} is gone."
        )
    give = ReleaseAddress(key, address.public_ip)
    if address.association_id is None:
        return (give,)
    if address.instance_id is None:
        holder = address.interface_id or "something that is no instance"
        return Unready(f"{holder} holds {key.id}: what made it releases it.")
    return (Step(_off(key._replace(id=address.instance_id), address, True)), Step(give, (0,)))


def _held(key: Key, inventory: Inventory, named: list[str]) -> list[Address] | Unready:
    if not inventory.reading_of(Kind.ADDRESSES, key).known:
        return Unready(f"Which Elastic IPs {key.id} has has not been read.")
    here = [
        address
        for place, address in sorted(inventory.table(Kind.ADDRESSES).items())
        if place[:2] == key[:2] and address.instance_id == key.id and address.association_id
    ]
    chosen = [one for one in here if not named or {one.key.id, one.public_ip} & set(named)]
    unknown = set(named) - {word for one in here for word in (one.key.id, one.public_ip)}
    if not chosen or unknown:
        return Unready(f"{key.id} has no Elastic IP {' '.join(sorted(unknown))}.".replace(" .", "."))
    return chosen


def _off(instance: Key, address: Address, released: bool) -> DisassociateAddress:
    assert address.association_id is not None
    return DisassociateAddress(
        instance,
        address.association_id,
        address.key.id,
        address.public_ip,
        address.interface_id or "",
        address.private_ip or "",
        released,
    )
