"""Volumes and snapshots beside those of the instances: an orphan, backups, and a public one."""

from datetime import timedelta

from ec2tui.adapters.demo.seed.networks import remember
from ec2tui.adapters.demo.world import World

BACKED_UP = ("orders-db-01", "orders-db-02", "search-01", "archive")
"""Instances whose data volume has a recent snapshot."""


def build_volumes(world: World) -> None:
    """Make what belongs to no instance, and the backups."""
    backend = world.ec2("eu-west-1")
    orphan = backend.create_volume(120, "eu-west-1a", volume_type="gp3")
    orphan.create_time = world.clock.naive() - timedelta(days=420)
    orphan.add_tags({"Name": "orders-db-old-data", "env": "prod", "team": "data", "keep": "unclear"})
    remember(world, "eu-west-1", "volume", "orphan", orphan.id)
    dump = backend.create_snapshot(orphan.id, "dump for the supplier")
    dump.create_volume_permission_groups.add("all")
    dump.start_time = world.clock.naive() - timedelta(days=419)
    dump.add_tags({"Name": "public-dump", "team": "mobile"})
    remember(world, "eu-west-1", "snapshot", "public-dump", dump.id)
    for name in BACKED_UP:
        _back_up(world, name)


def _back_up(world: World, name: str) -> None:
    for region in world.regions:
        instance_id = world.names.get(f"{region}/instance/{name}")
        if instance_id is None:
            continue
        backend = world.ec2(region)
        for block in backend.get_instance(instance_id).block_device_mapping.values():
            snapshot = backend.create_snapshot(block.volume_id, f"nightly backup of {name}")
            snapshot.start_time = world.clock.naive() - timedelta(hours=9)
            snapshot.add_tags({"Name": f"{name}-nightly", "backup": "nightly", "env": "prod", "team": "data"})
