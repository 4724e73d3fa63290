"""The family of an image: its name with what changes from build to build left out."""

import re
from functools import lru_cache

from ec2tui.core.model.image import Image

_BUILD = re.compile(
    r"""
      \d+(?:\.\d+)*\.20\d{6}(?:\.\d+)*      # Amazon Linux: 2023.9.20260910.0, 2.0.20230612.0
    | 20\d{6}(?:[-.T]?\d+)*                 # a day, with the time or a counter: 20260824-2213
    | 20\d\d[-.]\d\d(?:[-.]\d\d)?(?!\d)     # 2026.09.10, 2026-09, 2026.09
    | v\d+\.\d+\.\d+(?:-[0-9a-f]{7,40})?    # Bottlerocket: v1.20.3-5d9ac849
    | (?<=[-_.])v?\d+(?:\.\d+)+\Z           # a version at the end: 7.2
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=4096)
def family_of_name(name: str) -> str:
    """The name with `*` for dates and build numbers: `al2023-ami-*-kernel-6.1-x86_64`."""
    return _BUILD.sub("*", name)


def family_of(image: Image) -> tuple[str, str, str]:
    """What images of one family have in common: owner, architecture and the name without its build."""
    return image.owner_id, image.architecture, family_of_name(image.name)
