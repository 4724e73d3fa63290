"""A group edited as text: opened in an editor, read back, and opened again at a line that says no rule."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from ec2tui.core.changes.security_group_plans import Wanted
from ec2tui.core.grammar.group_text import TextLine, WrongLine, parse_group
from ec2tui.core.grammar.mistake import Mistake
from ec2tui.core.grammar.resolve import Unresolved
from ec2tui.core.grammar.spec import RuleSpec, spec_of
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.services.ports import Edit
from ec2tui.services.rule_lines import pointed, resolved

MARK = "#! "
"""How the lines begin that tell the editor's user what is wrong; they are taken out again."""

PAST = "the end of this rule is past already: give it a later one, or take the line out"


class Read(NamedTuple):
    """What a text means for a group: its rules as they are wanted, the lines that say none, and notes."""

    wanted: tuple[Wanted, ...]
    wrong: tuple[WrongLine, ...]
    notes: tuple[str, ...] = ()


class Left(StrEnum):
    """Why an edited text leads to nothing."""

    UNCHANGED = "nothing was changed"
    FAILED = "the editor failed, so nothing was done; see $VISUAL and $EDITOR"
    EMPTY = "the text is empty, so nothing was done"
    DECLINED = "nothing was done"


class StillWrong(NamedTuple):
    """The lines that the user left as wrong as they were."""

    wrong: tuple[WrongLine, ...]


Understand = Callable[[str], Awaitable[Read | None]]
"""Reads a text; None when the user leaves a question that it asks."""


async def edited(original: str, edit: Edit, understand: Understand) -> Read | Left | StillWrong:
    """What the edited text means; a text with bad lines is shown to the user again, until they give up."""
    text, shown, line = original, original, 1
    while True:
        saved = await edit(shown, line)
        if saved is None:
            return Left.FAILED
        last, text = text, _unmarked(saved)
        if not text.strip():
            return Left.EMPTY
        if _plain(text) == _plain(original):
            return Left.UNCHANGED
        read = await understand(text)
        if read is None:
            return Left.DECLINED
        if not read.wrong:
            return read
        if shown != original and _plain(text) == _plain(last):
            return StillWrong(read.wrong)
        shown, line = _marked(text, read.wrong)


Rules = Mapping[str, SecurityGroupRule]
"""The rules of a group by id, as they were when its text was made."""


def specs_of(text: str, rules: Rules) -> tuple[RuleSpec, ...]:
    """The specs that a text says, to know which names must be read before it is understood."""
    return tuple(line.spec for line in parse_group(text, rules).lines)


def understood(
    text: str, group: SecurityGroup, rules: Rules, inventory: Inventory, my_ip: str, now: int
) -> Read:
    """The text read against the rules of the group; names are looked up in the inventory (`now`: epoch)."""
    read = parse_group(text, rules)
    there = {(spec.identity, spec.until) for spec in map(spec_of, rules.values())}
    wanted: list[Wanted] = []
    wrong = list(read.wrong)
    notes: list[str] = []
    raw = text.split("\n")
    for line in read.lines:
        found = resolved(inventory, group, line.spec, my_ip, now)
        # A rule that is past its end and still there may stand in the text as it is: so an export says it.
        late = isinstance(found, RuleSpec) and found.until is not None and found.until <= now
        if isinstance(found, Unresolved) or (late and (found.identity, found.until) not in there):
            wrong.append(_wrong(line, raw, found.reason if isinstance(found, Unresolved) else PAST))
        else:
            wanted.append(Wanted(line.rule_id, found))
            notes += [f"line {line.number}: {note}" for note in line.notes]
    return Read(tuple(wanted), tuple(sorted(wrong)), tuple(notes))


def gives_ends(wanted: Iterable[Wanted], rules: Rules) -> bool:
    """Whether some rule gets an end, or is made anew with the one it has: then it must be held."""
    there = {spec_of(rule) for rule in rules.values()}
    return any(one.spec.until is not None and one.spec not in there for one in wanted)


def _wrong(line: TextLine, raw: list[str], reason: str) -> WrongLine:
    shown = raw[line.number - 1]
    return WrongLine(line.number, shown, Mistake(0, len(shown), reason))


def _plain(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().split("\n")]


def _unmarked(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith(MARK.strip()))


def _marked(text: str, wrong: tuple[WrongLine, ...]) -> tuple[str, int]:
    """The text with what is wrong above each bad line, and where the first bad line then stands."""
    by_number = {one.number: one for one in wrong}
    lines: list[str] = []
    first = 0
    for number, line in enumerate(text.split("\n"), 1):
        one = by_number.get(number)
        if one is not None:
            message, _, caret = pointed(one.text, one.mistake).split("\n")
            # The caret stands under the line in a message, here above it.
            lines += [f"{MARK}{message}", f"{MARK}{caret.strip()} at character {one.mistake.position + 1}"]
            first = first or len(lines) + 1
        lines.append(line)
    return "\n".join(lines), first or 1
