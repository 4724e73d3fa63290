"""A line of toned spans as Textual content in the theme's colours; never as markup."""

from textual.content import Content

from ec2tui.core.views.tone import Line, Tone

TONE_STYLES = {
    Tone.PLAIN: "$foreground",
    Tone.DIM: "$text-muted",
    Tone.GOOD: "$text-success",
    Tone.WARN: "$text-warning",
    Tone.BAD: "bold $text-error",
    Tone.ALERT: "bold $background on $error",
    Tone.INFO: "$text-primary",
    Tone.ACCENT: "bold $text-accent",
    Tone.KEY: "$text-secondary",
    Tone.HEADING: "bold $foreground",
}


def line_content(line: Line) -> Content:
    """The spans of a line, each in the style of its tone."""
    return Content.assemble(*((cell.text, TONE_STYLES[cell.tone]) for cell in line))
