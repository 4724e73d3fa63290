"""The versions of all launch templates at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.paging import cut
from ec2tui.adapters.demo.errors import AwsError


def of_all(call: Call) -> Mapping[str, Any] | None:
    """The latest and default versions of every template, when no template is named; else moto answers."""
    if call.param("LaunchTemplateId") or call.param("LaunchTemplateName"):
        return None
    wanted = {str(one) for one in call.param("Versions", [])}
    if not wanted or wanted - {"$Latest", "$Default"}:
        message = "Only $Latest and $Default may be given without a launch template."
        raise AwsError("InvalidParameterValue", message)
    page, following = cut(call, list(_versions(call, wanted)), 1, 200, 200)
    return {"LaunchTemplateVersions": page, "NextToken": following}


def _versions(call: Call, wanted: set[str]) -> Iterator[Mapping[str, Any]]:
    for template in call.backend.launch_templates.values():
        for version in template.versions:
            latest, default = version is template.latest_version(), template.is_default(version)
            if (latest and "$Latest" in wanted) or (default and "$Default" in wanted):
                yield {
                    "LaunchTemplateId": template.id,
                    "LaunchTemplateName": template.name,
                    "VersionNumber": version.number,
                    "DefaultVersion": default,
                    "LaunchTemplateData": version.data,
                }


CORRECTION = Correction(
    name="versions-of-all-templates",
    moto="wants a template to be named",
    aws="tells the latest and default versions of all templates when none is named",
    before={"DescribeLaunchTemplateVersions": of_all},
)
