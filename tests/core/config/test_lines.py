"""Every table and key of a TOML text is found at its line."""

from ec2tui.core.config.lines import key_lines, line_of

TEXT = """\
top = 1
[a]
x = 1
b.c = 2
[a."d e"]
'f' = 3   # comment
[[list]]
y = 1
"""


def test_lines_by_path():
    lines = key_lines(TEXT)
    assert lines[("top",)] == 1
    assert lines["a", "x"] == 3
    assert lines["a", "b"] == 4 and lines["a", "b", "c"] == 4
    assert lines["a", "d e"] == 5 and lines["a", "d e", "f"] == 6
    assert lines["list", "y"] == 8


def test_what_is_not_found_is_told_at_the_table_around_it():
    lines = key_lines(TEXT)
    assert line_of(lines, ("a", "unknown", "deep")) == 2
    assert line_of(lines, ("nothing",)) == 1
