"""From the global options and the configuration file to the settings in force; read once for a start."""

import os
from typing import TYPE_CHECKING

from ec2tui.cli.failure import usage

if TYPE_CHECKING:
    import argparse

    from ec2tui.core.config.settings import Flags, Settings


def load_settings(options: "argparse.Namespace") -> "Settings":
    """The configuration in force; a failure with file, line and the nearest valid name when it is broken."""
    from ec2tui.adapters.local.config_file import config_place, read_config
    from ec2tui.core.config.settings import resolve

    place = config_place(options.config, os.environ)
    try:
        text = read_config(place)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise usage(
            f"cannot read {place.path} ({place.origin}): {reason}; name another file with --config"
        ) from error
    if text is None:
        return resolve(None, str(place.path), os.environ, flags_of(options), found=False)
    from ec2tui.core.actions.catalog import ACTIONS
    from ec2tui.core.config.mistake import Mistakes
    from ec2tui.core.config.parse import parse as parse_config

    parsed = parse_config(text, ACTIONS)
    if isinstance(parsed, Mistakes):
        raise usage("\n".join(f"{place.path} {mistake}" for mistake in parsed.items))
    return resolve(parsed, str(place.path), os.environ, flags_of(options))


def default_settings(options: "argparse.Namespace") -> "Settings":
    """What holds without a configuration file."""
    from ec2tui.adapters.local.config_file import config_place
    from ec2tui.core.config.settings import resolve

    path = config_place(options.config, os.environ).path
    return resolve(None, str(path), os.environ, flags_of(options), found=False)


def flags_of(options: "argparse.Namespace") -> "Flags":
    """What the global options say."""
    from ec2tui.core.config.settings import Flags

    return Flags(options.profile, options.region, options.endpoint_url, options.read_only)
