"""How meanings look: tones as component classes in the theme's colours."""

from rich.style import Style
from textual.widget import Widget

from ec2tui.core.views.tone import Tone

TONE_CLASSES = frozenset(f"tone--{tone.value}" for tone in Tone)
"""The component classes that a widget which draws tones must declare."""

TONE_CSS = """
    & > .tone--plain { color: $foreground; }
    & > .tone--dim { color: $text-muted; }
    & > .tone--good { color: $text-success; }
    & > .tone--warn { color: $text-warning; }
    & > .tone--bad { color: $text-error; text-style: bold; }
    & > .tone--alert { color: $background; background: $error; text-style: bold; }
    & > .tone--info { color: $text-primary; }
    & > .tone--accent { color: $text-accent; }
    & > .tone--key { color: $text-secondary; }
    & > .tone--heading { color: $foreground; text-style: bold; }
    &:nocolor > .tone--dim { text-style: dim; }
    &:ansi > .tone--dim { text-style: dim; }
    &:nocolor > .tone--warn { text-style: underline; }
"""
"""The theme's colour of each tone, to be nested in a widget's DEFAULT_CSS."""


def component_style(widget: Widget, *components: str) -> Style:
    """The colours of component classes laid over each other and over what is behind the widget."""
    return widget.get_visual_style(*components).rich_style


def tone_styles(widget: Widget, *components: str) -> dict[Tone, Style]:
    """The style of every tone on the background that the components give."""
    return {tone: component_style(widget, *components, f"tone--{tone.value}") for tone in Tone}
