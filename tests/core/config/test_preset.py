"""A preset as TOML and back: nothing is lost, and what is wrong is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ec2tui.core.config.preset import preset_of, preset_text
from ec2tui.core.model.wish import Wish

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
WISHES = st.builds(
    Wish,
    image=TEXTS,
    type=TEXTS,
    count=st.integers(1, 9),
    groups=st.lists(TEXTS, max_size=2).map(tuple),
    public=st.booleans(),
    size=st.one_of(st.none(), st.integers(1, 9)),
    encrypted=st.booleans(),
    tags=st.dictionaries(TEXTS, TEXTS, max_size=2),
)


@given(WISHES)
def test_it_is_read_as_it_was_written(wish: Wish) -> None:
    assert preset_of(preset_text(wish)) == wish


def test_only_what_is_not_usual_is_written() -> None:
    assert preset_text(Wish(type="t3.nano")) == 'type = "t3.nano"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("typ = 'x'", "unknown key typ; did you mean type?"),
        ("count = 'x'", "Expected `int`"),
        ("image = ", "not TOML"),
        ("[zzzz]\na = 1", "unknown key zzzz"),
    ],
)
def test_what_is_wrong_is_named(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        preset_of(text)
