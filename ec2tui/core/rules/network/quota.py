"""How much of AWS's quota of rules a group uses."""

from collections.abc import Iterable

from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.prefix_list import PrefixList
from ec2tui.core.model.security_group import SecurityGroupRule


def quota_used(rules: Iterable[SecurityGroupRule], inventory: Inventory, egress: bool, family: int) -> int:
    """How much rules of one group use of the quota one way in one family (AWS VPC quotas).

    A group counts one in both families, a prefix list of ours its most entries, one of AWS's its weight,
    which only AWS knows: it is taken at its number of entries.
    """
    used = 0
    for rule in rules:
        if rule.egress is not egress:
            continue
        if rule.prefix_list_id:
            found: PrefixList | None = inventory.table(Kind.PREFIX_LISTS).get(
                rule.key._replace(id=rule.prefix_list_id)
            )
            used += _weight(found) if found is None or found.family == family else 0
        elif rule.cidr or rule.cidr6:
            used += (4 if rule.cidr else 6) == family
        else:
            used += 1
    return used


def _weight(found: PrefixList | None) -> int:
    if found is None:
        return 1
    return found.max_entries or len(found.entries or ()) or 1
