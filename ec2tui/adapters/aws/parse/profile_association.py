"""Which instance profile an instance carries."""

from ec2tui.adapters.aws.parse.fields import Document
from ec2tui.core.model.key import Key
from ec2tui.core.model.profile_association import ProfileAssociation

ENDING = frozenset({"disassociating", "disassociated"})
"""States of an association that gives its place to another."""


def profile_association(document: Document, account: str, region: str) -> ProfileAssociation:
    """One association (shape IamInstanceProfileAssociation), keyed by its instance."""
    return ProfileAssociation(
        key=Key(account, region, document["InstanceId"]),
        association_id=document["AssociationId"],
        profile_arn=document.get("IamInstanceProfile", {}).get("Arn", ""),
        state=document.get("State", ""),
    )


def profile_associations(document: Document, account: str, region: str) -> tuple[ProfileAssociation, ...]:
    """All associations of a reply; one that is ending comes first, so that a living one replaces it."""
    listed = document.get("IamInstanceProfileAssociations", ())
    found = [profile_association(item, account, region) for item in listed]
    return tuple(sorted(found, key=lambda item: item.state not in ENDING))
