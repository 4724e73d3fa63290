"""What keeps the findings of the screen: by the configuration, with the history of this machine."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ec2tui.core.config.settings import Settings
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.policy import Policy
from ec2tui.services.session import Session

if TYPE_CHECKING:
    from ec2tui.services.posture.watch import PostureWatch


def watching(
    settings: Settings, place: Path | None, policy: Policy
) -> "Callable[[Session, NetworkLimits], PostureWatch]":
    """Makes the watch when it is first wanted; `place` is a folder that replaces the platform's."""

    def watch(session: Session, _limits: NetworkLimits) -> "PostureWatch":
        from ec2tui.access import make_private_keys
        from ec2tui.adapters.local.posture_history import PostureHistoryFile
        from ec2tui.core.config.checks import settings_of
        from ec2tui.services.posture.watch import PostureWatch

        checks = settings.checks
        history = PostureHistoryFile(place and place / "posture.json")
        measures = settings_of(policy, checks)
        keys = partial(make_private_keys, settings, place and place / "keys")
        return PostureWatch(session, measures, checks.off, settings.accept, checks.deep, keys, history)

    return watch
