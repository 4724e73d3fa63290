"""`ec2tui iam-policy`: the least privilege that the program needs, as an IAM policy."""

from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.core.access.operator import operator_policy
from ec2tui.core.access.reader import reader_policy
from ec2tui.core.views.durations import iso


def run(context: Context) -> ExitCode:
    """Prints the policy; `--region` holds it to regions, `--for` to a time."""
    options = context.options
    regions = options.region if options.region not in (None, ("all",)) else ()
    until = iso(int(context.clock.now()) + options.duration) if options.duration else None
    if options.kind == "operator":
        from ec2tui.core.changes.codec import CHANGES

        asks = [action for change in CHANGES for action in change.asks]
        context.output.document(operator_policy(asks, regions, until))
    else:
        context.output.document(reader_policy(regions, until))
    say("ProtectionAndUserData also lets user data be read: leave it out and protection shows as denied")
    return ExitCode.DONE
