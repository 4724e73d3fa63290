"""The README's key table, made from the table of actions; run as a module to write it."""

from pathlib import Path

from ec2tui.core.actions.catalog import ACTIONS, key_label

README = Path(__file__).parent.parent.parent / "README.md"
START = "<!-- keys: generated from the table of actions -->\n"
END = "<!-- end of keys -->"


def table() -> str:
    """All actions with their keys and ids, as Markdown."""
    rows = ["| key | page | action | id |", "|---|---|---|---|"]
    for action in ACTIONS:
        keys = " ".join(f"`{key_label(key)}`" for key in action.keys) or "(palette)"
        where = action.page.replace("_", " ") or "all"
        rows.append(f"| {keys} | {where} | {action.help} | `{action.id}` |")
    return "\n".join(rows) + "\n"


def with_keys(text: str) -> str:
    """The README with its key table up to date."""
    before, rest = text.split(START)
    return before + START + "\n" + table() + "\n" + END + rest.split(END, 1)[1]


if __name__ == "__main__":
    README.write_text(with_keys(README.read_text(encoding="utf-8")), encoding="utf-8")
