"""`[guardrails.network]`: from when on something counts as open, and what a rule must have."""

from collections.abc import Iterator

import msgspec

PUBLIC_SHARE = 25.0
"""Per cent of the public internet from which on a source counts as the internet, when no policy says."""

PUBLIC_PORTS = (80, 443)
"""TCP ports that may be open to the internet, when no policy says."""

WIDEST = {4: 24, 6: 48}
"""The shortest prefix of a public source that needs no confirmation, when no policy says."""

RULES_PER_DIRECTION = 60
"""AWS's quota of rules of one group, each way and for each family apart, when no policy says."""

DESCRIPTION, EXPIRY = "description", "expiry"
"""Words of `rule_requires` that are no tags."""


class NetworkLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[guardrails.network]`: what decides about security group rules; None: the default.

    `public_share` is the per cent of the public internet from which on a source counts as the internet (25);
    `public_ports` are the TCP ports that may be open to it (80, 443), `guarded_ports` are guarded like SSH
    beside those that always are; `widest_ipv4` and `widest_ipv6` are the shortest prefixes of public sources
    that need no confirmation (24, 48); `rules_per_direction` is the account's quota of rules (60).
    `rule_requires` is what a new rule must have: `description`, `expiry`, or the key of a tag.
    `bastion_groups` are the groups (id or name) of hosts that you come in through; `own_addresses` are the
    networks that you come from.
    """

    public_share: float | None = None
    public_ports: tuple[int, ...] | None = None
    guarded_ports: tuple[int, ...] = ()
    widest_ipv4: int | None = None
    widest_ipv6: int | None = None
    rules_per_direction: int | None = None
    rule_requires: tuple[str, ...] = ()
    bastion_groups: tuple[str, ...] = ()
    own_addresses: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """From which share of the public internet on (0 to 1) a source counts as the internet."""
        return (PUBLIC_SHARE if self.public_share is None else self.public_share) / 100

    @property
    def allowed_ports(self) -> tuple[int, ...]:
        """TCP ports that may be open to the internet."""
        return PUBLIC_PORTS if self.public_ports is None else self.public_ports

    def widest(self, family: int) -> int:
        """The shortest prefix of a public source that needs no confirmation."""
        said = self.widest_ipv4 if family == 4 else self.widest_ipv6
        return WIDEST[family] if said is None else said

    @property
    def quota(self) -> int:
        """How many rules a group may have, each way and for each family apart."""
        return RULES_PER_DIRECTION if self.rules_per_direction is None else self.rules_per_direction


_BOUNDS = (
    ("public_share", 0.001, 100, "a share is above 0 and at most 100 per cent"),
    ("widest_ipv4", 0, 32, "a prefix of IPv4 is 0 to 32"),
    ("widest_ipv6", 0, 128, "a prefix of IPv6 is 0 to 128"),
    ("rules_per_direction", 1, 1000, "a quota is 1 to 1000 rules"),
)


def mistakes(limits: NetworkLimits) -> Iterator[tuple[str, str]]:
    """What cannot be used: the setting below `network`, and what is wrong with it."""
    for name, least, most, message in _BOUNDS:
        value = getattr(limits, name)
        if value is not None and not least <= value <= most:
            yield name, message
    for name in ("public_ports", "guarded_ports"):
        for at, port in enumerate(getattr(limits, name) or ()):
            if not 0 <= port <= 65535:
                yield f"{name}[{at}]", "a port is 0 to 65535"
    if not limits.own_addresses:
        return
    from ipaddress import ip_network  # every start reads a policy, and few name addresses

    for at, text in enumerate(limits.own_addresses):
        try:
            ip_network(text, strict=False)
        except ValueError:
            yield f"own_addresses[{at}]", f"{text!r} is no address and no network"


def tighten_limits(
    machine: NetworkLimits, user: NetworkLimits
) -> tuple[NetworkLimits, tuple[str, ...], tuple[tuple[str, str, str], ...]]:
    """Both as one, the settings that the machine's decide, and what was refused (name, machine's, user's)."""
    merged: dict[str, object] = {}
    decided, refused = [], []
    for name, stricter in (
        ("public_share", min),
        ("widest_ipv4", max),
        ("widest_ipv6", max),
        ("rules_per_direction", min),
    ):
        own, limit = getattr(user, name), getattr(machine, name)
        kept = own if limit is None else limit if own is None else stricter(own, limit)
        merged[name] = kept
        if limit is not None and kept == limit:
            decided.append(name)
            if own is not None and own != limit:
                refused.append((name, f"{limit:g}", f"{own:g}"))
    if machine.public_ports is not None:
        wanted = machine.public_ports if user.public_ports is None else user.public_ports
        merged["public_ports"] = tuple(port for port in wanted if port in machine.public_ports)
        decided.append("public_ports")
        if extra := [port for port in wanted if port not in machine.public_ports]:
            refused.append(("public_ports", _listed(machine.public_ports), _listed(extra)))
    for name in ("guarded_ports", "rule_requires", "bastion_groups", "own_addresses"):
        merged[name] = tuple(dict.fromkeys((*getattr(machine, name), *getattr(user, name))))
        if getattr(machine, name):
            decided.append(name)
    return msgspec.structs.replace(user, **merged), tuple(decided), tuple(refused)


def _listed(ports: object) -> str:
    return str(list(ports)) if isinstance(ports, tuple | list) else str(ports)
