"""Launch templates of a region, to begin a launch or a preset with; read when they are asked for."""

from typing import Any, NamedTuple

from ec2tui.core.changes.launch_template import Taken, taken
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports import Gateway

MOST_PAGES = 50
"""Pages that are read at most."""


class Template(NamedTuple):
    """The default version of one template: the template's id, its name, and the version's number."""

    id: str
    name: str
    version: int
    taken: Taken


async def templates(gateway: Gateway, region: str, word: str = "") -> tuple[Template, ...] | Problem:
    """The templates of a region by name, or the one with this id or name; or why they are not known.

    Without a template, AWS tells that version of all of them (EC2 API, DescribeLaunchTemplateVersions).
    """
    named = {"LaunchTemplateId" if word.startswith("lt-") else "LaunchTemplateName": word} if word else {}
    found: list[dict[str, Any]] = []
    token: dict[str, str] = {}
    for _ in range(MOST_PAGES):
        params = {**named, "Versions": ["$Default"], **token}
        reply = await gateway.fetch(ApiCall("ec2", "DescribeLaunchTemplateVersions", region, params))
        if reply.problem is not None:
            return reply.problem
        found += reply.body.get("LaunchTemplateVersions", ())
        if not reply.body.get("NextToken"):
            break
        token = {"NextToken": reply.body["NextToken"]}
    return tuple(sorted(map(_template, found), key=lambda one: one.name))


def _template(version: dict[str, Any]) -> Template:
    return Template(
        version["LaunchTemplateId"],
        version.get("LaunchTemplateName", ""),
        int(version.get("VersionNumber", 0)),
        taken(version.get("LaunchTemplateData", {})),
    )
