"""One loader of service models for all botocore sessions: moto makes dozens while it is imported."""

from functools import cache


def share_loader() -> None:
    """Let every botocore session load through the same loader, which keeps what it read; before moto."""
    from botocore import loaders, session

    session.create_loader = cache(loaders.create_loader)
