"""`ec2tui show`: everything about one instance."""

import asyncio
from typing import Any

from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.reading import connected, report
from ec2tui.cli.targets import the_one
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.survey import Survey
from ec2tui.core.views import detail
from ec2tui.core.views.durations import iso
from ec2tui.core.views.instance_facts import type_of
from ec2tui.core.views.instance_json import as_json
from ec2tui.core.views.owners import owners
from ec2tui.core.views.survey import survey_lines
from ec2tui.core.views.survey_json import survey_json
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.services.surveying import read_survey, survey
from ec2tui.services.target import read_around

SECTIONS = (
    ("Overview", detail.overview),
    ("Network", detail.network),
    ("Storage", detail.storage),
    ("Tags", detail.tags),
)


def run(context: Context) -> ExitCode:
    """Shows one instance; the exit status says whether it was found, and all of it read."""
    return asyncio.run(_show(context))


async def _show(context: Context) -> ExitCode:
    async with connected(context) as session:
        instance = await the_one(session, context.options.target)
        around, deciding = await asyncio.gather(
            read_around(session, instance), read_survey(session, (instance,))
        )
        inventory = session.store.inventory
        limits = context.changing().policy.network
        found = survey(inventory, instance.key, limits, context.clock.now())
        assert isinstance(found, Survey)
        if context.options.output == "json":
            context.output.document({**document(instance, inventory), **survey_json(found)})
        else:
            _write(context, instance, inventory)
            _write_survey(context, found, inventory)
        return report((*around, *deciding))


def _write_survey(context: Context, found: Survey, inventory: Inventory) -> None:
    context.output.line("")
    context.output.spans([Cell("WHO MAY REACH IT", Tone.HEADING)])
    for line in survey_lines(found, inventory):
        context.output.spans(line)


def _write(context: Context, instance: Instance, inventory: Inventory) -> None:
    now = context.clock.now()
    for at, (title, view) in enumerate(SECTIONS):
        if at:
            context.output.line("")
        context.output.spans([Cell(title.upper(), Tone.HEADING)])
        for line in view(instance, inventory, now):
            context.output.spans(line)


def document(instance: Instance, inventory: Inventory) -> dict[str, Any]:
    """The instance as `ls -o json` has it, with its volumes, its type's size, its image and its owners."""
    account, region, _ = instance.key
    offer = type_of(instance, inventory)
    image = inventory.image(Key(account, region, instance.image_id))
    return {
        **as_json(instance, inventory),
        "vcpus": None if isinstance(offer, Missing) else offer.vcpus,
        "memory_mib": None if isinstance(offer, Missing) else offer.memory,
        "image_name": None if isinstance(image, Missing) else image.name,
        "image_owner": None if isinstance(image, Missing) else image.owner_id,
        "volumes": [
            _volume(Key(account, region, device.volume_id), inventory) for device in instance.block_devices
        ],
        "owners": [{"tool": one.tool, "name": one.name, "proof": one.proof} for one in owners(instance)],
    }


def _volume(key: Key, inventory: Inventory) -> dict[str, Any]:
    """A volume by AWS's words; only its id when it could not be read."""
    volume = inventory.volume(key)
    known = None if isinstance(volume, Missing) else volume
    return {
        "id": key.id,
        "size_gib": known and known.size,
        "type": known and known.type,
        "state": known and known.state,
        "encrypted": known and known.encrypted,
        "kms_key_id": known and known.kms_key_id,
        "iops": known and known.iops,
        "throughput": known and known.throughput,
        "snapshot_id": known and known.snapshot_id,
        "create_time": known and iso(known.create_time),
        "tags": known and dict(known.tags),
    }
