"""An instance that does not exist yet, in words: everything that a launch decides."""

from collections.abc import Iterator

from ec2tui.core.model.instance import Instance

_METADATA = {"required": "version 2 only", "optional": "versions 1 and 2", "": "off"}


def new_instance(it: Instance) -> Iterator[tuple[str, str]]:
    """(what, how it will be) of the instance, AWS's names as they are (untrusted)."""
    yield "type", it.type + (", Spot" if it.lifecycle == "spot" else "")
    yield "image", it.image_id
    yield "subnet", " ".join(word for word in (it.subnet_id, it.az) if word) or "AWS's choice"
    yield "public address", "yes" if it.public_ip else "no"
    yield "security groups", ", ".join(group.name or group.id for group in it.security_groups) or "default"
    yield "key pair", it.key_name or "none"
    yield "role", it.profile or "none"
    told = "off" if it.metadata.http_endpoint == "disabled" else _METADATA.get(it.metadata.http_tokens, "")
    hops = f", hop limit {it.metadata.hop_limit}" if it.metadata.hop_limit is not None else ""
    yield "metadata service", f"{told}{hops}"
    if it.monitoring == "enabled":
        yield "detailed monitoring", "on"
    if it.placement_group:
        yield "placement group", it.placement_group
    for key, value in it.tags:
        yield f"tag {key}", value
