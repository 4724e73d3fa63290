"""What the words of options are read as: regions, numbers, spans, lists."""

import argparse
import re
from collections.abc import Callable

FORMATS = ("table", "json", "csv", "ids")
"""How a list may be written."""
_REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+-\d{1,2}")


def region_list(text: str) -> tuple[str, ...]:
    """The regions of `--region`: names with commas between them, or `all` alone."""
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not names:
        raise argparse.ArgumentTypeError("expected a region such as eu-west-1, several with commas, or all")
    if names == ("all",):
        return names
    for name in names:
        if not _REGION.fullmatch(name):
            raise argparse.ArgumentTypeError(f"{name!r} is not a region name such as eu-west-1")
    return names


def word_list(text: str) -> tuple[str, ...]:
    """Words with commas between them."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """The reader of a number between two bounds."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {least} to {most}")
        return number

    return read


def duration(text: str) -> int:
    """A span such as 30m, 8h or 7d, in seconds."""
    match = re.fullmatch(r"([1-9][0-9]{0,4})([mhd])", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time such as 30m, 8h or 7d")
    return int(match[1]) * {"m": 60, "h": 3600, "d": 86_400}[match[2]]
