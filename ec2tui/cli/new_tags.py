"""`--tag K=V` of the verbs that make something: the changes with the tags on what is made."""

import argparse
from collections.abc import Sequence

from ec2tui.cli.failure import usage
from ec2tui.core.changes.change import Change
from ec2tui.core.changes.creation_tags import pairs_of, tagged
from ec2tui.core.changes.plan import Step


def with_new_tags(options: argparse.Namespace, wanted: Sequence[Change | Step]) -> list[Change | Step]:
    """The changes with the tags that the options name, where the verb takes any."""
    pairs = pairs_of(getattr(options, "new_tags", None) or ())
    if isinstance(pairs, str):
        raise usage(f"{options.verb}: --tag {pairs!r} is not KEY=VALUE")
    return tagged(wanted, pairs)
