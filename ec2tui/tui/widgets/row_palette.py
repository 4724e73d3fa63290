"""The styles of a row table, worked out once per theme: what a row looks like in each state it can be in."""

from collections.abc import Mapping

from rich.style import Style
from textual.widget import Widget

from ec2tui.core.views.tone import Tone
from ec2tui.tui.widgets.tones import component_style, tone_styles

Look = int
"""The state of a row, as a sum of CURSOR, FOCUSED and MARKED."""

CURSOR = 1
FOCUSED = 2
MARKED = 4
LOOKS = tuple(range(8))

ROW_CLASSES = frozenset({"row--header", "row--sorted", "row--cursor", "row--blurred", "row--glyph"})
"""The component classes of a row table besides the tones."""

ROW_CSS = """
    & > .row--header { color: $text-muted; text-style: bold; }
    & > .row--sorted { color: $foreground; text-style: bold; }
    & > .row--cursor {
        background: $block-cursor-background;
        color: $block-cursor-foreground;
        text-style: $block-cursor-text-style;
    }
    & > .row--blurred { background: $block-cursor-blurred-background; }
    & > .row--glyph { color: $text-accent; text-style: bold; }
"""
"""The theme's colours of the rows, to be nested in the table's DEFAULT_CSS."""


class RowPalette:
    """The styles of one table in its present theme."""

    def __init__(self, widget: Widget) -> None:
        self.base = component_style(widget)
        self.header = component_style(widget, "row--header")
        self.sorted = component_style(widget, "row--sorted")
        self.message = tone_styles(widget)
        self._widget = widget
        self._tones: dict[Look, Mapping[Tone, Style]] = {}
        self._glyphs: dict[Look, Style] = {}

    def tones(self, look: Look) -> Mapping[Tone, Style]:
        """The style of each tone in a row of this look."""
        if look not in self._tones:
            self._tones[look] = self._row(look)
        return self._tones[look]

    def glyph(self, look: Look) -> Style:
        """The style of the mark in a row of this look."""
        if look not in self._glyphs:
            tones = self.tones(look)
            if look & FOCUSED:
                self._glyphs[look] = tones[Tone.PLAIN]
            else:
                self._glyphs[look] = tones[Tone.PLAIN] + self._foreground("row--glyph")
        return self._glyphs[look]

    def _row(self, look: Look) -> Mapping[Tone, Style]:
        if look & CURSOR and look & FOCUSED:
            # On the accent colour only its own foreground is sure to be readable, so tones give way to it.
            style = component_style(self._widget, "row--cursor")
            return dict.fromkeys(Tone, style + Style(reverse=self._colourless or None))
        tones = tone_styles(self._widget, *(["row--blurred"] if look & CURSOR else []))
        extra = Style(
            bold=True if look & MARKED else None,
            underline=True if look & CURSOR and self._flat else None,
        )
        return {tone: style + extra for tone, style in tones.items()}

    def _foreground(self, component: str) -> Style:
        style = component_style(self._widget, component)
        return Style(color=style.color, bold=style.bold)

    @property
    def _colourless(self) -> bool:
        return bool(self._widget.app.no_color)

    @property
    def _flat(self) -> bool:
        """Whether a dimmer background cannot be told from the usual one."""
        return self._colourless or bool(self._widget.app.native_ansi_color)
