"""Text → syntax tree of the query language, or the mistake with its place."""

import difflib
import ipaddress
import re
from typing import Any

import msgspec

from ec2tui.core.views.pattern import ANY, ONE, Pattern, pattern
from ec2tui.core.views.query_nodes import (
    KEYWORDS,
    Compare,
    Everything,
    FieldIs,
    Flag,
    Node,
    TagIs,
    Word,
    conjunction,
    disjunction,
    negated,
)
from ec2tui.core.views.vocabulary import NumberField, Vocabulary

DEPTH = 40
"""How deep parentheses may nest."""

_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)(:|>=|<=|>|<|=)")
_AMOUNT = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)([A-Za-z]*)")
_IPV6 = re.compile(r"[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*:[0-9A-Fa-f.:*?]*")
_SPECIAL = "()"
_SPELLED = re.compile(r"u\{(10[0-9A-Fa-f]{4}|[0-9A-Fa-f]{1,5})\}")


class Mistake(msgspec.Struct, frozen=True):
    """What is wrong with a query: where (characters from 0), what, and what may have been meant."""

    position: int
    length: int
    message: str
    suggestion: str | None = None


class _Wrong(Exception):  # noqa: N818 - it carries a Mistake, and never leaves this module
    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.message)
        self.mistake = mistake


def _wrong(start: int, end: int, message: str, suggestion: str | None = None) -> _Wrong:
    return _Wrong(Mistake(start, max(end - start, 1), message, suggestion))


def parse_node(text: str, words: Vocabulary[Any]) -> Node | Mistake:
    """The syntax tree of a query in a vocabulary, or its first mistake; never raises."""
    try:
        return _Parser(text, words).whole()
    except _Wrong as wrong:
        return wrong.mistake


class _Parser:
    """Recursive descent over the characters; `at` is the next one."""

    def __init__(self, text: str, words: Vocabulary[Any]) -> None:
        self.text = text
        self.words = words
        self.at = 0

    def whole(self) -> Node:
        self.blank()
        if self.at == len(self.text):
            return Everything()
        node = self.alternatives(0)
        if self.at < len(self.text):
            raise _wrong(self.at, self.at + 1, "this parenthesis closes nothing")
        return node

    def blank(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def keyword(self, *words: str) -> str | None:
        """Steps over one of these keywords if it comes next."""
        found = re.compile(r"(not|or|and)(?=[\s()]|$)", re.IGNORECASE).match(self.text, self.at)
        if found and found[1].lower() in words:
            self.at = found.end()
            self.blank()
            return found[1].lower()
        return None

    def alternatives(self, depth: int) -> Node:
        nodes = [self.sequence(depth)]
        while self.keyword("or"):
            nodes.append(self.sequence(depth))
        return disjunction(nodes)

    def sequence(self, depth: int) -> Node:
        nodes = [self.negation(depth)]
        while self.at < len(self.text) and self.text[self.at] != ")":
            here = self.at
            if self.keyword("or"):
                self.at = here
                break
            self.keyword("and")
            nodes.append(self.negation(depth))
        return conjunction(nodes)

    def negation(self, depth: int) -> Node:
        turned = False
        while True:
            if self.keyword("not"):
                turned = not turned
            elif self.text.startswith("-", self.at):
                self.at += 1
                turned = not turned
            else:
                break
        node = self.primary(depth)
        return negated(node) if turned else node

    def primary(self, depth: int) -> Node:
        start = self.at
        if start == len(self.text) or self.text[start].isspace() or self.text[start] == ")":
            raise _wrong(start, start + 1, "something to look for is missing here")
        if word := self.keyword(*KEYWORDS):
            raise _wrong(start, start + len(word), "something to look for is missing before this")
        if self.text[start] != "(":
            node = self.term()
            self.blank()
            return node
        if depth == DEPTH:
            raise _wrong(start, start + 1, f"more than {DEPTH} parentheses inside each other")
        self.at += 1
        self.blank()
        node = self.group(start, depth)
        self.blank()
        return node

    def group(self, start: int, depth: int) -> Node:
        if self.text.startswith(")", self.at):
            self.at += 1
            return Everything()
        node = self.alternatives(depth + 1)
        if not self.text.startswith(")", self.at):
            raise _wrong(start, start + 1, "this parenthesis is not closed")
        self.at += 1
        return node

    def term(self) -> Node:
        start = self.at
        field = _FIELD.match(self.text, start)
        if field and not self.is_word(field):
            self.at = field.end()
            return self.fielded(field)
        parts, plain = self.parts()
        word = pattern(parts)
        literal = (word.literal or "").lower()
        return Flag(literal) if plain and literal in self.words.flags else Word(word)

    def is_word(self, field: re.Match[str]) -> bool:
        """Whether what looks like a field is text: `env=prod` as tags are written, or an IPv6 address."""
        if field[2] == "=":
            return self.words.name(field[1]) not in self.words.numbers
        return _IPV6.match(self.text, field.start()) is not None

    def fielded(self, field: re.Match[str]) -> Node:
        name, operator = self.words.name(field[1]), field[2]
        if name not in self.words.field_names:
            raise _unknown(field, self.words)
        if name in self.words.numbers:
            return self.compared(self.words.numbers[name], "=" if operator == ":" else operator, field)
        if operator != ":":
            raise _wrong(field.start(), field.end(), f"{name} is text and cannot be compared", f"{field[1]}:")
        if self.ends():
            raise _wrong(field.start(), field.end(), f"a value is missing after {field[0]}")
        if name == "tag":
            return self.tag(field)
        start = self.at
        value = pattern(self.parts()[0])
        if self.words.texts[name].addresses:
            self.check_network(value, start)
        return FieldIs(name, value)

    def tag(self, field: re.Match[str]) -> Node:
        key = pattern(self.parts("=")[0])
        if key.empty:
            raise _wrong(field.start(), self.at, "the key of the tag is missing", "tag:KEY=VALUE")
        if not self.text.startswith("=", self.at):
            return TagIs(key)
        self.at += 1
        return TagIs(key, pattern(self.parts()[0]))

    def compared(self, number: NumberField[Any], operator: str, field: re.Match[str]) -> Node:
        start = self.at
        parts, _ = self.parts()
        amount = "".join(text for text, _ in parts)
        found = _AMOUNT.fullmatch(amount)
        if found is None:
            raise _wrong(field.start(), self.at, f"{number.id} is compared with a number", number.help)
        if found[2] and found[2].lower() not in number.units:
            known = ", ".join(number.units) or "none"
            raise _wrong(start, self.at, f"{number.id} knows no unit {found[2]!r}; units: {known}")
        return Compare(number.id, operator, amount.lower())

    def check_network(self, value: Pattern, start: int) -> None:
        literal = value.literal
        if literal is not None and "/" in literal:
            try:
                ipaddress.ip_network(literal, strict=False)
            except ValueError:
                raise _wrong(start, self.at, "this is not a network", "10.0.0.0/8") from None

    def ends(self) -> bool:
        """Whether the term ends here."""
        return self.at == len(self.text) or self.text[self.at].isspace() or self.text[self.at] in _SPECIAL

    def parts(self, stop: str = "") -> tuple[list[tuple[str, bool]], bool]:
        """The parts up to the end of the term or `stop`, and whether none of them was quoted."""
        parts: list[tuple[str, bool]] = []
        plain = True
        while not self.ends() and not (stop and self.text[self.at] == stop):
            char = self.text[self.at]
            if char == '"':
                plain = False
                parts.append((self.quotation(), False))
            else:
                self.at += 1
                parts.append((char, char in (ANY, ONE)))
        return parts, plain

    def quotation(self) -> str:
        start = self.at
        self.at += 1
        out: list[str] = []
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char == '"':
                return "".join(out)
            if char == "\\" and (code := _SPELLED.match(self.text, self.at)):
                char = chr(int(code[1], 16))
                self.at = code.end()
            elif char == "\\" and self.at < len(self.text):
                char = self.text[self.at]
                self.at += 1
            out.append(char)
        raise _wrong(start, len(self.text), "this quote is not closed")


def _unknown(field: re.Match[str], words: Vocabulary[Any]) -> _Wrong:
    names = (*words.field_names, *words.aliases)
    typed = field[1].lower()
    near = [name for name in words.field_names if name.startswith(typed)]
    near = near or difflib.get_close_matches(typed, names, n=1, cutoff=0.6)
    meant = words.name(near[0]) if near else None
    hint = "" if meant else "; quote it to look for the text"
    return _wrong(field.start(1), field.end(1), f"unknown field {field[1]!r}{hint}", meant)
