"""What is said beside a field of a launch, and in full about the one under the cursor."""

from collections.abc import Callable

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.launch import profile_arn
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.price import Price
from ec2tui.core.model.role_policies import RolePolicies
from ec2tui.core.model.wish import Wish
from ec2tui.core.rules.guardrails.settings import broad_policies
from ec2tui.core.rules.images.known import verdict_of
from ec2tui.core.views.image_words import STANDING_TONES
from ec2tui.core.views.instance_types import gib
from ec2tui.core.views.launch.choices import key_words, subnet_words
from ec2tui.core.views.launch.groups import group_note
from ec2tui.core.views.launch.place import Place
from ec2tui.core.views.money import money
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.core.views.type_choice import choice_for_image

NOTHING = Cell("")


def note(name: str, wish: Wish, place: Place) -> Cell:
    """What is said beside the field of this name, most of it only where it matters (untrusted)."""
    return _NOTES[name](wish, place) if name in _NOTES else NOTHING


def _image(wish: Wish, place: Place) -> Cell:
    if not wish.image:
        return Cell("needed", Tone.WARN)
    image = place.image(wish)
    if not isinstance(image, Image):
        return Cell("not read yet", Tone.DIM) if wish.image.startswith("ami-") else NOTHING
    verdict = verdict_of(image, place.inventory, place.now)
    words = f"{verdict.standing.letter} {verdict.standing.value}  {image.architecture}"
    more = "" if verdict.vetted else f"  {verdict.reason}"
    return Cell(words + more, STANDING_TONES[verdict.standing])


def _type(wish: Wish, place: Place) -> Cell:
    if not wish.type:
        return Cell("needed", Tone.WARN)
    kind = place.inventory.instance_type(place.at._replace(id=wish.type))
    if not isinstance(kind, InstanceType):
        return Cell("no such type here", Tone.BAD) if kind is Missing.GONE else NOTHING
    image, subnet = place.image(wish), place.subnet(wish)
    words = [f"{kind.vcpus} vCPU", f"{gib(kind.memory)} GiB"]
    words += [f"{kind.gpus} {kind.gpu_name}"] if kind.gpus else []
    if isinstance(image, Image):
        zone = "" if isinstance(subnet, Unready) else subnet.az
        choice = choice_for_image(image, zone, wish.tenancy or None)
        wrong = choice.misfit(kind, place.inventory)
        if wrong:
            return Cell(f"does not fit: {wrong}", Tone.BAD)
        price = Missing.GONE if wish.spot else choice.price(wish.type, place.inventory)
        if isinstance(price, Price):
            words.append(f"{money(price.hourly)} {price.currency}/h")
            words.append(f"{price.monthly * wish.count:,.2f} a month")
    return Cell("  ".join(word for word in words if word), Tone.DIM)


def _subnet(wish: Wish, place: Place) -> Cell:
    found = place.subnet(wish)
    if isinstance(found, Unready):
        wrong = found.reason if wish.subnet else "there is no default subnet"
        return Cell(f"needed: {wrong}", Tone.WARN)
    free = found.free_addresses
    if free is not None and free < wish.count:
        return Cell(f"full: {free} addresses are free, {wish.count} are needed", Tone.BAD)
    usual = "" if wish.subnet else "  the default"
    return Cell(subnet_words(found) + usual, Tone.DIM)


def _public(wish: Wish, place: Place) -> Cell:
    return Cell("what the groups open is open from outside", Tone.WARN) if wish.public else NOTHING


def _key(wish: Wish, place: Place) -> Cell:
    if not wish.key:
        if place.windows(wish):
            return Cell("without a pair the password can never be read", Tone.WARN)
        return Cell("EC2 Instance Connect, or SSM with a role", Tone.DIM)
    pair = place.here(Kind.KEY_PAIRS).get(place.at._replace(id=wish.key))
    if pair is None:
        return NOTHING
    wrong = place.windows(wish) and pair.type == "ed25519"
    lost = place.keys is not None and not place.keys.get(wish.key)
    tone = Tone.BAD if wrong else Tone.WARN if lost else Tone.DIM
    return Cell(key_words(pair.name, pair.type, wish, place), tone)


def _role(wish: Wish, place: Place) -> Cell:
    if not wish.role:
        return Cell("SSM cannot reach it", Tone.DIM)
    found = place.inventory.role_policies(place.at._replace(id=profile_arn(wish.role, place.at)))
    if not isinstance(found, RolePolicies):
        return Cell("there is no such instance profile", Tone.BAD) if found is Missing.GONE else NOTHING
    broad = broad_policies(found)
    if broad:
        return Cell(f"far too much: {', '.join(broad)}", Tone.WARN)
    names = (*(arn.rsplit("/", 1)[-1] for arn in found.managed), *found.inline)
    return Cell(f"carries {', '.join(names) or 'no policy'}", Tone.DIM)


def _encrypted(wish: Wish, place: Place) -> Cell:
    return NOTHING if wish.encrypted else Cell("whoever gets a snapshot reads it", Tone.WARN)


def _keep(wish: Wish, place: Place) -> Cell:
    words = "it stays after termination, and costs" if wish.keep else "deleted on termination"
    return Cell(words, Tone.DIM)


def _imds(wish: Wish, place: Place) -> Cell:
    loose = wish.imds == "optional"
    return Cell("version 1 lets forged requests read the role's keys", Tone.WARN) if loose else NOTHING


def _shutdown(wish: Wish, place: Place) -> Cell:
    if wish.shutdown == "terminate" and wish.protect:
        return Cell("termination protection does not hold against it", Tone.WARN)
    return NOTHING


def _spot(wish: Wish, place: Place) -> Cell:
    if not wish.spot:
        return NOTHING
    if wish.protect or wish.protect_stop:
        return Cell("AWS gives Spot instances no protection", Tone.BAD)
    return Cell("cheaper; AWS takes it back with two minutes' notice", Tone.WARN)


def _user_data(wish: Wish, place: Place) -> Cell:
    return Cell("looked through for secrets at the review", Tone.DIM) if wish.user_data else NOTHING


def _tags(wish: Wish, place: Place) -> Cell:
    missing = place.missing_tags(wish)
    return Cell(f"needed by policy: {', '.join(missing)}", Tone.WARN) if missing else NOTHING


_NOTES: dict[str, Callable[[Wish, Place], Cell]] = {
    "image": _image,
    "type": _type,
    "subnet": _subnet,
    "public": _public,
    "groups": group_note,
    "key": _key,
    "role": _role,
    "encrypted": _encrypted,
    "keep": _keep,
    "imds": _imds,
    "shutdown": _shutdown,
    "spot": _spot,
    "user_data": _user_data,
    "tags": _tags,
}
