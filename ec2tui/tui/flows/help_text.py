"""The help: the keys by group, why some do not apply now, and every problem in full."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ec2tui.core.actions.catalog import ACTIONS, key_label
from ec2tui.core.views.problems import problem_lines
from ec2tui.core.views.query_fields import INSTANCES
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.core.views.vocabulary import Vocabulary
from ec2tui.tui.bindings import keys_of

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


def help_lines(screen: "MainScreen") -> tuple[Line, ...]:
    """Problems first, then the keys, then how to filter."""
    lines: list[Line] = []
    problems = problem_lines(screen.header_facts().causes)
    if problems:
        lines += [(Cell("What is wrong", Tone.HEADING),), *problems, ()]
    context = screen.context()
    groups = dict.fromkeys(action.group for action in ACTIONS if action.here(context))
    for group in groups:
        lines.append((Cell(group, Tone.HEADING),))
        for action in ACTIONS:
            keys = keys_of(action, screen.around.keymap)
            if action.group != group or not action.here(context):
                continue
            reason = action.applies(context)
            names = " ".join(key_label(key) for key in keys) or "(palette)"
            lines.append(
                (
                    Cell(f"  {names:<14}", Tone.DIM if reason else Tone.KEY),
                    Cell(action.help, Tone.DIM if reason else Tone.PLAIN),
                    Cell(f"  {reason}" if reason else "", Tone.WARN),
                )
            )
        lines.append(())
    resource = screen.rows.resource
    lines.append((Cell(f"Filter of {resource.plural}", Tone.HEADING),))
    lines += _words(resource.words)
    if resource.words is INSTANCES:
        lines += [(), *(_example(*pair) for pair in FILTER_EXAMPLES)]
    return tuple(lines)


FILTER_EXAMPLES = (
    ("web 10.0", "words match name, id, addresses and tags"),
    ("state:running type:m7*", "field:value, with * and ?"),
    ("tag:env=prod not public", "tags, flags, not"),
    ("(sg:web or sg:app) age>30d", "or, parentheses, comparisons"),
)


def _words(words: Vocabulary[Any]) -> Iterator[Line]:
    """Every word that a query about these rows knows."""
    for field in words.texts.values():
        yield _example(f"{field.id}:", field.help)
    if words.tags:
        yield _example("tag:", "a tag: tag:KEY or tag:KEY=VALUE")
    for number in words.numbers.values():
        yield _example(f"{number.id}>", number.help)
    for flag in words.flags.values():
        yield _example(flag.id, flag.help)


def _example(query: str, words: str) -> Line:
    return (Cell(f"  {query:<30}", Tone.KEY), Cell(words))
