"""How instances are got into: a shell, a remote desktop, forwarded ports."""

from ec2tui.core.actions.action import Action, Context, Reason, needs_connection, needs_row
from ec2tui.core.actions.groups import ENTER


def needs_reachable(context: Context) -> Reason | None:
    """Applies to an instance, when AWS can be asked for the way to it."""
    return needs_row(context) or needs_connection(context)


def needs_desktop(context: Context) -> Reason | None:
    """Applies to a Windows instance, when AWS can be asked for the way to it."""
    reason = needs_reachable(context)
    if reason is None and not context.windows:
        reason = "Only Windows instances have a remote desktop; s opens a shell."
    return reason


ON_ENTERING: tuple[Action, ...] = (
    Action(
        "instance.ssh",
        ("s",),
        "SSH",
        "Open a shell on the instance with OpenSSH, by the best way in.",
        ENTER,
        page="instances",
        footer=True,
        applies=needs_reachable,
    ),
    Action(
        "instance.ways",
        ("W",),
        "Ways in",
        "Show every way in with what blocks it, and choose the one for SSH.",
        ENTER,
        page="instances",
        applies=needs_reachable,
    ),
    Action(
        "instance.rdp",
        ("R",),
        "Remote desktop",
        "Open a remote desktop on the Windows instance, through a tunnel where one is needed.",
        ENTER,
        page="instances",
        applies=needs_desktop,
    ),
    Action(
        "instance.forward",
        ("F",),
        "Forward a port",
        "Have a port of this machine lead to the instance, or to a host behind it.",
        ENTER,
        page="instances",
        applies=needs_reachable,
    ),
    Action(
        "tunnels",
        ("T",),
        "Tunnels",
        "List the ports that are forwarded, with their state, and close them.",
        ENTER,
        page="instances",
    ),
)
"""The actions that get into an instance of the table `instances`."""
