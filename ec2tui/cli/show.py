"""`ec2tui show`: everything about one instance."""

import asyncio
from typing import Any

from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.reading import connected, report
from ec2tui.cli.targets import the_one
from ec2tui.core.config.checks import settings_of
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.finding import Finding, FindingStatus
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.survey import Survey
from ec2tui.core.rules.accepting import Exceptions
from ec2tui.core.rules.posture.catalog import FAMILIES
from ec2tui.core.rules.posture.scene import Scene
from ec2tui.core.views import detail
from ec2tui.core.views.durations import iso
from ec2tui.core.views.finding_words import finding_lines
from ec2tui.core.views.findings_json import finding_json
from ec2tui.core.views.findings_lines import reason_of
from ec2tui.core.views.findings_row import TOLD
from ec2tui.core.views.findings_row import found as row
from ec2tui.core.views.instance_facts import type_of
from ec2tui.core.views.instance_json import as_json
from ec2tui.core.views.owners import owners
from ec2tui.core.views.survey import survey_lines
from ec2tui.core.views.survey_json import survey_json
from ec2tui.core.views.text import clean
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
        judged = findings_of(context, inventory, instance.key)
        if context.options.output == "json":
            told = [finding_json(row(one, inventory)) for one in judged if one.status in TOLD]
            surveyed = survey_json(found)
            context.output.document({**document(instance, inventory), **surveyed, "findings": told})
        else:
            _write(context, instance, inventory)
            _write_survey(context, found, inventory)
            _write_findings(context, instance, judged)
        return report((*around, *deciding))


def _write_survey(context: Context, found: Survey, inventory: Inventory) -> None:
    context.output.line("")
    context.output.spans([Cell("WHO MAY REACH IT", Tone.HEADING)])
    for line in survey_lines(found, inventory):
        context.output.spans(line)


def findings_of(context: Context, inventory: Inventory, key: Key) -> list[Finding]:
    """What the checks say about the instance by what was read for it: much of it is unknown then."""
    settings = context.settings
    off = frozenset(settings.checks.off)
    scene = Scene(inventory, settings_of(context.changing().policy, settings.checks), context.clock.now())
    exceptions = Exceptions(settings.accept)
    item = inventory.table(Kind.INSTANCES).get(key)
    families = (family for family in FAMILIES if family.kind is Kind.INSTANCES)
    found = [finding for family in families for finding in family.judge(scene, key)]
    return [exceptions.applied(one, item, scene.now) for one in found if one.check not in off]


def _write_findings(context: Context, instance: Instance, judged: list[Finding]) -> None:
    context.output.line("")
    context.output.spans([Cell("FINDINGS", Tone.HEADING)])
    failing = [one for one in judged if one.status is FindingStatus.FAIL]
    accepted = [one for one in judged if one.status is FindingStatus.ACCEPTED]
    unknown = sum(one.status is FindingStatus.UNKNOWN for one in judged)
    for line in finding_lines(failing):
        context.output.spans(line)
    for one in accepted:
        words = clean(reason_of(one), 600)
        context.output.spans([Cell("  accepted ", Tone.DIM), Cell(f"{one.check} ", Tone.KEY), Cell(words)])
    if unknown:
        more = f"  {unknown} checks need what is not read here: ec2tui check id:{instance.id}"
        context.output.spans([Cell(more, Tone.DIM)])
    elif not failing and not accepted:
        context.output.spans([Cell("  none", Tone.GOOD)])


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
