"""The command that renews a profile's credentials, where there is one to run."""

from collections.abc import Sequence

from ec2tui.adapters.local.processes import find_executable
from ec2tui.core.model.identity import Identity
from ec2tui.core.model.problem import Problem


def sso_login(profile: str, identity: Identity | None, problem: Problem | None) -> Sequence[str] | None:
    """`aws sso login` when the profile signs in so and the aws command is installed, else None."""
    by_sso = identity is not None and identity.method.startswith("sso")
    hinted = problem is not None and "sso login" in problem.hint
    aws = find_executable("aws")
    if aws is None or not (by_sso or hinted):
        return None
    return (aws, "sso", "login", "--profile", profile)
