"""What a query can become at the cursor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ec2tui.core.views.query import Mistake, parse
from ec2tui.core.views.query_completion import complete

from . import world

FACTS = world.inventory(
    world.instance("i-1", name="web 1", key_name="ops", tags=(("Name", "web 1"), ("env", "prod"))),
    world.instance("i-2", name="web 2", key_name="dev", tags=(("Name", "web 2"), ("env", "dev"))),
    world.instance("i-3", state="stopped", key_name="ops", tags=(("env", "prod"), ("evil", "a\u202eb"))),
)


def become(text: str, cursor: int | None = None) -> list[str]:
    """The texts that completing gives."""
    found = complete(text, len(text) if cursor is None else cursor, FACTS)
    return [text[: offer.start] + offer.text + text[offer.end :] for offer in found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("sta", ["state:", "stack:"]),
        ("web unp", ["web unprotected"]),
        ("-pub", ["-public"]),
        ("(win", ["(windows"]),
        ("ag", ["age>"]),
        ("state:", ["state:running", "state:stopped"]),
        ("state:s", ["state:stopped"]),
        ("web state:s", ["web state:stopped"]),
        ("key:", ["key:ops", "key:dev"]),
        ("name:", ['name:"web 1"', 'name:"web 2"']),
        ('name:"web', ['name:"web 1"', 'name:"web 2"']),
        ("tag:e", ["tag:env", "tag:evil"]),
        ("tag:env=", ["tag:env=prod", "tag:env=dev"]),
        ("tag:env=d", ["tag:env=dev"]),
        ("tag:evil=", []),
        ("state:running", []),
        ("nonsense:x", []),
        ("age>3", []),
    ],
)
def test_complete(text: str, first: list[str]) -> None:
    found = become(text)
    assert found[: len(first)] == first and bool(found) == bool(first)


def test_the_whole_term_at_the_cursor_is_replaced() -> None:
    assert become("a state:stopped b", 8) == ["a state:running b", "a state:stopped b"]


def test_nothing_typed_offers_every_field() -> None:
    assert {"name:", "tag:", "age>", "public"} <= set(become(""))


@given(st.text(st.sampled_from('ab s:"\\()-=tagstate*')), st.integers(-1, 40))
def test_completing_never_fails(text: str, cursor: int) -> None:
    for offer in complete(text, cursor, FACTS):
        assert 0 <= offer.start <= offer.end <= len(text)


@pytest.mark.parametrize("text", ["", "state:", "tag:", "tag:env=", "name:"])
def test_what_is_offered_is_a_query_or_begins_one(text: str) -> None:
    for found in become(text):
        answer = parse(found + ("1" if found.endswith((":", ">")) else ""))
        assert not isinstance(answer, Mistake), found
