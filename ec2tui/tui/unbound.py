"""What is answered to a key that does nothing here."""

from ec2tui.core.views.text import clean
from ec2tui.tui.pages.registry import PAGES

LATER = {
    "s": "SSH",
    "n": "launching",
    "e": "editing security groups",
    "m": "metrics of instances (page 1)",
    "f": "findings",
    "T": "a time-boxed rule",
    "E": "editing as text",
    "i": "who uses a group",
}
"""Keys that people may expect, and for what; a key that is bound never gets here."""


def answer(character: str) -> str:
    """A sentence that says honestly that there is no such page or action."""
    if character.isdigit():
        pages = ", ".join(page.title for page in PAGES)
        return f"There is no page {character}. The pages are: {pages}."
    if character in LATER:
        return f"{character}: {LATER[character]} cannot be done here; ? shows what can."
    return f"{clean(character)} does nothing here; ? shows the keys."
