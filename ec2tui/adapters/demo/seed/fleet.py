"""Multiplies the account's instances to thousands without launching each in moto."""

import copy
from datetime import timedelta
from typing import Any

from moto.ec2.models.block_device import BlockDeviceMapping
from moto.ec2.models.instances import InstanceState, MetadataOptions, Reservation

from ec2tui.adapters.demo.chance import chance, hexadecimal
from ec2tui.adapters.demo.seed.instances import tags_of
from ec2tui.adapters.demo.seed.specs import BULK, Spec
from ec2tui.adapters.demo.world import World

PER_RESERVATION = 4
"""How many of the fleet came with one launch."""


def build_fleet(world: World, originals: list[tuple[Spec, Any]], wanted: int) -> None:
    """Add copies of the instances that a large account has many of, each with its own parts."""
    models = [(spec, one) for spec, one in originals if spec.name in BULK]
    random = chance(world.seed, "fleet")
    reservation: Any = None
    for number in range(wanted):
        spec, model = models[number % len(models)]
        backend = model.ec2_backend
        if reservation is None or number % PER_RESERVATION == 0 or reservation.demo_backend is not backend:
            reservation = Reservation(f"r-{hexadecimal(world.seed, 'reservation', number)}", world.account_id)
            reservation.demo_backend = backend
            backend.reservations[reservation.id] = reservation
        made = clone(world, model, number, tags_of(spec, f"{spec.name}-{number + 100:05d}"))
        made.demo_reservation = reservation.id
        made.launch_time = model.launch_time - timedelta(seconds=random.randrange(40 * 86400))
        if random.random() < 0.04:
            made._state = InstanceState("stopped", 80)
            made._reason = f"User initiated ({made.launch_time:%Y-%m-%d %H:%M:%S} GMT)"
        reservation.instances.append(made)


def clone(world: World, model: Any, number: int, tags: dict[str, str]) -> Any:
    """A running instance like the model, with interface and volumes of its own; the number must be new."""
    made = copy.copy(model)
    backend = model.ec2_backend
    made.id = f"i-{hexadecimal(world.seed, 'instance', number)}"
    made._state = InstanceState("running", 16)
    made.security_groups = list(model.security_groups)
    made.metadata_options = MetadataOptions(
        {
            "HttpTokens": model.metadata_options.http_tokens,
            "HttpPutResponseHopLimit": model.metadata_options.http_put_response_hop_limit,
        }
    )
    made._private_ips = set()
    made.demo_event = made.demo_failing_check = None
    made.nics = {0: _copy_interface(world, model.nics[0], made, number)}
    made.block_device_mapping = BlockDeviceMapping()
    for device, block in model.block_device_mapping.items():
        made.block_device_mapping[device] = _copy_volume(world, block, made, device, number)
    backend.tags[made.id] = tags
    return made


def _copy_interface(world: World, model: Any, instance: Any, number: int) -> Any:
    made = copy.copy(model)
    made.id = f"eni-{hexadecimal(world.seed, 'eni', number)}"
    made.attachment_id = f"eni-attach-{hexadecimal(world.seed, 'attach', number)}"
    made.instance = instance
    subnet = model.subnet
    taken = getattr(subnet, "demo_taken", 256)
    subnet.demo_taken = taken + 1
    address = str(subnet.cidr.network_address + taken % (subnet.cidr.num_addresses - 2))
    subnet._subnet_ips[address] = instance
    made.private_ip_address = address
    made.private_ip_addresses = [{"Primary": True, "PrivateIpAddress": address}]
    made._group_set = list(model._group_set)
    mac = hexadecimal(world.seed, "mac", number)
    made.mac_address = ":".join(("02", *(mac[i : i + 2] for i in range(1, 11, 2))))
    instance.ec2_backend.enis[made.id] = made
    return made


def _copy_volume(world: World, block: Any, instance: Any, device: str, number: int) -> Any:
    backend = instance.ec2_backend
    volume = copy.copy(backend.volumes[block.volume_id])
    volume.id = f"vol-{hexadecimal(world.seed, 'volume', device, number)}"
    volume.modifications = []
    volume.attachment = copy.copy(volume.attachment)
    volume.attachment.volume, volume.attachment.instance = volume, instance
    backend.volumes[volume.id] = volume
    made = copy.copy(block)
    made.volume_id = volume.id
    return made
