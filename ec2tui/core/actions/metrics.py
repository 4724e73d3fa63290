"""What can be done on the table of metrics, beside what every table has."""

from ec2tui.core.actions.action import Action, Context, needs_connection, needs_row
from ec2tui.core.actions.groups import LOOK, SCOPE


def _needs_instance(context: Context) -> str | None:
    return needs_connection(context) or needs_row(context)


OF_INSTANCES: tuple[Action, ...] = (
    Action(
        "instance.metrics",
        ("m",),
        "Metrics",
        "Show the CloudWatch metrics of the instance; of all marked ones, to compare them.",
        LOOK,
        page="instances",
        footer=True,
        applies=_needs_instance,
    ),
    Action(
        "instance.live",
        ("M",),
        "Live columns",
        "Show or hide the live columns: CPU, network and status of the last hour; AWS charges for them.",
        SCOPE,
        page="instances",
        applies=needs_connection,
    ),
)
"""Those of the instances table."""

ON_METRICS: tuple[Action, ...] = (
    Action(
        "metrics.shorter",
        ("left_square_bracket",),
        "Shorter",
        "A shorter range, up to now; the shortest is 15 minutes.",
        SCOPE,
        page="metrics",
        footer=True,
    ),
    Action(
        "metrics.longer",
        ("right_square_bracket",),
        "Longer",
        "A longer range, up to now; the longest is 15 months, as long as CloudWatch keeps anything.",
        SCOPE,
        page="metrics",
        footer=True,
    ),
    Action(
        "metrics.statistic",
        ("s",),
        "Statistic",
        "Choose the statistic of all metrics: average, minimum, maximum, sum, samples, p50, p90, p99.",
        SCOPE,
        page="metrics",
        footer=True,
    ),
    Action(
        "metrics.zoom_in",
        ("i",),
        "Zoom in",
        "Half of the time, around the cursor of the chart.",
        SCOPE,
        page="metrics",
    ),
    Action("metrics.zoom_out", ("o",), "Zoom out", "Twice the time.", SCOPE, page="metrics"),
    Action("metrics.earlier", ("h",), "Earlier", "Half a range earlier.", SCOPE, page="metrics"),
    Action("metrics.later", ("l",), "Later", "Half a range later.", SCOPE, page="metrics"),
)
"""Those of the table `metrics`."""
