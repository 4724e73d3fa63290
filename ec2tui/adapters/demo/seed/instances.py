"""Launches the account's instances in moto, and gives each the life its row describes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from moto.core.types import Base64EncodedString
from moto.ec2.models.instances import MetadataOptions, StateReason

from ec2tui.adapters.demo.chance import chance
from ec2tui.adapters.demo.lifecycle import FIRST_STOP, PASSING, SHUTTING_DOWN, STATES
from ec2tui.adapters.demo.seed.networks import NETWORKS, remember
from ec2tui.adapters.demo.seed.roles import PROFILES, profile_of
from ec2tui.adapters.demo.seed.specs import SPECS, Spec, instance_name
from ec2tui.adapters.demo.world import World

_ROOT = {"windows-2022": "/dev/sda1", "windows-2019": "/dev/sda1"}


def build_instances(world: World, limit: int) -> list[tuple[Spec, Any]]:
    """Launch the sixty, or the first of them; gives each with its row."""
    made = []
    for spec, number in _rows(limit):
        made.append((spec, _launch(world, spec, number)))
    return made


def _rows(limit: int) -> Iterator[tuple[Spec, int]]:
    rows = [(spec, number) for spec in SPECS for number in range(spec.count)]
    if limit < len(rows):  # a smaller account still has some of everything
        rows.sort(key=lambda row: row[1])
    yield from rows[:limit]


def _launch(world: World, spec: Spec, number: int) -> Any:
    network = next(one for one in NETWORKS if one.name == spec.network)
    backend = world.ec2(network.region)
    zones = network.zones
    subnet = spec.subnet if "-" in spec.subnet else f"{spec.subnet}-{zones[number % len(zones)]}"
    name = instance_name(spec, number)
    reservation = backend.run_instances(
        world.names[f"{network.region}/image/{spec.image}"],
        1,
        Base64EncodedString.from_raw_string(spec.user_data) if spec.user_data else None,
        [],
        instance_type=spec.type,
        is_instance_type_default=False,
        region_name=network.region,
        subnet_id=world.names[f"{network.region}/subnet/{network.name}-{subnet}"],
        security_group_ids=[world.names[f"{network.region}/sg/{group}"] for group in spec.groups],
        associate_public_ip=spec.public and not spec.elastic,
        monitoring_state="enabled" if spec.monitored else "disabled",
        instance_initiated_shutdown_behavior=spec.shutdown,
        disable_api_termination=spec.protected,
        ebs_optimized=True,
        block_device_mappings=_devices(spec),
        tags={"instance": tags_of(spec, name)},
        client_token="",
    )
    instance = reservation.instances[0]
    instance.demo_reservation = reservation.id
    instance.key_name = spec.key
    remember(world, network.region, "instance", name, instance.id)
    _furnish(world, spec, instance, name)
    _age(world, spec, instance, number)
    _set_state(world, spec, instance)
    return instance


def tags_of(spec: Spec, name: str) -> dict[str, str]:
    """The tags of an instance of this row."""
    if spec.untagged:
        return {"Name": name}
    env = {"prod": "prod", "staging": "staging", "analytics": "dev"}[spec.network]
    tags = {
        "Name": name,
        "env": env,
        "team": spec.team,
        "service": spec.service,
        "owner": f"{spec.team}@example.com",
        "cost-center": f"CC-{1000 + sum(spec.team.encode()) % 900}",
    }
    kind, _, owner = spec.owner.partition(":")
    if kind == "asg":
        tags["aws:autoscaling:groupName"] = owner
    elif kind == "cfn":
        tags["aws:cloudformation:stack-name"] = owner
        tags["aws:cloudformation:logical-id"] = "Worker"
    elif kind == "tf":
        tags["managed-by"] = "terraform"
        tags["terraform:workspace"] = owner
    return {**tags, **dict(spec.tags)}


def _devices(spec: Spec) -> list[dict[str, Any]]:
    root = "/dev/sda1" if spec.image.startswith(("windows", "ubuntu", "impostor")) else "/dev/xvda"
    devices = [_device(root, spec.root, spec.encrypted, spec.root_deleted)]
    if spec.data:
        size, encrypted, deleted = spec.data
        devices.append(_device("/dev/sdf", size, encrypted, deleted))
    return devices


def _device(name: str, size: int, encrypted: bool, deleted: bool) -> dict[str, Any]:
    ebs = {
        "VolumeSize": size,
        "VolumeType": "gp3",
        "Encrypted": encrypted,
        "DeleteOnTermination": deleted,
        "SnapshotId": None,
        "KmsKeyId": None,
    }
    return {"DeviceName": name, "NoDevice": None, "VirtualName": None, "Ebs": ebs}


def _furnish(world: World, spec: Spec, instance: Any, name: str) -> None:
    backend = instance.ec2_backend
    instance.metadata_options = MetadataOptions(
        {"HttpTokens": spec.tokens, "HttpPutResponseHopLimit": spec.hops}
    )
    instance.lifecycle = "spot" if spec.spot else None
    instance.demo_failing_check, instance.demo_event = spec.failing, spec.event
    for nic in instance.nics.values():
        nic.delete_on_termination = True
        nic._group_set = list(dict.fromkeys(nic._group_set))
        nic.add_tags(_own_tags(spec, name))
        if spec.ipv6:
            backend.assign_ipv6_addresses(nic.id, ipv6_count=1)
    if spec.role:
        backend.associate_iam_instance_profile(instance.id, PROFILES.get(spec.role, spec.role))
        instance.demo_profile = profile_of(world, spec.role)
    if spec.elastic:
        address = backend.allocate_address("vpc")
        backend.associate_address(instance=instance, allocation_id=address.allocation_id)
        address.add_tags({"Name": name})
    for device, block in instance.block_device_mapping.items():
        volume = backend.volumes[block.volume_id]
        purpose = "root" if device != "/dev/sdf" else "scratch" if block.delete_on_termination else "data"
        volume.add_tags(_own_tags(spec, f"{name}-{purpose}"))
        remember(world, backend.region_name, "volume", f"{name}-{purpose}", volume.id)
        if spec.keep and device == "/dev/sdf":
            volume.add_tags({"keep": "true"})


def _own_tags(spec: Spec, name: str) -> dict[str, str]:
    """The tags of what belongs to an instance: AWS's own are not handed on."""
    return {key: value for key, value in tags_of(spec, name).items() if not key.startswith("aws:")}


def _age(world: World, spec: Spec, instance: Any, number: int) -> None:
    spread = chance(world.seed, "age", spec.name, number).uniform(0.8, 1.2)
    instance.launch_time = world.clock.naive() - timedelta(days=spec.days * spread)
    instance.launch_time = instance.launch_time.replace(microsecond=0)
    for nic in instance.nics.values():
        nic.attach_time = instance.launch_time
    for block in instance.block_device_mapping.values():
        block.attach_time = instance.launch_time
        volume = instance.ec2_backend.volumes[block.volume_id]
        volume.create_time = instance.launch_time
        if volume.attachment is not None:
            volume.attachment.attach_time = instance.launch_time


def _set_state(world: World, spec: Spec, instance: Any) -> None:
    if spec.state == "running":
        return
    if spec.state == "pending":
        world.lifecycle.boot(instance, PASSING)
    elif spec.state == "stopping":
        world.lifecycle.stop(instance, FIRST_STOP)
    elif spec.state == "shutting-down":
        world.lifecycle.terminate(instance, SHUTTING_DOWN)
    else:
        days = 20 / 1440 if spec.state == "terminated" else min(45, spec.days / 2)
        since = world.clock.now() - timedelta(days=days)
        instance.stop() if spec.state == "stopped" else instance.terminate()
        instance._reason = f"User initiated ({since:%Y-%m-%d %H:%M:%S} GMT)"
        code = "Client.UserInitiatedShutdown"
        instance.state_reason = StateReason(f"{code}: User initiated shutdown", code)
    assert instance._state.code == STATES[spec.state]
