"""How meanings look: tones as component classes in the theme's colours."""

from rich.style import Style
from textual.app import App
from textual.content import Content
from textual.widget import Widget

from ec2tui.core.views.tone import Line, Tone
from ec2tui.tui.widgets.line_text import drawable

_STYLES = {
    Tone.PLAIN: "$foreground",
    Tone.DIM: "$text-muted",
    Tone.GOOD: "$text-success",
    Tone.WARN: "$text-warning",
    Tone.BAD: "bold $text-error",
    Tone.INFO: "$text-primary",
    Tone.ACCENT: "$text-accent",
    Tone.KEY: "$text-secondary",
    Tone.HEADING: "bold $foreground",
}
_COLOURLESS = {Tone.DIM: "dim", Tone.WARN: "underline", Tone.BAD: "bold", Tone.HEADING: "bold"}

TONE_CLASSES = frozenset(f"tone--{tone.value}" for tone in Tone)
"""The component classes that a widget which draws tones must declare."""

TONE_CSS = """
    & > .tone--plain { color: $foreground; }
    & > .tone--dim { color: $text-muted; }
    & > .tone--good { color: $text-success; }
    & > .tone--warn { color: $text-warning; }
    & > .tone--bad { color: $text-error; text-style: bold; }
    & > .tone--info { color: $text-primary; }
    & > .tone--accent { color: $text-accent; }
    & > .tone--key { color: $text-secondary; }
    & > .tone--heading { color: $foreground; text-style: bold; }
    &:nocolor > .tone--dim { text-style: dim; }
    &:nocolor > .tone--warn { text-style: underline; }
"""
"""The theme's colour of each tone, to be nested in a widget's DEFAULT_CSS."""


def component_style(widget: Widget, *components: str) -> Style:
    """The colours of component classes laid over each other and over what is behind the widget."""
    return widget.get_visual_style(*components).rich_style


def tone_styles(widget: Widget, *components: str) -> dict[Tone, Style]:
    """The style of every tone on the background that the components give."""
    return {tone: component_style(widget, *components, f"tone--{tone.value}") for tone in Tone}


def line_content(line: Line, app: App[object]) -> Content:
    """A line as content in the theme's colours; its text is never markup and holds no control character."""
    styles = _COLOURLESS if app.no_color else _STYLES
    return Content.assemble(*((drawable(text), styles.get(tone, "")) for text, tone in line))
