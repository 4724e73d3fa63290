"""Tells a region that does not exist from one that does not answer, and names the nearest that does."""

import difflib
import re
import socket
from typing import Any

import msgspec
from botocore import exceptions as boto

from ec2tui.core.model.problem import Outcome, Problem

_SCOPE = re.compile(r"valid region|region .*(not|n't) (exist|valid|supported)", re.IGNORECASE)
_NO_SUCH_NAME = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
_NO_REGION = (boto.InvalidRegionError, boto.UnknownRegionError, boto.BaseEndpointResolverError)
_MAYBE = (Outcome.WRONG_KEYS, Outcome.UNREACHABLE, Outcome.INVALID, Outcome.NOT_FOUND, Outcome.UNKNOWN)


class Regions(msgspec.Struct, frozen=True):
    """The regions that the installed botocore knows; `shapes` are how names of its partitions are made."""

    names: frozenset[str] = frozenset()
    shapes: tuple[str, ...] = ()

    def known(self, name: str) -> bool:
        """Whether a region exists; nothing known means that any may."""
        return not self.names or name in self.names

    def possible(self, name: str) -> bool:
        """Whether AWS may have opened a region of this name since botocore was made."""
        return self.known(name) or any(re.match(shape, name) for shape in self.shapes)

    def nearest(self, name: str) -> str:
        """The region that was probably meant, empty when none is near."""
        found = difflib.get_close_matches(name, sorted(self.names), 1, 0.6)
        return found[0] if found else ""


def read_regions(session: Any) -> Regions:
    """The regions of botocore's own data (`partitions.json`)."""
    partitions = session.get_component("data_loader").load_data("partitions")["partitions"]
    names = frozenset(name for each in partitions for name in each["regions"] if not name.endswith("-global"))
    return Regions(names, tuple(each["regionRegex"] for each in partitions))


def explained(problem: Problem, error: Exception, region: str, regions: Regions) -> Problem:
    """The same problem, unless it is explained by a region that does not exist."""
    if regions.known(region) or not region or problem.outcome not in _MAYBE:
        return problem
    if regions.possible(region) and not _points_at_region(problem, error):
        return problem
    return no_region(region, regions)


def no_region(region: str, regions: Regions) -> Problem:
    """The problem that a region does not exist."""
    near = regions.nearest(region)
    meant = f" (did you mean {near}?)" if near else ""
    hint = "name another: --region (r on the screen), AWS_REGION or the profile's region"
    return Problem(Outcome.INVALID, "configuration", f"{region} is not a region{meant}", hint=hint)


def _points_at_region(problem: Problem, error: Exception) -> bool:
    """Whether an error is one that a region brings which does not exist; the name alone may be new."""
    if isinstance(error, _NO_REGION) or problem.outcome is Outcome.WRONG_KEYS:
        return True
    if isinstance(error, boto.EndpointConnectionError):
        return _unresolvable(error.kwargs.get("error"))
    return "Region" in problem.code or bool(_SCOPE.search(problem.message))


def _unresolvable(cause: object) -> bool:
    """Whether the name server says that there is no such name (not that it did not answer)."""
    while isinstance(cause, BaseException):
        inner = getattr(cause, "os_error", None)
        for each in (cause, inner):
            if isinstance(each, socket.gaierror) and each.errno in _NO_SUCH_NAME:
                return True
        cause = cause.__cause__
    return False
