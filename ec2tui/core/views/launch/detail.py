"""What is told in full of the field of a launch under the cursor, below the form."""

from collections.abc import Callable, Iterator

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.launch import profile_arn
from ec2tui.core.changes.launch_volumes import volumes_of
from ec2tui.core.model.image import Image
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.launch import LaunchVolume
from ec2tui.core.model.role_policies import RolePolicies
from ec2tui.core.model.wish import Wish
from ec2tui.core.rules.images.known import verdict_of
from ec2tui.core.views.image_words import STANDING_TONES
from ec2tui.core.views.instance_types import gib
from ec2tui.core.views.launch.about import note
from ec2tui.core.views.launch.groups import group_lines
from ec2tui.core.views.launch.place import Place
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone

HELP = {
    "type": "Only types that fit the image's architecture, boot mode and drivers, and the subnet's zone.",
    "name": "The Name tag of the instances; several get the same.",
    "count": "All of them are launched, or none.",
    "subnet": "Where they are: the network, and the zone. Of each subnet AWS keeps five addresses.",
    "public": "Without one they are reached through an EC2 Instance Connect endpoint, SSM or a bastion.",
    "key": "The private half never leaves this machine; of a new pair only the public half goes to AWS.",
    "encrypted": "All volumes, with the region's usual key.",
    "protect": "Nobody terminates them before this is taken off again.",
    "protect_stop": "Nobody stops them before this is taken off again.",
    "imds": "How software on it asks for its role's credentials.",
    "hop_limit": "1 keeps the credentials from containers; 2 lets them ask.",
    "shutdown": "What `shutdown` on the instance itself does.",
    "monitoring": "Metrics every minute instead of every five; it is paid for.",
    "spot": "One-time: what AWS takes back is terminated.",
    "placement_group": "Close together, or apart, as the group says.",
    "tenancy": "Dedicated hardware costs more.",
    "user_data": "A script or cloud-init. Everybody who may describe the instance reads it: no secrets.",
    "tags": "On the instances and their volumes.",
}
"""What each field means, where nothing of the account says more."""


def detail(name: str, wish: Wish, place: Place) -> tuple[Line, ...]:
    """The lines about a field."""
    lines = tuple(_OF[name](wish, place)) if name in _OF else ()
    return lines or ((Cell(HELP.get(name, ""), Tone.DIM),),)


def _image(wish: Wish, place: Place) -> Iterator[Line]:
    image = place.image(wish)
    if not isinstance(image, Image):
        return
    verdict = verdict_of(image, place.inventory, place.now)
    yield (
        Cell(clean(f"{image.id} {image.name}"), Tone.KEY),
        Cell(clean(f" of {image.owner_id}"), Tone.DIM),
        Cell(f" {image.platform_details or ''}", Tone.DIM),
    )
    yield (Cell(clean(verdict.reason), STANDING_TONES[verdict.standing]),)
    for fact in verdict.failing:
        if fact.reason != verdict.reason:
            yield (Cell(clean(f"{fact.state.value}: {fact.reason}"), Tone.DIM),)


def _type(wish: Wish, place: Place) -> Iterator[Line]:
    yield (Cell(HELP["type"], Tone.DIM),)
    kind = place.inventory.instance_type(place.at._replace(id=wish.type))
    if isinstance(kind, InstanceType):
        words = [
            f"{kind.vcpus} vCPU",
            f"{gib(kind.memory)} GiB memory",
            f"network {kind.network or 'not told'}",
        ]
        words += [f"{kind.gpus} {kind.gpu_name}"] if kind.gpus else []
        words += [f"{kind.storage} GB of disks that go with it"] if kind.storage else []
        yield (Cell(clean(f"{kind.key.id}: {', '.join(words)}")),)
        said = note("type", wish, place)
        yield (Cell(clean(said.text), said.tone),)


def _key(wish: Wish, place: Place) -> Iterator[Line]:
    yield (Cell(HELP["key"], Tone.DIM),)
    path = (place.keys or {}).get(wish.key, "") if wish.key else ""
    if path:
        yield (Cell(clean(f"{wish.key}: {path}")),)


def _role(wish: Wish, place: Place) -> Iterator[Line]:
    found = place.inventory.role_policies(place.at._replace(id=profile_arn(wish.role, place.at)))
    if wish.role and isinstance(found, RolePolicies):
        yield (
            Cell(
                clean(f"Role {found.role or 'none'}: whoever gets onto the instance may do all that it may."),
            ),
        )
        for arn in found.managed:
            yield (Cell(clean(f"  {arn}"), Tone.KEY),)
        for name in found.inline:
            yield (Cell(clean(f"  {name}"), Tone.KEY), Cell("  its own, whose text is not read", Tone.DIM))


def _volumes(wish: Wish, place: Place) -> Iterator[Line]:
    image = place.image(wish)
    found = volumes_of(wish, image) if isinstance(image, Image) else ()
    if isinstance(found, Unready):
        yield (Cell(clean(found.reason), Tone.BAD),)
        return
    for volume in found:
        yield _volume_line(volume)


def _volume_line(volume: LaunchVolume) -> Line:
    words = [f"{volume.size} GiB" if volume.size else "its snapshot's size", volume.type]
    words += [f"{volume.iops} IOPS"] if volume.iops else []
    words += [f"{volume.throughput} MiB/s"] if volume.throughput else []
    words += ["encrypted" if volume.encrypted else "NOT encrypted"]
    words += ["stays after termination" if volume.keep else "deleted on termination"]
    return (Cell(clean(f"  {volume.device:<10} "), Tone.KEY), Cell(clean(", ".join(words))))


_OF: dict[str, Callable[[Wish, Place], Iterator[Line]]] = {
    "image": _image,
    "type": _type,
    "key": _key,
    "groups": lambda wish, place: iter(group_lines(wish, place)),
    "role": _role,
    "size": _volumes,
    "keep": _volumes,
    "volumes": _volumes,
    "encrypted": _volumes,
}
