"""What the screen is given by the composition root besides the session."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Protocol

import msgspec

from ec2tui.core.config.schema import SecurityGroups
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.services.changing import Changing
from ec2tui.services.chosen import Chosen
from ec2tui.services.pace import BASE
from ec2tui.services.ports import Clipboard, Edit, NoTerminal, ReadFile, Terminal
from ec2tui.services.ports_keys import NoPrivateKeys, PrivateKeys
from ec2tui.services.presets import NoPresets, Presets
from ec2tui.services.session import Session
from ec2tui.services.snapshots import Snapshots
from ec2tui.tui.bindings import Keymap

if TYPE_CHECKING:
    from ec2tui.services.access_values import Reaching
    from ec2tui.services.posture.watch import PostureWatch
    from ec2tui.services.remote_desktop import Desktops


def plain_posture(session: Session, limits: NetworkLimits) -> "PostureWatch":
    """What keeps all findings where the configuration says nothing about them; imported when it is wanted."""
    from ec2tui.core.rules.posture.settings import PostureSettings
    from ec2tui.services.posture.watch import PostureWatch

    return PostureWatch(session, PostureSettings(limits))


class SignIn(Protocol):
    """Finds the command that renews a profile's credentials."""

    def __call__(self, session: Session) -> Sequence[str] | None:
        """The argument list (`aws sso login --profile X`), None when there is nothing to run."""


class Surroundings(msgspec.Struct):
    """Ports and settings of the screen.

    `reaching` makes what getting into instances stands on (None: nothing does), and `desktops` are the
    programs that open remote desktops. `foreground` runs a program on the terminal while the screen is away.
    `window` runs a shell in a window of its own, where that is wanted. The app sets `terminal`, which takes
    the screen away first, and `write`, which gives it raw text (OSC 52).
    `chosen` are the views, columns and order; `refresh` is the seconds between two passes over a region.
    `demo_ended` tells whether the embedded account's process has ended, and `restart_demo` starts another in
    its place, and says why it cannot (empty: it could).
    `security_groups` says what `my-ip` stands for, and how the ends of rules are held; `edit` is the user's
    editor, which gets the terminal, and `read_file` reads what the user names (None: there is none).
    `keys` are the private keys of this machine, `presets` those of launches.
    `posture` makes what keeps all findings.
    `metrics_budget` is what live columns may cost, in US dollars an hour; `metric_desk` is what the metrics
    page shows, once it was looked at. Times of charts are told in `zone`.
    `is_production` and `is_read_only` tell whether the configuration marks a profile so.
    """

    clipboard: Clipboard
    keymap: Keymap = {}
    theme: str = "dark"
    demo: bool = False
    sign_in_command: SignIn = lambda session: None
    is_production: Callable[[str], bool] = lambda profile: False
    is_read_only: Callable[[str], bool] = lambda profile: False
    foreground: Terminal = NoTerminal()
    window: Terminal | None = None
    terminal: Terminal | None = None
    chosen: Chosen = msgspec.field(default_factory=Chosen)
    refresh: float = BASE
    snapshots: Snapshots | None = None
    changing: Changing | None = None
    posture: "Callable[[Session, NetworkLimits], PostureWatch]" = plain_posture
    demo_ended: Callable[[], bool] = lambda: False
    restart_demo: Callable[[], Awaitable[str]] | None = None
    security_groups: SecurityGroups = SecurityGroups()
    edit: Edit | None = None
    read_file: ReadFile | None = None
    keys: Callable[[], PrivateKeys] = NoPrivateKeys
    reaching: "Callable[[], Reaching] | None" = None
    desktops: "Callable[[], Desktops] | None" = None
    presets: Callable[[], Presets] = NoPresets
    write: Callable[[str], None] = lambda text: None
    metrics_budget: float = 0.25
    zone: tzinfo = UTC
    metric_desk: object = None

    @property
    def limits(self) -> NetworkLimits:
        """What decides about security group rules: the policy's, else the defaults."""
        return self.changing.policy.network if self.changing else NetworkLimits()

    def watch_posture(self, session: Session) -> "PostureWatch":
        """What keeps all findings of a session."""
        return self.posture(session, self.limits)
