"""The table of actions: bindings, footer, help, palette and the README's key list are made from it."""

from ec2tui.core.actions.action import Action, may_change, needs_connection, needs_marks, needs_row
from ec2tui.core.actions.alarms import OF_INSTANCES as ALARMS_OF_INSTANCES
from ec2tui.core.actions.alarms import ON_ALARMS
from ec2tui.core.actions.entering import ON_ENTERING
from ec2tui.core.actions.findings import ON_FINDINGS
from ec2tui.core.actions.groups import CHANGE, COPY, FIND, LOOK, MOVE, PROGRAM, SCOPE
from ec2tui.core.actions.images import ON_IMAGES
from ec2tui.core.actions.instances import ON_INSTANCES
from ec2tui.core.actions.metrics import OF_INSTANCES, ON_METRICS
from ec2tui.core.actions.security_groups import ON_SECURITY_GROUPS
from ec2tui.core.actions.storage import ON_STORAGE

ACTIONS: tuple[Action, ...] = (
    Action("page.instances", ("1",), "Instances", "Go to the instances.", SCOPE),
    Action("page.security_groups", ("2",), "Security groups", "Go to the security groups.", SCOPE),
    Action("page.metrics", ("3",), "Metrics and alarms", "Go to the metrics and alarms.", SCOPE),
    Action(
        "page.storage",
        ("4",),
        "Storage",
        "Go to the images; again: volumes, snapshots.",
        SCOPE,
    ),
    Action("page.findings", ("5",), "Findings", "Go to the findings; again: by resource, all.", SCOPE),
    Action("page.activity", ("6",), "Activity", "Go to what was changed here, with its outcome.", SCOPE),
    Action("cursor.down", ("j", "down"), "Down", "Move to the next row.", MOVE),
    Action("cursor.up", ("k", "up"), "Up", "Move to the previous row.", MOVE),
    Action("cursor.first", ("g", "home"), "First", "Move to the first row.", MOVE),
    Action("cursor.last", ("G", "end"), "Last", "Move to the last row.", MOVE),
    Action("cursor.page_down", ("pagedown",), "Page down", "Move down by a screen.", MOVE),
    Action("cursor.page_up", ("pageup",), "Page up", "Move up by a screen.", MOVE),
    Action("scroll.left", ("left",), "Left", "Scroll the columns to the left.", MOVE),
    Action("scroll.right", ("right",), "Right", "Scroll the columns to the right.", MOVE),
    Action("pane.next", ("tab",), "Next pane", "Move to the next pane.", MOVE, footer=True),
    Action("pane.zoom", ("z",), "Zoom", "Give the whole screen to this pane, or give it back.", MOVE),
    Action("row.open", ("enter",), "Open", "Go into the details of the row.", LOOK, applies=needs_row),
    Action("close", ("escape",), "Close", "Close the innermost: popup, pane, filter, marks, page.", MOVE),
    Action("back", ("q",), "Back/quit", "Go back; on the top level, quit.", PROGRAM, footer=True),
    Action("filter", ("slash",), "Filter", "Filter the rows as you type.", FIND, footer=True),
    Action(
        "mark",
        ("space",),
        "Mark",
        "Mark or unmark the row; actions take all marked rows.",
        FIND,
        footer=True,
        applies=needs_row,
    ),
    Action("mark.all", ("ctrl+a",), "Mark all", "Mark every row that matches.", FIND),
    Action("mark.none", (), "Unmark all", "Take every mark away.", FIND, applies=needs_marks),
    Action("sort.previous", ("less_than_sign",), "Sort column left", "Sort by the column to the left.", FIND),
    Action(
        "sort.next", ("greater_than_sign",), "Sort column right", "Sort by the column to the right.", FIND
    ),
    Action("sort.reverse", ("full_stop",), "Reverse sort", "Reverse the order.", FIND),
    Action("columns", ("C",), "Columns", "Choose the columns and their order.", SCOPE),
    Action("views", ("v",), "Views", "Open a view, or save what is shown as one.", FIND, footer=True),
    Action("view.forget", (), "Forget view", "Forget a saved view.", FIND),
    Action(
        "raw",
        ("J",),
        "API document",
        "Show the raw API document of the row.",
        LOOK,
        footer=True,
        applies=needs_row,
    ),
    *ON_ENTERING,
    *ON_INSTANCES,
    *OF_INSTANCES,
    *ON_METRICS,
    *ALARMS_OF_INSTANCES,
    *ON_SECURITY_GROUPS,
    *ON_ALARMS,
    *ON_IMAGES,
    *ON_STORAGE,
    *ON_FINDINGS,
    Action(
        "copy.id",
        ("y",),
        "Copy id",
        "Copy the id of the row, or of all marked rows.",
        COPY,
        applies=needs_row,
    ),
    Action(
        "copy.command",
        ("Y",),
        "Copy aws command",
        "Copy the aws command that shows the same.",
        COPY,
        applies=needs_row,
    ),
    Action(
        "undo",
        ("u",),
        "Undo",
        "Take back the last reversible change, or the one under the cursor on the activity page.",
        CHANGE,
        footer=True,
        applies=may_change,
    ),
    Action(
        "settle",
        ("U",),
        "Interrupted plans",
        "Plans that were cut off in their middle: go on, take back, or leave; rules past their end: revoke.",
        CHANGE,
        applies=needs_connection,
    ),
    Action(
        "regions",
        ("r",),
        "Regions",
        "Choose the regions to look at.",
        SCOPE,
        footer=True,
        applies=needs_connection,
    ),
    Action("profile", ("ctrl+o",), "Profile", "Choose another profile.", SCOPE),
    Action("refresh", ("ctrl+r",), "Refresh", "Read everything again now.", SCOPE),
    Action(
        "reconnect", ("ctrl+l",), "Sign in again", "Renew the credentials without losing the screen.", SCOPE
    ),
    Action(
        "problems",
        ("exclamation_mark",),
        "Problems",
        "Everything that is wrong now, whole.",
        SCOPE,
    ),
    Action("theme", (), "Theme", "Switch between the dark and the light theme.", PROGRAM),
    Action(
        "palette",
        ("ctrl+p", "colon"),
        "Palette",
        "Every action, page and resource, by name.",
        PROGRAM,
        footer=True,
    ),
    Action("help", ("question_mark",), "Help", "The keys that work where you are.", PROGRAM, footer=True),
)


def action(action_id: str) -> Action:
    """The action with this id; KeyError when there is none."""
    return _BY_ID[action_id]


_BY_ID = {entry.id: entry for entry in ACTIONS}

KEY_NAMES = {
    "slash": "/",
    "space": "space",
    "question_mark": "?",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "full_stop": ".",
    "colon": ":",
    "number_sign": "#",
    "exclamation_mark": "!",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "esc",
    "pagedown": "page down",
    "pageup": "page up",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
}


def key_label(key: str) -> str:
    """A key as people write it: `slash` is `/`, `ctrl+p` stays."""
    return KEY_NAMES.get(key, key)
