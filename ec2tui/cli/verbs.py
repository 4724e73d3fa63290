"""The verbs of the command line in families of one subject each, in the order in which help lists them."""

import argparse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ec2tui.cli import (
    alarm_options,
    change_options,
    check_options,
    general_options,
    image_options,
    key_options,
    launch_options,
    metric_options,
    sg_options,
    ssh_options,
    storage_options,
    tunnel_options,
)


@dataclass(frozen=True, slots=True)
class Family:
    """Verbs of one subject."""

    verbs: tuple[tuple[str, str], ...]
    """(verb, what it does) of each."""
    arguments: Callable[[str, argparse.ArgumentParser], None]
    """Gives the parser of a verb what that verb takes."""
    many: Mapping[str, str] = field(default_factory=dict)
    """The argument of a verb that takes any number of words, by verb; the words may stand between options."""
    whole: Mapping[str, str] = field(default_factory=dict)
    """The argument of a verb that takes every word after `--` as it is, by verb."""


FAMILIES: tuple[Family, ...] = (
    Family(general_options.GENERAL_VERBS, general_options.general_arguments, {"ls": "query"}),
    Family(
        (*change_options.CHANGE_VERBS, *change_options.OWN_VERBS),
        change_options.change_arguments,
        dict.fromkeys(change_options.NAMES, "targets"),
    ),
    Family(launch_options.LAUNCH_VERBS, launch_options.launch_arguments),
    Family(
        storage_options.LIST_VERBS,
        storage_options.list_arguments,
        dict.fromkeys(storage_options.LISTS, "query"),
    ),
    Family(
        storage_options.STORAGE_VERBS,
        storage_options.storage_arguments,
        dict.fromkeys(storage_options.NAMES, "items"),
    ),
    Family(image_options.IMAGE_VERBS, image_options.image_arguments),
    Family(sg_options.SG_VERBS, sg_options.sg_arguments, sg_options.MANY),
    Family(check_options.CHECK_VERBS, check_options.check_arguments, {"check": "query"}),
    Family(metric_options.METRIC_VERBS, metric_options.metric_arguments),
    Family(alarm_options.ALARM_VERBS, alarm_options.alarm_arguments, alarm_options.MANY),
    Family(key_options.KEY_VERBS, key_options.key_arguments, {"keys delete": "items"}),
    Family(ssh_options.SSH_VERBS, ssh_options.ssh_arguments, whole=ssh_options.WHOLE),
    Family(tunnel_options.TUNNEL_VERBS, tunnel_options.tunnel_arguments, {"ssh-config": "query"}),
)


def every_verb() -> Iterator[tuple[str, str, Family]]:
    """(verb, what it does, its family) of all."""
    for family in FAMILIES:
        for verb, words in family.verbs:
            yield verb, words, family


def many(verb: str | None) -> str:
    """The argument of a verb that takes any number of words, or nothing."""
    return next((family.many[verb] for family in FAMILIES if verb in family.many), "") if verb else ""


def whole(verb: str) -> str:
    """The argument of a verb that takes every word after `--` as it is, or nothing."""
    return next((family.whole[verb] for family in FAMILIES if verb in family.whole), "")
