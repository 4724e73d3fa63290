"""Builds the whole demo account, the same for the same seed, and starts its endpoint's machinery."""

from datetime import datetime
from pathlib import Path
from typing import Any

import moto.core.utils
from moto.moto_api._internal import mock_random

from ec2tui.adapters.demo.clock import Clock
from ec2tui.adapters.demo.lifecycle import Lifecycle
from ec2tui.adapters.demo.seed.rsa_keys import KeyMaker
from ec2tui.adapters.demo.world import World


def build_world(
    seed: int, instances: int, directory: Path, keys: KeyMaker, standing_at: datetime | None = None
) -> World:
    """An account of so many instances, with moto corrected to behave as AWS does."""
    clock = Clock(standing_at)
    moto.core.utils.utcnow = clock.naive
    world = World(seed, directory, clock, Lifecycle(clock, seed))
    mock_random.seed(seed)
    _correct(world)
    _populate(world, instances, keys)
    return world


def _correct(world: World) -> None:
    from ec2tui.adapters.demo.corrections import CORRECTIONS
    from ec2tui.adapters.demo.emulator import install

    install(CORRECTIONS, world)


def _populate(world: World, instances: int, keys: KeyMaker) -> None:
    from ec2tui.adapters.demo.seed.alarms import build_alarms
    from ec2tui.adapters.demo.seed.connect_endpoints import build_connect_endpoints
    from ec2tui.adapters.demo.seed.fleet import build_fleet
    from ec2tui.adapters.demo.seed.groups import build_groups
    from ec2tui.adapters.demo.seed.images import build_images
    from ec2tui.adapters.demo.seed.instances import build_instances
    from ec2tui.adapters.demo.seed.keys import build_keys
    from ec2tui.adapters.demo.seed.networks import build_networks
    from ec2tui.adapters.demo.seed.roles import build_roles
    from ec2tui.adapters.demo.seed.upkeep import build_upkeep
    from ec2tui.adapters.demo.seed.volumes import build_volumes

    build_networks(world)
    build_groups(world)
    build_images(world)
    build_roles(world)
    made: list[Any] = build_instances(world, instances)
    build_volumes(world)
    build_fleet(world, made, max(0, instances - len(made)))
    build_alarms(world)
    build_connect_endpoints(world)
    build_keys(world, keys)
    build_upkeep(world)
