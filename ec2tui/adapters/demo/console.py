"""What a demo instance writes to its console, and its SSH host keys."""

import base64
import hashlib
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ec2tui.adapters.demo.chance import chance, digest

CHANGED_HOST_KEY = ("eu-west-1", "demo-box")
"""The instance (region, name) whose SSH server has other host keys than its console tells."""

NO_HOST_KEYS_TOLD = ("eu-west-1", "contractor-ssh")
"""The instance whose console tells no host keys (cloud-init's `emit_keys_to_console: false`)."""


def host_keys(seed: int, instance_id: str) -> tuple[Ed25519PrivateKey, ec.EllipticCurvePrivateKey]:
    """The private host keys of an instance, which its SSH server uses."""
    secret = hashlib.sha256(f"{seed}/host/{instance_id}".encode()).digest()
    scalar = digest(seed, "host", instance_id) + 1
    return Ed25519PrivateKey.from_private_bytes(secret), ec.derive_private_key(scalar, ec.SECP256R1())


def host_key_lines(seed: int, instance_id: str, name: str) -> list[str]:
    """The public host keys as OpenSSH writes them."""
    lines = []
    for key in host_keys(seed, instance_id):
        public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
        lines.append(f"{public} root@{name}")
    return lines


def console_text(seed: int, instance: Any, tells_keys: bool = True) -> str:
    """The whole console of an instance since its boot; some tell no host keys."""
    if instance.platform == "windows":
        return _windows(instance)
    name = f"ip-{(instance.private_ip or '10.0.0.1').replace('.', '-')}"
    keys = host_key_lines(seed, instance.id, name)
    seconds = chance(seed, "boot", instance.id).uniform(11, 38)
    stamp = f"{instance.launch_time:%b %d %H:%M:%S}"
    lines = [
        "[    0.000000] Linux version 6.1.112-122.189.amzn2023 (mockbuild@demo) #1 SMP PREEMPT_DYNAMIC",
        "[    0.000000] Command line: BOOT_IMAGE=(hd0,gpt1)/boot/vmlinuz-6.1 root=UUID=demo ro console=ttyS0",
        "[    0.843112] nvme nvme0: pci function 0000:00:04.0",
        "[    1.204413] ena 0000:00:05.0: Elastic Network Adapter (ENA) found",
        f"[    6.511870] cloud-init[1612]: Cloud-init v. 22.2.2 running 'init-local' at {stamp} +0000.",
        f"[    9.032214] cloud-init[1804]: ci-info: | ens5 | True | {instance.private_ip} | 255.255.255.0 |",
        *(_key_block(keys, stamp, name) if tells_keys else ()),
        f"[   {seconds:9.6f}] cloud-init[2190]: Cloud-init v. 22.2.2 finished at {stamp} +0000. "
        f"Datasource DataSourceEc2.  Up {seconds:.2f} seconds",
        "",
        f"{name} login: ",
    ]
    return "\r\n".join(lines)


def _key_block(keys: list[str], stamp: str, name: str) -> list[str]:
    begin, end = "-----BEGIN SSH HOST KEY KEYS-----", "-----END SSH HOST KEY KEYS-----"
    return [*_fingerprints(keys, stamp, name), begin, *keys, end]


def _fingerprints(keys: list[str], stamp: str, name: str) -> list[str]:
    prefix = f"<14>{stamp} cloud-init: "
    lines = [prefix + "#" * 61, prefix + "-----BEGIN SSH HOST KEY FINGERPRINTS-----"]
    for key, size, kind in zip(keys, (256, 256), ("ED25519", "ECDSA"), strict=True):
        wire = base64.b64decode(key.split()[1])
        shown = base64.b64encode(hashlib.sha256(wire).digest()).decode().rstrip("=")
        lines.append(f"{prefix}{size} SHA256:{shown} root@{name} ({kind})")
    return [*lines, prefix + "-----END SSH HOST KEY FINGERPRINTS-----", prefix + "#" * 61]


def _windows(instance: Any) -> str:
    stamp = f"{instance.launch_time:%Y/%m/%d %H:%M:%SZ}"
    return "\r\n".join(
        [
            f"{stamp}: Windows is being configured. SysprepState=IMAGE_STATE_UNDEPLOYABLE",
            f"{stamp}: EC2LaunchTelemetry: IsTelemetryEnabled=true",
            f"{stamp}: OsProductName: Windows Server 2022 Datacenter",
            f"{stamp}: Username: Administrator",
            f"{stamp}: Message: Windows is Ready to use",
            "",
        ]
    )
