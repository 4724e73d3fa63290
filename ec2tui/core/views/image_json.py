"""Images as the JSON that is printed: AWS's exact strings, null for what is not known."""

from typing import Any

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.finding import Finding
from ec2tui.core.model.image import Image
from ec2tui.core.model.image_verdict import ImageFact, ImageVerdict
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.rules.images import verdict_of
from ec2tui.core.rules.images.family import family_of_name
from ec2tui.core.views import image_words as words
from ec2tui.core.views.durations import iso


def image_json(image: Image, inventory: Inventory) -> dict[str, Any]:
    """The image as ec2:DescribeImages tells it, with the verdict; times in UTC, `size` in GiB."""
    sharing = inventory.image_sharing(image.key)
    told = None if isinstance(sharing, Missing) else sharing
    return {
        "id": image.key.id,
        "name": image.name or None,
        "region": image.key.region,
        **verdict_json(verdict_of(image, inventory, words.read_at(inventory))),
        "findings": [_finding(one) for one in words.findings_of(image, inventory, words.read_at(inventory))],
        "owner_id": image.owner_id or None,
        "owner_alias": image.owner_alias,
        "own": image.own,
        "family": family_of_name(image.name) or None,
        "state": image.state or None,
        "architecture": image.architecture or None,
        "platform": image.platform_details or image.platform,
        "description": image.description or None,
        "public": image.public,
        "shared_with": [*told.accounts, *told.organizations] if told else None,
        "creation_time": iso(image.creation_time),
        "deprecation_time": iso(image.deprecation_time),
        "boot_mode": image.boot_mode,
        "imds_support": image.imds_support,
        "tpm_support": image.tpm_support,
        "ena_support": image.ena_support,
        "encrypted": words.encrypted(image),
        "public_parameter": image.public_parameter,
        "allowed": image.allowed,
        "source_instance_id": image.source_instance_id,
        "root_device": image.root_device,
        "snapshots": [
            {"device": d.device, "id": d.snapshot_id, "size": d.size, "encrypted": d.encrypted}
            for d in image.snapshots
        ],
        "tags": dict(image.tags),
        "account": image.key.account or None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "status": finding.status.value,
        "severity": finding.severity.value,
        "title": finding.title,
        "reason": finding.reason,
    }


def verdict_json(verdict: ImageVerdict) -> dict[str, Any]:
    """What is said of a launch from it: `level` as policy judges it, and every fact."""
    return {
        "verdict": verdict.standing.value,
        "level": verdict.level.value,
        "reason": verdict.reason,
        "publisher": verdict.publisher or None,
        "facts": [_fact(fact) for fact in verdict.facts],
    }


def _fact(fact: ImageFact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "state": fact.state.value,
        "reason": fact.reason,
        "required": fact.required,
        "needs": list(fact.needs),
    }
