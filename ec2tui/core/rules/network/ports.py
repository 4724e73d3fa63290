"""Ports that should not be open to the internet: administration, data stores, and old clear-text services."""

from typing import NamedTuple

from ec2tui.core.rules.network.intervals import Intervals, intersect, merge

ALL_PORTS: Intervals = ((0, 65535),)

MOST_PORTS = 32_768
"""More ports than this, of one protocol, are as good as all: half of them, whatever is left out."""


class PortClass(NamedTuple):
    """A set of ports by protocol, with what it is called."""

    name: str
    tcp: Intervals
    udp: Intervals = ()

    def of(self, protocol: str) -> Intervals:
        """Its ports of a protocol; none of those without ports."""
        return self.tcp if protocol == "tcp" else self.udp if protocol == "udp" else ()


def _ports(*parts: int | tuple[int, int]) -> Intervals:
    return merge(part if isinstance(part, tuple) else (part, part) for part in parts)


ADMIN = PortClass("administration", _ports(22, 23, 3389, (5900, 5903), 5985, 5986), _ports(3389))
"""SSH, Telnet, RDP (UDP too), VNC and WinRM."""

DATASTORE = PortClass(
    "a data store",
    _ports(
        (1433, 1434),
        1521,
        2049,
        (2483, 2484),
        3306,
        5432,
        5601,
        6379,
        (7000, 7001),
        7199,
        9042,
        9092,
        9160,
        9200,
        9300,
        11211,
        (27017, 27018),
    ),
    _ports(1434, 2049, 11211),
)
"""SQL Server, Oracle, NFS, MySQL, PostgreSQL, Kibana, Redis, Cassandra, Kafka, Elasticsearch, Memcached and
MongoDB.
"""

LEGACY = PortClass(
    "a clear-text or legacy service",
    _ports(
        20, 21, 25, 88, 110, 135, (137, 139), 143, 389, 445, 464, 3000, 4333, 5000, 5500, 8080, 8088, 8888
    ),
    _ports(88, 135, (137, 139), 389, 445, 464),
)
"""FTP, SMTP, POP3, Kerberos, RPC, NetBIOS, IMAP, LDAP, SMB and usual ports of development servers."""

WAYS_IN = PortClass("a way in", _ports(22, 3389, 5985, 5986))
"""Ports through which one works on an instance."""

GUARDED = (ADMIN, DATASTORE)
"""Classes whose ports are never opened to the internet without a policy that says so."""


def guarded(protocol: str, more: tuple[int, ...] = ()) -> Intervals:
    """All guarded ports of a protocol, with those that a policy adds for TCP."""
    own = [part for ports in GUARDED for part in ports.of(protocol)]
    added = [(port, port) for port in more] if protocol == "tcp" else []
    return merge([*own, *added])


def class_of(protocol: str, low: int, high: int) -> str:
    """What the guarded ports of a span are for: `administration`, `a data store` or `a guarded service`."""
    for ports in GUARDED:
        if intersect(ports.of(protocol), ((low, high),)):
            return ports.name
    return "a guarded service"
