"""Services by name, each with where its port is from."""

from typing import NamedTuple

IANA = "IANA's service name and port number registry"
CONSOLE = "the type list of the EC2 console's rule editor"
VENDOR = "the product's own default"


class Service(NamedTuple):
    """A name for a protocol and a range of ports (of ICMP: type and code)."""

    name: str
    protocol: str
    first: int
    last: int
    source: str


def _tcp(name: str, port: int, source: str = IANA, last: int = 0) -> Service:
    return Service(name, "tcp", port, last or port, source)


def _udp(name: str, port: int, source: str = IANA, last: int = 0) -> Service:
    return Service(name, "udp", port, last or port, source)


SERVICES: tuple[Service, ...] = (
    _tcp("ssh", 22),
    _tcp("rdp", 3389, CONSOLE),
    _tcp("http", 80),
    _tcp("https", 443),
    _tcp("winrm-http", 5985, CONSOLE),
    _tcp("winrm-https", 5986, CONSOLE),
    _tcp("telnet", 23),
    _tcp("ftp", 21),
    _tcp("ftp-data", 20),
    _tcp("vnc", 5900, IANA),
    _udp("dns", 53, CONSOLE),
    _udp("dns-udp", 53, CONSOLE),
    _tcp("dns-tcp", 53, CONSOLE),
    _udp("ntp", 123),
    _udp("snmp", 161),
    _udp("snmptrap", 162),
    _udp("syslog", 514),
    _tcp("syslog-tls", 6514),
    _udp("tftp", 69),
    _udp("dhcp", 67, IANA, 68),
    _udp("radius", 1812),
    _tcp("kerberos", 88),
    _tcp("rpcbind", 111, CONSOLE),
    _tcp("msrpc", 135),
    _tcp("netbios-ssn", 139),
    _tcp("smb", 445, CONSOLE),
    _tcp("nfs", 2049, CONSOLE),
    _tcp("rsync", 873),
    _tcp("git", 9418),
    _tcp("smtp", 25),
    _tcp("smtps", 465, CONSOLE),
    _tcp("submission", 587),
    _tcp("pop3", 110),
    _tcp("pop3s", 995),
    _tcp("imap", 143),
    _tcp("imaps", 993),
    _tcp("ldap", 389),
    _tcp("ldaps", 636),
    _tcp("mssql", 1433, CONSOLE),
    _tcp("mysql", 3306, CONSOLE),
    _tcp("aurora", 3306, CONSOLE),
    _tcp("mariadb", 3306, VENDOR),
    _tcp("oracle", 1521, CONSOLE),
    _tcp("redshift", 5439, CONSOLE),
    _tcp("postgres", 5432, CONSOLE),
    _tcp("postgresql", 5432, IANA),
    _tcp("cassandra", 9042, CONSOLE),
    _tcp("redis", 6379),
    _tcp("memcached", 11211, IANA),
    _tcp("mongodb", 27017, IANA),
    _tcp("elasticsearch", 9200, VENDOR),
    _tcp("kibana", 5601, VENDOR),
    _tcp("kafka", 9092, VENDOR),
    _tcp("zookeeper", 2181, VENDOR),
    _tcp("amqp", 5672),
    _tcp("amqps", 5671),
    _tcp("mqtt", 1883),
    _tcp("mqtts", 8883),
    _tcp("etcd", 2379, IANA, 2380),
    _tcp("kubernetes", 6443, VENDOR),
    _tcp("kubelet", 10250, VENDOR),
    _tcp("docker", 2375),
    _tcp("docker-tls", 2376),
    _tcp("consul", 8500, VENDOR),
    _tcp("vault", 8200, VENDOR),
    _tcp("prometheus", 9090, VENDOR),
    _tcp("node-exporter", 9100, VENDOR),
    _tcp("grafana", 3000, VENDOR),
    _udp("openvpn", 1194),
    _udp("wireguard", 51820, VENDOR),
    _udp("ike", 500),
    _udp("ipsec-nat-t", 4500),
    Service("ping", "icmp", 8, -1, CONSOLE),
    Service("ping6", "icmpv6", 128, -1, CONSOLE),
)
"""Every service name; the first one of a port is the one that a rule is shown by."""

BY_NAME: dict[str, Service] = {service.name: service for service in SERVICES}

_BY_PORTS: dict[tuple[str, int, int], str] = {
    (service.protocol, service.first, service.last): service.name for service in reversed(SERVICES)
}


def service_name(protocol: str, first: int | None, last: int | None) -> str | None:
    """The name of the service that has exactly these ports, None when none has."""
    return None if first is None or last is None else _BY_PORTS.get((protocol, first, last))


def service_of_port(protocol: str, port: int) -> str | None:
    """The name of the service of one port, None when none has it."""
    return _BY_PORTS.get((protocol, port, port))
