"""Syntax tree → a fast test of one row, with an honest third answer."""

import ipaddress
import operator
import re
from collections.abc import Callable
from typing import Any

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.pattern import Pattern
from ec2tui.core.views.query_nodes import And, Compare, Everything, FieldIs, Flag, Node, Not, Or, TagIs, Word
from ec2tui.core.views.sorting import ipv4_number
from ec2tui.core.views.vocabulary import FlagField, NumberField, TextField, Vocabulary

Test = Callable[[Any, Inventory, float, str], bool | None]
"""(row, inventory, now, haystack) → matches, does not, not known."""

_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
}


def compile_node(node: Node, words: Vocabulary[Any]) -> Test:
    """The test of a syntax tree in a vocabulary."""
    match node:
        case Everything():
            return lambda _i, _v, _n, _h: True
        case Word(pattern):
            return _word(pattern)
        case FieldIs(field, pattern):
            return _field(words.texts[field], pattern)
        case TagIs(key, value):
            return _tag(_tags(words), key, value)
        case Compare(field, comparison, amount):
            return _number(words.numbers[field], _OPERATORS[comparison], amount)
        case Flag(name):
            return _flag(words.flags[name])
        case Not(inner):
            return _not(compile_node(inner, words))
        case And(nodes):
            return _kleene([compile_node(inner, words) for inner in nodes], deciding=False)
        case Or(nodes):
            return _kleene([compile_node(inner, words) for inner in nodes], deciding=True)


def needs(node: Node, words: Vocabulary[Any]) -> tuple[frozenset[Kind], bool, bool]:
    """The kinds a tree reads, whether time alone changes its answer, whether it looks into the haystack."""
    match node:
        case Word():
            return frozenset(), False, True
        case FieldIs(field, _):
            return words.texts[field].kinds, False, False
        case Compare(field, _, _):
            return words.numbers[field].kinds, words.numbers[field].timed, False
        case Flag(name):
            return words.flags[name].kinds, False, False
        case Not(inner):
            return needs(inner, words)
        case And(nodes) | Or(nodes):
            parts = [needs(inner, words) for inner in nodes]
            return (
                frozenset().union(*(kinds for kinds, _, _ in parts)),
                any(timed for _, timed, _ in parts),
                any(searches for _, _, searches in parts),
            )
        case _:
            return frozenset(), False, False


def _kleene(tests: list[Test], *, deciding: bool) -> Test:
    """Of several: the deciding answer if one gives it, else unknown if one is, else the other."""

    def several(i: Any, inventory: Inventory, now: float, hay: str) -> bool | None:
        result: bool | None = not deciding
        for test in tests:
            answer = test(i, inventory, now, hay)
            if answer is deciding:
                return deciding
            if answer is None:
                result = None
        return result

    return several


def _not(test: Test) -> Test:
    def opposite(i: Any, inventory: Inventory, now: float, hay: str) -> bool | None:
        answer = test(i, inventory, now, hay)
        return None if answer is None else not answer

    return opposite


def _word(pattern: Pattern) -> Test:
    literal = pattern.literal
    if literal is not None:
        wanted = literal.casefold()
        return lambda _i, _v, _n, hay: wanted in hay
    search = pattern.search()
    return lambda _i, _v, _n, hay: search(hay) is not None


def _field(field: TextField[Any], pattern: Pattern) -> Test:
    values, fits = field.values, _value_test(field, pattern)

    def test(i: Any, inventory: Inventory, _now: float, _hay: str) -> bool | None:
        found = values(i, inventory)
        if isinstance(found, Missing):
            return None
        for text in found:
            if fits(text):
                return True
        return pattern.empty and not found

    return test


def _value_test(field: TextField[Any], pattern: Pattern) -> Callable[[str], bool]:
    literal = pattern.literal
    if field.addresses and literal is not None and "/" in literal:
        return _inside(ipaddress.ip_network(literal, strict=False))
    whole = pattern.whole()
    return lambda text: whole(text.casefold())


def _inside(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> Callable[[str], bool]:
    if isinstance(network, ipaddress.IPv4Network):
        first, last = int(network.network_address), int(network.broadcast_address)
        return lambda address: (number := ipv4_number(address)) is not None and first <= number <= last

    def inside(address: str) -> bool:
        try:
            return ":" in address and ipaddress.ip_address(address) in network
        except ValueError:
            return False

    return inside


def _tags(words: Vocabulary[Any]) -> Callable[[Any], Tags]:
    """How tags are read; a tree of a vocabulary without tags asks for none."""
    return words.tags or (lambda _: ())


def _tag(tags: Callable[[Any], Tags], key: Pattern, value: Pattern | None) -> Test:
    fits_key = key.whole()
    fits_value = value.whole() if value is not None else None

    def test(i: Any, _inventory: Inventory, _now: float, _hay: str) -> bool:
        for name, text in tags(i):
            if fits_key(name.casefold()) and (fits_value is None or fits_value(text.casefold())):
                return True
        return False

    return test


def _number(field: NumberField[Any], compare: Callable[[float, float], bool], amount: str) -> Test:
    limit, value = amount_of(field, amount), field.value

    def test(i: Any, inventory: Inventory, now: float, _hay: str) -> bool | None:
        number = value(i, inventory, now)
        return None if isinstance(number, Missing) else compare(number, limit)

    return test


def amount_of(field: NumberField[Any], amount: str) -> float:
    """An amount that the parser has accepted, in the field's base unit (seconds, MiB, count)."""
    digits, unit = re.fullmatch(r"([0-9.]+)([a-z]*)", amount).groups()  # type: ignore[union-attr]
    return float(digits) * field.units.get(unit or field.unit, 1.0)


def _flag(flag: FlagField[Any]) -> Test:
    asked = flag.test

    def test(i: Any, inventory: Inventory, _now: float, _hay: str) -> bool | None:
        answer = asked(i, inventory)
        return None if isinstance(answer, Missing) else answer

    return test
