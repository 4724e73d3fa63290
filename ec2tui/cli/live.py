"""The metrics that `ls` was asked for, read within the budget, and what they cost."""

from ec2tui.cli.context import Context
from ec2tui.cli.selection import Asked
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.metrics.cells import metrics_wanted
from ec2tui.services.listing import Live
from ec2tui.services.session import Session


def live_of(context: Context, session: Session, wanted: Asked) -> Live | None:
    """What reads metrics of instances, None when none are asked for."""
    order = (wanted.order.column.id,) if wanted.order else ()
    ids = metrics_wanted((*(one.id for one in wanted.shown), *order), str(wanted.query))
    if not ids and Kind.METRICS not in wanted.query.kinds:
        return None
    from ec2tui.services.metrics.live import LiveReader
    from ec2tui.services.metrics.read import MetricReader

    reader = LiveReader(session, MetricReader(session), context.settings.metrics.budget)
    return lambda page: reader.read_once(page, ids)
