"""The only writer to standard output: exact JSON, harmless CSV, aligned tables, colour where wanted."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ec2tui.cli.output import Output, csv_cell, json_text
from ec2tui.core.views.text import Align
from ec2tui.core.views.tone import Cell, Tone


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def written(act, stream=None, environment=None):
    stream = stream or io.StringIO()
    act(Output(stream, environment or {}))
    return stream.getvalue()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_json_is_exact_and_has_no_controls(text):
    out = json_text({"a": text})
    assert json.loads(out) == {"a": text}
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in out)
    assert not any(char in out for char in "\u202e\u2066\u200b\ufeff\u2028")


def test_json_keeps_what_people_read():
    assert json_text("Zürich 東京 🦊") == '"Zürich 東京 🦊"'
    assert json_text("a\U000e0041") == '"a\\udb40\\udc41"'


def test_a_json_document_is_indented_and_just_as_exact():
    out = written(lambda output: output.document({"a": ["\x9b31m\u202e"]}))
    assert json.loads(out) == {"a": ["\x9b31m\u202e"]} and "\x9b" not in out and out.count("\n") == 5


def test_an_array_is_valid_however_many_items_came():
    for pages in ([], [[]], [[1]], [[1], []], [[1, 2], [3]], [[], [4]]):

        def act(output, pages=pages):
            for page in pages:
                output.array_items(page)
            output.close_array()
            output.close_array()

        out = written(act)
        assert out == "" if not pages else json.loads(out) == [item for page in pages for item in page]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "＝1"])
def test_csv_cells_are_no_formulas(text):
    assert csv_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["a=b", "i-0123", "10.0.0.1", "", "it's", 'say "x"'])
def test_harmless_csv_cells_stay(text):
    assert csv_cell(text) == text


def test_csv_has_one_line_per_row_and_quotes_what_needs_it():
    out = written(lambda output: output.csv_rows([["a,b", 'c"d', "e\nf"]]))
    assert out.count("\n") == 1 and out.startswith('"a,b","c""d",e')


def test_columns_line_up_also_under_wide_characters():
    rows = [[Cell("東京"), Cell("1"), Cell("x")], [Cell("a"), Cell("200"), Cell("long text")]]
    out = written(
        lambda output: output.table(["Name", "N", "Rest"], [Align.LEFT, Align.RIGHT, Align.LEFT], rows)
    )
    assert out.splitlines() == ["Name    N  Rest", "東京    1  x", "a     200  long text"]


def test_no_rows_are_a_header():
    assert written(lambda output: output.table(["A", "B"], [Align.LEFT] * 2, [])) == "A  B\n"


@pytest.mark.parametrize(
    ("stream", "environment", "colored"),
    [
        (io.StringIO, {}, False),
        (Terminal, {}, True),
        (Terminal, {"NO_COLOR": "1"}, False),
        (Terminal, {"NO_COLOR": ""}, True),
        (Terminal, {"TERM": "dumb"}, False),
    ],
)
def test_colour_only_on_a_terminal_and_never_with_no_color(stream, environment, colored):
    out = written(lambda output: output.spans([Cell("x", Tone.BAD)]), stream(), environment)
    assert ("\x1b[" in out) is colored and "x" in out
