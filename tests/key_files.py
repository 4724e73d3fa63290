"""Key files of every form, made by openssl and ssh-keygen, once for a test run's process."""

import atexit
import functools
import shutil
import subprocess
import tempfile
from pathlib import Path

PASSPHRASE = "correct-horse-battery-9"

READABLE = ("pkcs1.pem", "pkcs8.pem", "openssh", "pkcs1.der", "pkcs8.der", "crlf.pem", "bom.pem", "utf16.pem")
"""The forms of the same RSA key that need no passphrase."""

LOCKED = ("dek.pem", "pkcs8enc.pem", "openssh-enc", "pkcs8enc.der")
"""The same key's forms that need one."""

PUTTY = b"PuTTY-User-Key-File-3: ssh-rsa\r\nEncryption: none\r\nComment: key\r\nPublic-Lines: 6\r\n"


def run(*argv: str) -> bytes:
    return subprocess.run(argv, check=True, capture_output=True, stdin=subprocess.DEVNULL).stdout


@functools.cache
def folder() -> Path:
    """All of them, mode 0600: one RSA key in many forms, another of the same size, an ED25519."""
    place = Path(tempfile.mkdtemp(prefix="ec2tui-keys-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    made = place / "pkcs1.pem"
    with_passphrase = ("-passout", f"pass:{PASSPHRASE}")
    run("openssl", "genrsa", "-traditional", "-out", str(made), "2048")
    run("openssl", "genrsa", "-traditional", "-out", str(place / "other.pem"), "2048")
    (place / "openssh").write_bytes(made.read_bytes())
    for name in ("openssh", "openssh-enc"):
        (place / name).write_bytes(made.read_bytes())
        (place / name).chmod(0o600)
        new = PASSPHRASE if name == "openssh-enc" else ""
        run("ssh-keygen", "-q", "-p", "-a", "1", "-N", new, "-P", "", "-f", str(place / name))
    run("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", str(made), "-out", str(place / "pkcs8.pem"))
    run(
        *("openssl", "rsa", "-traditional", "-aes128", *with_passphrase),
        *("-in", str(made), "-out", str(place / "dek.pem")),
    )
    for name, form in (("pkcs8enc.pem", "PEM"), ("pkcs8enc.der", "DER")):
        run(
            *("openssl", "pkcs8", "-topk8", "-iter", "1", *with_passphrase, "-outform", form),
            *("-in", str(made), "-out", str(place / name)),
        )
    der = ("-outform", "DER", "-in", str(made), "-out")
    run("openssl", "rsa", "-traditional", *der, str(place / "pkcs1.der"))
    run("openssl", "pkcs8", "-topk8", "-nocrypt", *der, str(place / "pkcs8.der"))
    text = made.read_text()
    (place / "crlf.pem").write_bytes(text.replace("\n", "\r\n").encode())
    (place / "bom.pem").write_bytes(b"\xef\xbb\xbf\n" + text.encode())
    (place / "utf16.pem").write_bytes(text.replace("\n", "\r\n").encode("utf-16"))
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(place / "ed25519"))
    (place / "public.txt").write_bytes(run("ssh-keygen", "-y", "-f", str(place / "openssh")))
    (place / "key.ppk").write_bytes(PUTTY)
    for path in place.iterdir():
        path.chmod(0o600)
    return place


def public_line(name: str = "openssh") -> str:
    return run("ssh-keygen", "-y", "-P", "", "-f", str(folder() / name)).decode().strip()
