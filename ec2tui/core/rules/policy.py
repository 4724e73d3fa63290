"""The policy that judges plans: levels per rule, protected and required tags, change windows."""

from typing import TypeVar

import msgspec

from ec2tui.core.model.image_policy import ImagePolicy
from ec2tui.core.model.judgement import Level
from ec2tui.core.rules.images_policy import tighten_images
from ec2tui.core.rules.network.limits import NetworkLimits, tighten_limits
from ec2tui.core.rules.window import Window

T = TypeVar("T")

AWS_REFUSES = frozenset(
    {
        "subject_missing",
        "wrong_state",
        "cannot_be_stopped",
        "spot_cannot_be_protected",
        "reserved_tag",
        "tag_limit",
        "hop_limit_invalid",
        "groups_invalid",
        "peer_missing",
        "role_taken",
        "association_stale",
        "type_unknown",
        "type_architecture",
        "type_needs_ena",
        "type_boot_mode",
        "volume_shrinks",
        "volume_figures_invalid",
        "volume_in_use",
        "volume_zone",
        "account_invalid",
        "snapshot_of_an_image",
        "image_not_own",
        "image_protected",
        "image_date_past",
        "image_name_invalid",
        "alarm_cannot_recover",
        "alarm_figures_invalid",
    }
)
"""Rules whose verdicts no policy lowers: AWS would refuse the call, or it cannot be told what it does."""

ALWAYS_ASKED = frozenset({"termination_is_final", "termination_protected"})
"""Rules whose verdicts no policy lowers: what cannot be undone is asked, and protection is lifted first."""

FIXED = "no setting lowers this"
"""Stands for the setting that decides where none does."""


def decided_by(setting: str) -> str:
    """What decides about a verdict, in words; empty where nothing is named."""
    return f"decided by {setting}" if setting not in ("", FIXED) else setting


UNCONFIRMED = 10
"""How many resources a plan may change without a confirmation, when no policy says."""


LEVELS_OF_SETTINGS = {
    "protected_tag": Level.CONFIRM,
    "required_tag": Level.BLOCK,
    "change_window": Level.BLOCK,
    "blast_radius": Level.CONFIRM,
    "production": Level.CONFIRM,
}
"""The levels of the rules that a setting switches on; who sets it for a machine means them too."""


class Policy(msgspec.Struct, frozen=True):
    """What decides a level.

    `levels` replaces the level of a rule by its id, except of its INFO notes. `protect_tags` are patterns
    `key` or `key=value` (globs) of subjects whose change is confirmed. `required_tags` are tag keys that must
    stay. Outside all `windows`, or outside all `machine_windows` (none: always inside), nothing is changed.
    `production` raises every change to at least CONFIRM. `blast_radius` is how many resources a plan may
    change without a confirmation. `network` decides about security group rules, `images` about what is
    launched. `origin` names the file of a setting that a machine-wide policy decides.
    """

    levels: dict[str, Level] = {}
    protect_tags: tuple[str, ...] = ()
    required_tags: tuple[str, ...] = ()
    windows: tuple[Window, ...] = ()
    machine_windows: tuple[Window, ...] = ()
    production: bool = False
    blast_radius: int | None = None
    network: NetworkLimits = NetworkLimits()
    images: ImagePolicy = ImagePolicy()
    origin: dict[str, str] = {}

    @property
    def largest_unconfirmed(self) -> int:
        """How many resources a plan may change without a confirmation."""
        return UNCONFIRMED if self.blast_radius is None else self.blast_radius

    def level(self, rule: str, default: Level) -> Level:
        """The level of a rule's verdict: the policy's, else the default; what is fixed is only raised.

        A note (INFO) of a rule stays a note, unless the rule is switched off (`ok`).
        """
        chosen = self.levels.get(rule, default)
        if default is Level.INFO and chosen is not Level.OK:
            return default
        fixed = rule in AWS_REFUSES or rule in ALWAYS_ASKED
        return default if fixed and chosen.rank < default.rank else chosen

    def setting(self, name: str) -> str:
        """The setting that decides, as a review names it; with its file when a machine's policy decides."""
        where = self.origin.get(name)
        if where:
            return f"guardrails.{name} ({where})"
        return FIXED if name.removeprefix("levels.") in AWS_REFUSES | ALWAYS_ASKED else f"guardrails.{name}"


class Refusal(msgspec.Struct, frozen=True):
    """A user's setting that would loosen the machine-wide policy, and therefore does not count."""

    setting: str
    machine: str
    user: str
    origin: str = ""

    @property
    def sentence(self) -> str:
        """What is refused, and which setting decides."""
        where = f" ({self.origin})" if self.origin else ""
        return f"{self.setting} = {self.user} loosens the machine-wide policy{where}: {self.machine}."


def tighten(machine: Policy, user: Policy, origin: str = "") -> tuple[Policy, tuple[Refusal, ...]]:
    """Both policies as one, and what of the user's was refused; `origin` is the machine's file.

    Tags add up, both kinds of windows hold, and the user's levels, numbers and ports count only where
    stricter.
    """
    levels, from_machine, refused = _levels(machine, user, origin)
    radius, widest = user.blast_radius, machine.blast_radius
    if widest is not None:
        if radius is not None and radius > widest:
            refused.append(Refusal("blast_radius", str(widest), str(radius), origin))
        if radius is None or radius >= widest:
            from_machine["blast_radius"] = origin
            radius = widest
    if machine.production:
        from_machine["production"] = origin
    if machine.windows:
        from_machine["change_windows"] = origin
    network, decided, loosened = tighten_limits(machine.network, user.network)
    from_machine.update((f"network.{name}", origin) for name in decided)
    refused += [Refusal(f"network.{name}", ours, theirs, origin) for name, ours, theirs in loosened]
    images, decided, loosened = tighten_images(machine.images, user.images)
    from_machine.update((f"images.{name}", origin) for name in decided)
    refused += [Refusal(f"images.{name}", ours, theirs, origin) for name, ours, theirs in loosened]
    merged = Policy(
        levels,
        _both(machine.protect_tags, user.protect_tags),
        _both(machine.required_tags, user.required_tags),
        user.windows,
        _both(machine.machine_windows, machine.windows),
        machine.production or user.production,
        radius,
        network,
        images,
        from_machine,
    )
    return merged, tuple(refused)


def _levels(
    machine: Policy, user: Policy, origin: str
) -> tuple[dict[str, Level], dict[str, str], list[Refusal]]:
    """The stricter level of each rule, the settings that the machine decides, and what was refused."""
    levels, decided, refused = dict(user.levels), {}, []
    for rule, least in {**_implied(machine), **machine.levels}.items():
        chosen = levels.get(rule)
        if chosen is None or chosen.rank <= least.rank:
            decided[f"levels.{rule}"] = origin
            levels[rule] = least
        if chosen is not None and chosen.rank < least.rank:
            refused.append(Refusal(f"levels.{rule}", least.value, chosen.value, origin))
    return levels, decided, refused


def _implied(machine: Policy) -> dict[str, Level]:
    used = {
        "protected_tag": bool(machine.protect_tags),
        "required_tag": bool(machine.required_tags),
        "change_window": bool(machine.windows),
        "blast_radius": machine.blast_radius is not None,
        "production": machine.production,
    }
    return {rule: level for rule, level in LEVELS_OF_SETTINGS.items() if used[rule]}


def _both(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*first, *second)))
