"""A remote-desktop session as values: the text of its file, and the programs that open one."""

import msgspec

from ec2tui.core.access.addresses import is_host

RDP_PORT = 3389

USER = "Administrator"
"""Whom EC2's Windows images know at first."""


class DesktopClient(msgspec.Struct, frozen=True):
    """A program that opens a .rdp file: `{file}` stands for the file in its words.

    `asks` tells whether it asks on the terminal (for the password, and whether the certificate is right).
    """

    name: str
    words: tuple[str, ...]
    asks: bool = False


CLIENTS: dict[str, tuple[DesktopClient, ...]] = {
    "win32": (DesktopClient("mstsc", ("mstsc", "{file}")),),
    "darwin": (
        DesktopClient("Windows App", ("open", "-W", "-n", "-a", "Windows App", "{file}")),
        DesktopClient(
            "Microsoft Remote Desktop", ("open", "-W", "-n", "-a", "Microsoft Remote Desktop", "{file}")
        ),
        DesktopClient("xfreerdp", ("xfreerdp", "{file}"), asks=True),
    ),
    "linux": (
        DesktopClient("xfreerdp3", ("xfreerdp3", "{file}"), asks=True),
        DesktopClient("xfreerdp", ("xfreerdp", "{file}"), asks=True),
        DesktopClient("sdl-freerdp3", ("sdl-freerdp3", "{file}"), asks=True),
        DesktopClient("wlfreerdp", ("wlfreerdp", "{file}"), asks=True),
        DesktopClient("remmina", ("remmina", "--connect={file}")),
    ),
}
"""The programs of each platform (sys.platform), the preferred first."""

HELP = {
    "win32": "mstsc is not on PATH; it is a part of Windows",
    "darwin": "install Windows App from the App Store, or FreeRDP (brew install freerdp)",
    "linux": "install FreeRDP (freerdp3-x11 or freerdp2-x11: xfreerdp) or Remmina",
}
"""What to do without a program, as a sentence without its end."""


def clients_of(platform: str) -> tuple[DesktopClient, ...]:
    """The programs to look for on a platform; of one that is not known, those of Linux."""
    return CLIENTS.get(platform, CLIENTS["linux"])


def help_of(platform: str) -> str:
    """What to do without a program."""
    return HELP.get(platform, HELP["linux"])


def rdp_text(host: str, port: int, user: str = USER) -> str:
    """The text of a .rdp file: where to, as whom, and that the password is asked for; it holds no secret.

    ValueError for what is no host, port or user: each is a line, and a line break would add one.
    """
    if not is_host(host) or not 1 <= port <= 65535 or not user.isprintable():
        raise ValueError(f"no place to connect to: {host!r}, port {port}, as {user!r}")
    shown = f"[{host}]" if ":" in host else host
    lines = (
        f"full address:s:{shown}:{port}",
        f"username:s:{user}",
        "prompt for credentials:i:1",
        "authentication level:i:2",
        "enablecredsspsupport:i:1",
        "redirectclipboard:i:1",
        "redirectdrives:i:0",
        "redirectprinters:i:0",
        "drivestoredirect:s:",
        "dynamic resolution:i:1",
    )
    return "\r\n".join(lines) + "\r\n"


def command_of(client: DesktopClient, file: str) -> tuple[str, ...]:
    """The argument list of a program on a file."""
    return tuple(word.replace("{file}", file) for word in client.words)
