"""A configuration is read whole or every mistake is named with its line and the nearest valid name."""

import pytest

from ec2tui.core.actions.catalog import ACTIONS
from ec2tui.core.config.mistake import Mistakes
from ec2tui.core.config.parse import Parsed, parse
from ec2tui.core.config.path import dotted
from ec2tui.core.config.schema import Document, Profile, Ui
from ec2tui.core.views.choices import View


def read(text):
    return parse(text, ACTIONS)


def test_an_empty_file_is_the_defaults():
    assert read("") == Parsed(Document(), {})


def test_everything_that_may_be_said():
    parsed = read(
        """
[ui]
theme = "light"
columns = ["name", "tag:env"]
sort = "-age"
refresh = 60
[aws]
profile = "work"
regions = ["eu-west-1", "us-east-1"]
read_only = true
[keys]
refresh = "f5"
mark.all = ["B"]
"copy.id" = "ctrl+y"
[views.old]
query = "age>30d state:running"
columns = ["name", "age"]
sort = "-age"
[profiles."a b"]
production = true
regions = ["all"]
"""
    )
    document = parsed.document
    assert document.ui == Ui("light", ("name", "tag:env"), "-age", 60)
    assert document.views == {"old": View("age>30d state:running", ("name", "age"), "-age")}
    assert document.aws.regions == ("eu-west-1", "us-east-1") and document.aws.read_only
    assert document.keys == {"refresh": ("f5",), "mark.all": ("B",), "copy.id": ("ctrl+y",)}
    assert document.profiles == {"a b": Profile(production=True, regions=("all",))}
    assert parsed.lines["keys", "mark.all"] == 13


@pytest.mark.parametrize(
    ("text", "line", "path", "message", "nearest"),
    [
        ("[ui]\ntheem = 'dark'", 2, "ui.theem", "unknown key", "ui.theme"),
        ("\n[uii]\ntheme = 'dark'", 2, "uii", "unknown key", "ui"),
        ("[ui]\ntheme = 'pink'", 2, "ui.theme", "'pink' is none of dark, light", ""),
        ("[ui]\ncolumns = ['nmae']", 2, "ui.columns", "unknown column 'nmae'", "name"),
        ("[ui]\nsort = '-agee'", 2, "ui.sort", "unknown column 'agee'", "age"),
        ("[ui]\nrefresh = 1", 2, "ui.refresh", "expected 'int' >= 5", ""),
        ("[ui]\nrefresh = 1000", 2, "ui.refresh", "expected 'int' <= 240", ""),
        ("[views.a]\nquery = 'nmae:x'", 2, "views.a.query", "character 1: unknown field 'nmae'", "name"),
        ("[views.a]\n\ncolumns = ['stat']", 3, "views.a.columns", "unknown column 'stat'", "state"),
        ("[views.a]\nsort = '-nmae'", 2, "views.a.sort", "unknown column 'nmae'", "name"),
        ("[views.a]\nfilter = 'x'", 2, "views.a.filter", "unknown key", ""),
        ("[views.'a b']\nquery = 'x'", 1, 'views."a b"', "one word", ""),
        ("[aws]\n\nread_only = 'yes'", 3, "aws.read_only", "expected 'bool', got 'str'", ""),
        ("ui = 3", 1, "ui", "expected a table", ""),
        ("profiles = [1]", 1, "profiles", "expected a table", ""),
        ("[keys]\nfiltre = 'x'", 2, "keys.filtre", "unknown action", "keys.filter"),
        ("[keys]\nmark.al = 'x'", 2, "keys.mark.al", "unknown action", "keys.mark.all"),
        ("[keys]\nmark = ''", 2, "keys.mark", "'' is no key", ""),
        ("[ui]\ntheme = 'drak'", 2, "ui.theme", "'drak' is none of dark, light", "dark"),
        ("[ui]\ncolumns = []", 2, "ui.columns", "at least one column", ""),
        ("[ui]\nsort = 'foo'", 2, "ui.sort", "one of name, id", ""),
        ("[keys]\nmark = 'bogus'", 2, "keys.mark", "'bogus' is no key", ""),
        ("[keys]\nmark = 'ctrl+'", 2, "keys.mark", "'ctrl+' is no key", ""),
        (
            "[guardrails.levels]\n\nstop_protcted = 'warn'",
            3,
            "guardrails.levels.stop_protcted",
            "no rule",
            "",
        ),
        (
            "[guardrails.levels]\nstop_protected = 'blok'",
            2,
            "guardrails.levels.stop_protected",
            "none of",
            "block",
        ),
        ("[guardrails]\nchange_windows = ['x']", 2, "guardrails.change_windows", "", ""),
        ("[access]\nuser = '-oX'", 2, "access.user", "is no user's name", ""),
        ('[access]\nuser = "a\\nb\\u001b"', 2, "access.user", r"'a\nb\x1b' is no user's name", ""),
        ("[access.map]\n'10.0.0.0/8' = 'gw'", 2, 'access.map."10.0.0.0/8"', "is not host:port", ""),
        ("[access.bastions]\n'vpc-1' = 'web'", 2, "access.bastions.vpc-1", "tag:KEY=VALUE", ""),
        ("[access]\nprivate_networks = ['x']", 2, "access.private_networks", "is no network", ""),
        ("[access.users]\nami-1 = 'a b'", 2, "access.users.ami-1", "is no user's name", ""),
        ("[guardrails]\nzzz = 1", 2, "guardrails.zzz", "one of levels", ""),
        ("[views.a]\nquery = 'ag>3'", 2, "views.a.query", "unknown field 'ag'", "age"),
        ("[keys]\nmark = 3", 2, "keys.mark", "expected 'array', got 'int'", ""),
        ("[profiles.x]\nprod = true", 2, "profiles.x.prod", "unknown key", "profiles.x.production"),
        ("[ui\n", 1, "", "not TOML", ""),
        ("[ui]\ntheme = \n", 2, "", "not TOML", ""),
        ("[ui]\ncolumns = [", 2, "", "not TOML", ""),
    ],
)
def test_a_mistake_is_named_with_its_place(text, line, path, message, nearest):
    mistakes = read(text)
    assert isinstance(mistakes, Mistakes)
    [mistake] = mistakes.items
    assert (mistake.line, mistake.path, mistake.nearest) == (line, path, nearest)
    assert message in mistake.message


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file():
    mistakes = read("[keys]\nfiltre='x'\nmark='J'\n[ui]\ntheme=1\ncolour=2\ncolumns=['zz']")
    assert [mistake.line for mistake in mistakes.items] == [2, 3, 5, 6, 7]


def test_a_mistake_is_one_line_for_the_user():
    [mistake] = read("[ui]\ntheem = 1").items
    assert str(mistake) == "line 2: ui.theem: unknown key; did you mean ui.theme?"


def test_dotted_paths_are_written_as_toml_takes_them():
    assert dotted(("profiles", "a b", "read_only")) == 'profiles."a b".read_only'
    assert dotted(("profiles", 'a"b')) == 'profiles."a\\"b"'
    assert dotted(("keys", "mark.all")) == "keys.mark.all"
