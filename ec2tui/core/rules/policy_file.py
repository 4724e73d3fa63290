"""The `[guardrails]` section of a configuration, and of a machine-wide policy file, as a policy."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import msgspec

from ec2tui.core.model.image_policy import ImagePolicy
from ec2tui.core.model.judgement import Level
from ec2tui.core.rules.images_policy import mistakes as mistakes_of_images
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.network.limits import mistakes as mistakes_of
from ec2tui.core.rules.policy import Policy
from ec2tui.core.rules.window import Window, parse_window


class PolicyDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[guardrails]`: how plans are judged.

    `levels` gives rules another level (`ok`, `info`, `warn`, `confirm`, `block`); `protect_tags` are tags
    (`env=prod`) whose bearers are changed only after a confirmation; `required_tags` are tag keys that must
    stay; `change_windows` are the hours of changes (`mon-fri 09:00-17:00`, UTC); `blast_radius` is how many
    resources a plan may change without a confirmation; `production` confirms every change; `network` decides
    about security group rules, `images` about what is launched.
    """

    levels: dict[str, Level] = {}
    protect_tags: tuple[str, ...] = ()
    required_tags: tuple[str, ...] = ()
    change_windows: tuple[str, ...] = ()
    blast_radius: int | None = None
    production: bool = False
    network: NetworkLimits = NetworkLimits()
    images: ImagePolicy = ImagePolicy()


class PolicyMistake(msgspec.Struct, frozen=True):
    """A setting that cannot be used: where it is, and what is wrong with it."""

    path: str
    message: str


def policy_of(document: PolicyDocument) -> tuple[Policy, tuple[PolicyMistake, ...]]:
    """The policy that a document says, and its mistakes; with one, the policy is not to be used."""
    mistakes = list(_unknown_rules(document.levels)) if document.levels else []
    windows: list[Window] = []
    for at, text in enumerate(document.change_windows):
        try:
            windows.append(parse_window(text))
        except ValueError as error:
            mistakes.append(PolicyMistake(f"change_windows[{at}]", str(error)))
    for at, pattern in enumerate(document.protect_tags):
        if not pattern.partition("=")[0].strip():
            mistakes.append(PolicyMistake(f"protect_tags[{at}]", "a tag is `key` or `key=value`"))
    if document.blast_radius is not None and document.blast_radius < 0:
        mistakes.append(PolicyMistake("blast_radius", "a number of resources is 0 or more"))
    mistakes += [PolicyMistake(f"network.{name}", text) for name, text in mistakes_of(document.network)]
    mistakes += [PolicyMistake(f"images.{name}", text) for name, text in mistakes_of_images(document.images)]
    policy = Policy(
        document.levels,
        document.protect_tags,
        document.required_tags,
        tuple(windows),
        production=document.production,
        blast_radius=document.blast_radius,
        network=document.network,
        images=document.images,
    )
    return policy, tuple(mistakes)


def _unknown_rules(levels: Iterable[str]) -> Iterator[PolicyMistake]:
    # Every start reads a policy, and few name rules: only those wait for all guardrails to be imported.
    from ec2tui.core.rules.guardrails import RULE_IDS

    for rule in levels:
        if rule not in RULE_IDS:
            near = get_close_matches(rule, RULE_IDS, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            yield PolicyMistake(f"levels.{rule}", f"there is no rule {rule!r}{hint}")
