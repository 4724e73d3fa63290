"""Versions of launch templates."""

from ec2tui.adapters.aws.parse.fields import Document
from ec2tui.core.model.key import Key
from ec2tui.core.model.launch_template import LaunchTemplate


def launch_template(document: Document, account: str, region: str) -> LaunchTemplate:
    """One version (shape LaunchTemplateVersion)."""
    data: Document = document.get("LaunchTemplateData") or {}
    groups = [*data.get("SecurityGroupIds", ())]
    for interface in data.get("NetworkInterfaces", ()):
        groups += interface.get("Groups", ())
    return LaunchTemplate(
        key=Key(account, region, f"{document['LaunchTemplateId']}:{document.get('VersionNumber', 0)}"),
        name=document.get("LaunchTemplateName", ""),
        groups=tuple(dict.fromkeys(groups)),
        group_names=tuple(data.get("SecurityGroups", ())),
        key_name=data.get("KeyName", ""),
        image_id=data.get("ImageId", ""),
    )
