"""Finds instances, interfaces and tags by their id instead of scanning the account."""

from typing import Any

from moto.ec2.exceptions import InvalidInstanceIdError, InvalidNetworkInterfaceIdError
from moto.ec2.models.core import TaggedEC2Resource
from moto.ec2.models.elastic_network_interfaces import NetworkInterfaceBackend
from moto.ec2.models.instances import InstanceBackend
from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE, get_prefix

from ec2tui.adapters.demo.correction import Correction
from ec2tui.adapters.demo.world import World


def instance_index(backend: Any) -> dict[str, Any]:
    """All instances of a region by id, kept until the number of reservations or instances changes."""
    reservations = backend.reservations
    size = sum(len(reservation.instances) for reservation in reservations.values())
    cached: tuple[int, int, dict[str, Any]] | None = getattr(backend, "demo_index", None)
    if cached is None or cached[0] != len(reservations) or cached[1] != size:
        index = {one.id: one for reservation in reservations.values() for one in reservation.instances}
        backend.demo_index = cached = (len(reservations), size, index)
    return cached[2]


def _get_instance(backend: Any, instance_id: str) -> Any:
    found = instance_index(backend).get(instance_id)
    if found is None:
        raise InvalidInstanceIdError(instance_id)
    return found


def _get_multi_instances(backend: Any, instance_ids: list[str], filters: Any = None) -> list[Any]:
    index = instance_index(backend)
    missing = [one for one in instance_ids if one not in index]
    if missing:
        raise InvalidInstanceIdError(missing)
    return [index[one] for one in instance_ids if index[one].applies(filters)]


def _get_interface(backend: Any, eni_id: str) -> Any:
    found = backend.enis.get(eni_id)
    if found is None:
        raise InvalidNetworkInterfaceIdError(eni_id)
    return found


def _get_tags(resource: Any) -> list[dict[str, str]]:
    found = resource.ec2_backend.tags.get(resource.id)
    if not found:
        return []
    kind = EC2_PREFIX_TO_RESOURCE.get(get_prefix(resource.id), "")
    return [
        {"resource_id": resource.id, "key": key, "value": value, "resource_type": kind}
        for key, value in found.items()
    ]


def _get_instance_or_none(backend: Any, instance_id: str) -> Any:
    return instance_index(backend).get(instance_id)


def index_by_id(world: World) -> None:
    """Replace moto's scans, which make its work quadratic."""
    patches: tuple[tuple[Any, str, Any], ...] = (
        (TaggedEC2Resource, "get_tags", _get_tags),
        (InstanceBackend, "get_instance", _get_instance),
        (InstanceBackend, "get_instance_by_id", _get_instance_or_none),
        (InstanceBackend, "get_multi_instances_by_id", _get_multi_instances),
        (NetworkInterfaceBackend, "get_network_interface", _get_interface),
    )
    for owner, name, replacement in patches:
        setattr(owner, name, replacement)


CORRECTION = Correction(
    name="lookups-by-id",
    moto="copies and scans all reservations and all tags for each lookup: 10,000 instances take minutes",
    aws="answers a page of 1,000 in about a second whatever the size of the account",
    install=index_by_id,
)
