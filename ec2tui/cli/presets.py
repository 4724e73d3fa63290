"""`ec2tui presets`: what launches can begin with."""

import msgspec

from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import usage
from ec2tui.core.model.wish import Wish
from ec2tui.core.views.text import Align, clean
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.services.presets import PresetError

TITLES = ("Name", "Image", "Type", "Subnet", "Groups")


def run(context: Context) -> ExitCode:
    """Lists the presets, or shows one as the TOML that it is."""
    presets, name, form = context.presets(), context.options.name, context.options.output
    try:
        if name:
            wish = presets.load(name)
            if form == "json":
                context.output.document(_told(name, wish))
            else:
                context.output.line(clean(presets.text(name).rstrip(), 10_000, lines=True))
            return ExitCode.DONE
        found = {one: presets.load(one) for one in presets.names()}
    except PresetError as error:
        raise usage(str(error)) from error
    if form == "json":
        context.output.document([_told(one, wish) for one, wish in found.items()])
    elif form == "ids":
        context.output.plain_lines(found)
    else:
        rows = [_row(one, wish) for one, wish in found.items()]
        context.output.table(TITLES, [Align.LEFT] * len(TITLES), rows)
    return ExitCode.DONE


def _told(name: str, wish: Wish) -> dict[str, object]:
    return {"preset": name, **msgspec.to_builtins(wish)}


def _row(name: str, wish: Wish) -> tuple[Cell, ...]:
    words = (wish.image, wish.type, wish.subnet, ", ".join(wish.groups))
    return (
        Cell(clean(name), Tone.KEY),
        *(Cell(clean(word)) if word else Cell("-", Tone.DIM) for word in words),
    )
