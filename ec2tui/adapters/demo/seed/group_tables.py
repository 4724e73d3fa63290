"""The demo's security groups, from good to terrible."""

from dataclasses import dataclass, field

OFFICE = "81.2.69.160/28"
"""Where the demo's operators sit."""

OPERATOR = "81.2.69.163"
"""The operator who looks at the demo's screen."""

EXPIRES = "ec2tui:expires-at"
"""The tag of a rule that is open for a time only."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a peer is a CIDR, `group:NAME`, `prefix:NAME` or `self`."""

    protocol: str
    low: int | None
    high: int | None
    peer: str
    description: str = ""
    tags: dict[str, str] = field(default_factory=dict)


ANYTHING = (Rule("-1", None, None, "0.0.0.0/0", "anything out"),)
"""What a new group lets out, and most groups for ever."""

INSIDE = {"prod": "10.20.0.0/16", "staging": "10.30.0.0/16", "analytics": "10.40.0.0/16"}
"""The addresses of each VPC."""


@dataclass(frozen=True, slots=True)
class Group:
    """One security group of a VPC: its inbound rules, its tags, its outbound rules."""

    network: str
    name: str
    description: str
    rules: tuple[Rule, ...]
    tags: dict[str, str] = field(default_factory=dict)
    egress: tuple[Rule, ...] = ANYTHING


def tcp(port: int, peer: str, description: str = "", high: int | None = None) -> Rule:
    """A rule for one TCP port or a range."""
    return Rule("tcp", port, high or port, peer, description)


GOOD = (
    Group(
        "prod",
        "web-public",
        "Public web entry of the shop",
        (
            tcp(443, "0.0.0.0/0", "HTTPS for customers"),
            tcp(443, "::/0", "HTTPS for customers over IPv6"),
            tcp(80, "0.0.0.0/0", "redirects to HTTPS"),
            tcp(80, "::/0", "redirects to HTTPS over IPv6"),
        ),
        egress=(tcp(8443, "group:app", "to the application tier"),),
    ),
    Group(
        "prod",
        "app",
        "Application tier behind the web tier",
        (
            tcp(8443, "group:web-public", "from the web tier"),
            tcp(22, "group:bastion", "administration by way of the bastion"),
        ),
        egress=(
            tcp(443, "0.0.0.0/0", "HTTPS to AWS, payment and mail"),
            tcp(5432, "group:database", "PostgreSQL"),
        ),
    ),
    Group(
        "prod",
        "database",
        "PostgreSQL, from the application tier only",
        (
            tcp(5432, "group:app", "PostgreSQL from the application tier"),
            tcp(22, "group:bastion", "administration by way of the bastion"),
        ),
        egress=(tcp(443, INSIDE["prod"], "HTTPS to the VPC's endpoints"),),
    ),
    Group(
        "prod",
        "bastion",
        "The one way in for operators",
        (tcp(22, "prefix:office", "SSH from the office"),),
        egress=(
            tcp(22, INSIDE["prod"], "SSH to the instances"),
            tcp(3389, INSIDE["prod"], "RDP to the instances"),
            tcp(5986, INSIDE["prod"], "WinRM to the instances"),
            tcp(443, "0.0.0.0/0", "HTTPS to AWS"),
        ),
    ),
    Group(
        "prod",
        "windows-admin",
        "RDP from the bastion only",
        (
            tcp(3389, "group:bastion", "RDP by way of the bastion"),
            tcp(5986, "group:bastion", "WinRM over TLS by way of the bastion"),
        ),
        egress=(tcp(443, "0.0.0.0/0", "HTTPS to AWS and for updates"),),
    ),
    Group(
        "staging",
        "staging-web",
        "Staging web entry, office only",
        (
            tcp(443, OFFICE, "HTTPS from the office"),
            tcp(22, OFFICE, "SSH from the office"),
        ),
    ),
    Group(
        "analytics",
        "spark",
        "Spark workers talk to each other on fixed ports",
        (
            tcp(7077, "self", "Spark master"),
            tcp(7337, "self", "shuffle service"),
        ),
    ),
    Group("analytics", "notebooks", "Notebooks from the office", (tcp(443, OFFICE, "Jupyter behind TLS"),)),
)
"""Groups without a fault."""

BAD = (
    Group(
        "prod",
        "legacy-admin",
        "Old jump host, to be removed",
        (
            tcp(22, "0.0.0.0/0", "temporary"),
            tcp(3389, "0.0.0.0/0", "temporary"),
        ),
        {"ticket": "OPS-1187"},
    ),
    Group(
        "prod",
        "split-internet",
        "SSH for contractors",
        (
            tcp(22, "0.0.0.0/1", "contractors, lower half"),
            tcp(22, "128.0.0.0/1", "contractors, upper half"),
        ),
    ),
    Group(
        "prod",
        "ipv6-twin",
        "SSH from the office",
        (
            tcp(22, OFFICE, "SSH from the office"),
            tcp(22, "::/0", "added with the IPv6 rollout"),
        ),
    ),
    Group(
        "prod",
        "partner-api",
        "API for a partner",
        (tcp(8443, "81.0.0.0/10", "provider of the partner, exact range not known"),),
    ),
    Group(
        "prod",
        "shadowed",
        "Internal HTTPS",
        (
            tcp(443, "10.0.0.0/8", "everything inside"),
            tcp(443, "10.20.0.0/16", "production"),
            tcp(443, "10.20.64.0/18", "production, zone a"),
            tcp(1, "10.20.128.0/18", "debugging", high=65535),
        ),
    ),
    Group(
        "prod",
        "time-boxed",
        "Access for the last incident",
        (
            Rule(
                "tcp",
                22,
                22,
                "81.2.69.144/32",
                "incident 4711",
                {EXPIRES: "PAST", "ec2tui:reason": "incident 4711"},
            ),
        ),
    ),
    Group(
        "prod",
        "stale-reference",
        "Metrics scraping",
        (
            tcp(9100, "group:DELETED", "from the old Prometheus"),
            tcp(9100, "10.20.64.10/32", "from Prometheus"),
        ),
    ),
    Group(
        "staging",
        "wide-open",
        "Everything, until the demo works",
        (Rule("-1", None, None, "0.0.0.0/0", "just for testing"),),
    ),
    Group(
        "staging",
        "redis-public",
        "Redis for the mobile team",
        (tcp(6379, "0.0.0.0/0", "the app connects directly"),),
    ),
    Group(
        "staging",
        "file-drop",
        "FTP and SMB drop for a supplier",
        (
            tcp(20, "0.0.0.0/0", "FTP", high=21),
            tcp(445, "0.0.0.0/0", "SMB"),
        ),
    ),
    Group(
        "staging",
        "launch-wizard-1",
        "launch-wizard-1 created 2021-03-04T09:12:44.812Z",
        (tcp(22, OFFICE),),
        egress=(Rule("-1", None, None, "0.0.0.0/0"),),
    ),
    Group(
        "analytics", "ping-all", "ICMP from everywhere", (Rule("icmp", -1, -1, "0.0.0.0/0", "monitoring"),)
    ),
    Group(
        "analytics",
        "cluster-internal",
        "Cluster nodes trust each other",
        (Rule("-1", None, None, "self", "all between nodes"),),
    ),
    Group("analytics", "unused", "Left over from the migration", (tcp(9000, "10.40.0.0/16", "MinIO"),)),
)
"""Groups with a fault each; `planted` says which."""
