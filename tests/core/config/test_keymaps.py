"""The user's keys replace the default ones, and never silently take a key from another action."""

from ec2tui.core.actions.action import Action
from ec2tui.core.actions.catalog import ACTIONS
from ec2tui.core.config.keymaps import keymap, textual_key


def action(id, *keys, page=""):
    return Action(id, keys, id, id, "g", page=page)


def test_the_default_keys_hold_and_do_not_conflict():
    assert keymap(ACTIONS, {}).mistakes == ()
    assert keymap(ACTIONS, {}).keys["filter"] == ("slash",)


def test_given_keys_replace_all_default_ones():
    made = keymap((action("a", "x", "y"), action("b", "z")), {"a": ("q",)})
    assert made.keys == {"a": ("q",), "b": ("z",)} and not made.mistakes


def test_no_keys_at_all_unbind_an_action():
    assert keymap((action("a", "x"),), {"a": ()}).keys == {"a": ()}


def test_a_key_of_another_action_is_a_mistake_of_the_one_that_was_changed():
    for actions in ((action("a", "x"), action("b", "y")), (action("b", "y"), action("a", "x"))):
        [(name, message, _)] = keymap(actions, {"b": ("x",)}).mistakes
        assert name == "b" and "also a key of a" in message


def test_two_actions_may_swap_keys():
    assert not keymap((action("a", "x"), action("b", "y")), {"a": ("y",), "b": ("x",)}).mistakes


def test_actions_of_different_pages_may_share_a_key():
    actions = (action("a", "x", page="one"), action("b", "y", page="two"), action("c", "z"))
    assert not keymap(actions, {"b": ("x",)}).mistakes
    assert keymap(actions, {"b": ("z",)}).mistakes


def test_an_unknown_action_names_the_nearest():
    assert keymap((action("refresh"),), {"refesh": ("x",)}).mistakes == (
        ("refesh", "unknown action", "refresh"),
    )


def test_keys_are_written_as_people_write_them():
    assert textual_key("/") == "slash"
    assert textual_key("esc") == "escape"
    assert textual_key("ctrl+/") == "ctrl+slash"
    assert textual_key("ctrl+x") == "ctrl+x"
    assert textual_key("+") == "plus"
    assert textual_key("G") == "G"
