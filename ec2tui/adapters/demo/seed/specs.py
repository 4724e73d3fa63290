"""What instances the account has: one row per instance or group of like ones."""

from dataclasses import dataclass, field

HOSTILE = (
    ("note", "\u009d52;c;Y3VybCBldmlsLmV4YW1wbGV8c2g=\u009c"),
    ("markup", "[/]"),
    ("click", "[@click=app.quit]x[/]"),
    ("direction", "\u202egnp.exe\u202c \u2066mixed\u2069"),
    ("party", "\U0001f389" * 255),
)
"""Tag values that try to drive a terminal, forge a view, or break a layout."""


@dataclass(frozen=True, slots=True)
class Spec:
    """Like instances: how many, what they are, and what is peculiar about them."""

    name: str
    count: int
    network: str
    subnet: str
    type: str
    image: str
    groups: tuple[str, ...]
    service: str
    team: str
    key: str | None = None
    role: str | None = None
    days: float = 90.0
    state: str = "running"
    owner: str = ""
    protected: bool = False
    tokens: str = "required"
    hops: int = 1
    public: bool = False
    elastic: bool = False
    root: int = 20
    data: tuple[int, bool, bool] | None = None
    encrypted: bool = True
    root_deleted: bool = True
    monitored: bool = False
    failing: str | None = None
    event: tuple[str, str, int] | None = None
    spot: bool = False
    shutdown: str = "stop"
    user_data: str | None = None
    untagged: bool = False
    keep: bool = False
    ipv6: bool = False
    tags: tuple[tuple[str, str], ...] = field(default=())


_RETIRE = ("instance-retirement", "The instance is running on degraded hardware", 9)
_REBOOT = ("system-reboot", "Scheduled maintenance", 3)
_LEAK = "#!/bin/sh\nexport DB_PASSWORD=hunter2-not-a-real-one\nsystemctl start legacy\n"

# fmt: off
SPECS = (
    Spec("shop-web", 6, "prod", "app", "m7i.large", "golden", ("app",), "shop", "storefront",
         role="shop-web", owner="asg:shop-web", days=17, monitored=True),
    Spec("shop-api", 4, "prod", "app", "c7g.xlarge", "golden-arm", ("app",), "shop", "storefront",
         role="orders-worker", owner="asg:shop-api", days=6, monitored=True),
    Spec("bastion", 1, "prod", "public-a", "t4g.micro", "al2023-arm", ("bastion",), "access", "platform",
         "prod-ops", "ssm-only", days=230, protected=True, public=True, elastic=True, root=8,
         monitored=True, tags=(("role", "bastion"),)),
    Spec("orders-db", 2, "prod", "data-a", "r6i.2xlarge", "golden", ("database",), "orders", "data",
         "prod-ops", "ssm-only", days=402, protected=True, data=(500, True, False), monitored=True,
         owner="tf:orders"),
    Spec("orders-worker", 3, "prod", "app", "c6i.large", "golden", ("app",), "orders", "orders",
         role="orders-worker", days=33, owner="cfn:orders-workers", spot=True),
    Spec("search", 3, "prod", "app", "i4i.xlarge", "golden", ("app",), "search", "search", role="ssm-only",
         days=120, data=(200, True, True), owner="tf:search"),
    Spec("cache", 2, "prod", "app", "r6g.large", "golden-arm", ("app",), "cache", "platform",
         role="ssm-only", days=75, event=_REBOOT),
    Spec("ad-controller", 2, "prod", "app", "m6i.large", "windows-2022", ("windows-admin",), "directory",
         "it", "windows-admin", "ssm-only", days=350, protected=True, root=60, monitored=True),
    Spec("reporting-win", 1, "prod", "app", "m5.xlarge", "windows-2019", ("windows-admin",), "reporting",
         "finance", "windows-admin", "old-ssm", days=590, root=100, tokens="optional"),
    Spec("legacy-jump", 1, "prod", "public-a", "t3.small", "al2", ("legacy-admin",), "access", "platform",
         "alice-laptop", "legacy-admin", days=1010, public=True, tokens="optional", encrypted=False,
         user_data=_LEAK, shutdown="terminate", data=(40, False, True), keep=True),
    Spec("contractor-ssh", 1, "prod", "public-b", "t3.medium", "ubuntu", ("split-internet",), "access",
         "agency", "alice-laptop", days=140, public=True),
    Spec("ipv6-gateway", 1, "prod", "public-b", "t3.small", "ubuntu", ("ipv6-twin",), "edge", "platform",
         "prod-ops", "ssm-only", days=61, public=True, ipv6=True),
    Spec("partner-api", 1, "prod", "public-c", "m7i.large", "golden", ("partner-api", "app"), "partners",
         "partners", role="shop-web", days=44, public=True, elastic=True),
    Spec("prometheus", 1, "prod", "app-a", "m7i.large", "debian", ("stale-reference", "shadowed"),
         "monitoring", "platform", "prod-ops", "metrics-agent", days=260, data=(300, True, False),
         root_deleted=False),
    Spec("incident-4711", 1, "prod", "app-b", "t3.medium", "golden", ("time-boxed",), "incident",
         "platform", "prod-ops", "ssm-only", days=3.2, tags=(("note", "remove after the incident"),)),
    Spec("ml-train", 2, "prod", "app", "g5.2xlarge", "ubuntu", ("app",), "recommendations", "ml",
         "prod-ops", "data-lake", days=11, data=(1000, True, True), event=_RETIRE),
    Spec("stage-web", 3, "staging", "public", "t3.small", "golden", ("staging-web",), "shop", "storefront",
         "staging-ed25519", "shop-web", days=12, public=True, owner="asg:stage-web"),
    Spec("stage-db", 1, "staging", "data-a", "r6i.large", "golden-old", ("staging-web",), "orders", "data",
         "staging-ed25519", "ssm-only", days=301, data=(100, False, False), encrypted=False),
    Spec("stage-redis", 1, "staging", "public-a", "t3.micro", "ubuntu-focal", ("redis-public",), "cache",
         "mobile", "alice-laptop", days=880, public=True, tokens="optional", encrypted=False),
    Spec("stage-ftp", 1, "staging", "public-b", "t2.micro", "ubuntu-focal", ("file-drop",), "supplier",
         "mobile", "alice-laptop", days=933, public=True, tokens="optional", encrypted=False),
    Spec("demo-box", 1, "staging", "public-a", "t3.large", "impostor", ("wide-open",), "demo", "sales",
         "alice-laptop", "batch-everything", days=26, public=True, tokens="optional", hops=3,
         untagged=True),
    Spec("wizard", 1, "staging", "public-a", "m3.medium", "al2023-old", ("launch-wizard-1",), "unknown",
         "unknown", "alice-laptop", days=1720, state="stopped", tokens="optional", encrypted=False,
         untagged=True),
    Spec("stage-build", 2, "staging", "app", "c6i.2xlarge", "public-own", ("staging-web",), "ci",
         "platform", "staging-ed25519", "ci-runner", days=47, state="stopped"),
    Spec("stage-loadtest", 1, "staging", "app", "c7g.4xlarge", "golden-arm", ("staging-web",), "loadtest",
         "storefront", "staging-ed25519", days=0.6, state="stopping"),
    Spec("stage-preview", 1, "staging", "app", "t4g.small", "golden-arm", ("staging-web",), "preview",
         "storefront", "staging-ed25519", days=0.001, state="pending"),
    Spec("stage-old", 1, "staging", "app", "t3.small", "golden-old", ("staging-web",), "preview",
         "storefront", "staging-ed25519", days=200, state="shutting-down"),
    Spec("stage-gone", 1, "staging", "app", "t3.small", "golden-old", ("staging-web",), "preview",
         "storefront", "staging-ed25519", days=199, state="terminated"),
    Spec("tag-fuzz", 1, "staging", "app", "t3.nano", "golden", ("staging-web",), "security", "security",
         "staging-ed25519", days=8, tags=HOSTILE),
    Spec("spark-worker", 5, "analytics", "app", "r6i.4xlarge", "al2023", ("spark", "cluster-internal"),
         "lake", "data", "analytics", "data-lake", days=4, owner="asg:spark", data=(400, True, True),
         spot=True),
    Spec("spark-master", 1, "analytics", "app-a", "m7i.2xlarge", "al2023", ("spark", "cluster-internal"),
         "lake", "data", "analytics", "data-lake", days=4, protected=True, failing="instance",
         monitored=True),
    Spec("notebook", 2, "analytics", "app", "m7i.xlarge", "ubuntu", ("notebooks",), "notebooks", "data",
         "analytics", "ssm-only", days=95, data=(250, True, False)),
    Spec("archive", 1, "analytics", "app-c", "d3.xlarge", "debian", ("ping-all",), "archive", "data",
         "analytics", "ssm-only", days=500, protected=True, data=(2000, True, False)),
    Spec("gpu-lab", 1, "analytics", "app-b", "g4dn.xlarge", "ubuntu", ("notebooks",), "research", "ml",
         "analytics", "data-lake", days=31, state="stopped"),
    Spec("bi-gateway", 1, "analytics", "app-a", "m5.large", "windows-2022", ("notebooks",), "reporting",
         "finance", "windows-admin", "ssm-only", days=77, root=80),
    Spec("hpc", 1, "analytics", "app-b", "hpc7g.4xlarge", "al2023-arm", ("spark",), "research", "ml",
         "analytics", days=2, state="stopped"),
    Spec("mem-scan", 1, "analytics", "app-c", "x2idn.16xlarge", "al2023", ("spark",), "lake", "data",
         "analytics", "data-lake", days=0.02),
)
# fmt: on
"""Sixty instances."""


def instance_name(spec: Spec, number: int) -> str:
    """The Name tag of the number-th instance of a row, counted from 0."""
    return spec.name if spec.count == 1 else f"{spec.name}-{number + 1:02d}"


BULK = ("shop-web", "shop-api", "search", "cache", "spark-worker", "notebook", "orders-worker")
"""Which specs are multiplied when a larger fleet is asked for."""
