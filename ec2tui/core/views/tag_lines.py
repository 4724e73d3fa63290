"""Tags as lines of a detail pane."""

from ec2tui.core.model.instance import Tags
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone


def tag_lines(tags: Tags) -> tuple[Line, ...]:
    """All tags, sorted by key, AWS's own last."""
    if not tags:
        return ((Cell("no tags", Tone.DIM),),)
    listed = sorted(tags, key=lambda tag: (tag[0].startswith("aws:"), tag[0].casefold()))
    return tuple(
        (
            Cell(clean(key), Tone.DIM if key.startswith("aws:") else Tone.KEY),
            Cell(" = ", Tone.DIM),
            Cell(clean(value)) if value else Cell('""', Tone.DIM),
        )
        for key, value in listed
    )
