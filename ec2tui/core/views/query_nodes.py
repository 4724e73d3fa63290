"""The syntax tree of the query language, and its text form that parses back to the same tree."""

import re

import msgspec

from ec2tui.core.views.pattern import Pattern
from ec2tui.core.views.text import spelled


class Everything(msgspec.Struct, frozen=True):
    """The empty query."""


class Word(msgspec.Struct, frozen=True):
    """A text that occurs in the name, id, an address or a tag."""

    pattern: Pattern


class FieldIs(msgspec.Struct, frozen=True):
    """A field whose value, or one of them, is the pattern (`state:running`)."""

    field: str
    pattern: Pattern


class TagIs(msgspec.Struct, frozen=True):
    """A tag with this key, and with this value unless None (`tag:env=prod`)."""

    key: Pattern
    value: Pattern | None = None


class Compare(msgspec.Struct, frozen=True):
    """A number against an amount with its unit (`age>30d`); the operator is one of `> < >= <= =`."""

    field: str
    operator: str
    amount: str


class Flag(msgspec.Struct, frozen=True):
    """A property that an instance has or has not (`public`)."""

    name: str


class Not(msgspec.Struct, frozen=True):
    """The opposite; what is unknown stays unknown."""

    node: "Node"


class And(msgspec.Struct, frozen=True):
    """All of at least two nodes, none of them an And."""

    nodes: tuple["Node", ...]


class Or(msgspec.Struct, frozen=True):
    """One of at least two nodes, none of them an Or."""

    nodes: tuple["Node", ...]


Node = Everything | Word | FieldIs | TagIs | Compare | Flag | Not | And | Or


def negated(node: Node) -> Node:
    """The opposite of a node; twice is the node itself."""
    return node.node if isinstance(node, Not) else Not(node)


def conjunction(nodes: list[Node]) -> Node:
    """All of these, without nested conjunctions."""
    flat = [
        n for node in nodes for n in (node.nodes if isinstance(node, And) else (node,)) if n != Everything()
    ]
    return (flat[0] if len(flat) == 1 else And(tuple(flat))) if flat else Everything()


def disjunction(nodes: list[Node]) -> Node:
    """One of these, without nested disjunctions."""
    flat = [n for node in nodes for n in (node.nodes if isinstance(node, Or) else (node,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def narrows(node: Node, wider: Node) -> bool:
    """Whether, by their form alone, whatever a node does not refuse is not refused by a wider one either.

    So it is when typing goes on: each condition is still there, or is a word that the new one contains.
    """
    return all(any(_implies(part, wanted) for part in _conditions(node)) for wanted in _conditions(wider))


def _conditions(node: Node) -> tuple[Node, ...]:
    return node.nodes if isinstance(node, And) else () if isinstance(node, Everything) else (node,)


def _implies(part: Node, wanted: Node) -> bool:
    if not (isinstance(part, Word) and isinstance(wanted, Word)):
        return part == wanted
    text, within = wanted.pattern.literal, part.pattern.literal
    if text is None or within is None:
        return part == wanted
    return text.casefold() in within.casefold()


KEYWORDS = frozenset({"not", "or", "and"})

_SAFE = re.compile(r"[\w.][\w.\-/@+%,]*")


def format_node(node: Node, flags: frozenset[str]) -> str:
    """The query as text; `flags` are the words that must be quoted to stay words."""
    match node:
        case Everything():
            return ""
        case Word(pattern):
            return _word(pattern, flags)
        case FieldIs(field, pattern):
            return f"{field}:{_pattern(pattern)}"
        case TagIs(key, value):
            return f"tag:{_pattern(key)}" + ("" if value is None else f"={_pattern(value)}")
        case Compare(field, operator, amount):
            return f"{field}{operator}{amount}"
        case Flag(name):
            return name
        case Not(inner):
            return f"not {_grouped(inner, flags)}"
        case And(nodes):
            return " ".join(_grouped(inner, flags) for inner in nodes)
        case Or(nodes):
            return " or ".join(_grouped(inner, flags) for inner in nodes)


def _grouped(node: Node, flags: frozenset[str]) -> str:
    text = format_node(node, flags)
    return f"({text})" if isinstance(node, And | Or) or not text else text


def _word(pattern: Pattern, flags: frozenset[str]) -> str:
    literal = pattern.literal
    if literal is not None and (literal.lower() in KEYWORDS or literal.lower() in flags):
        return quoted(literal)
    return _pattern(pattern)


def _pattern(pattern: Pattern) -> str:
    return "".join(text if wild else bare_or_quoted(text) for text, wild in pattern.parts) or '""'


def bare_or_quoted(text: str) -> str:
    """The text as it must be written in a query to stand for itself."""
    return text if _SAFE.fullmatch(text) else quoted(text)


def quoted(text: str) -> str:
    """The text in double quotes; what draws nothing or could drive a terminal is spelled `\\u{…}`."""
    return '"' + spelled(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'
