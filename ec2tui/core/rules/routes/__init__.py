"""Which ways lead to an instance: each usable, blocked, or not known, and why."""

from ec2tui.core.rules.routes.choice import routes_to

__all__ = ["routes_to"]
