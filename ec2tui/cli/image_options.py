"""The verb about a region's setting for images, and what it takes."""

import argparse

from ec2tui.cli.change_options import consent_arguments

IMAGE_VERBS: tuple[tuple[str, str], ...] = (
    ("images block-public", "keep the account's images from becoming public"),
)
"""(verb, words) of each."""


def image_arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    """Whether public images are blocked or allowed again, and how it is agreed to."""
    parser.set_defaults(module="image_settings")
    parser.add_argument("--off", action="store_true", help="allow public images again")
    consent_arguments(parser)
