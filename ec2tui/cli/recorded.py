"""How a verb gives up when the record of what it does cannot be kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure
from ec2tui.services.ports_audit import AuditError


@contextmanager
def recording() -> Iterator[None]:
    """Turns a record that cannot be read or written into the failure of the verb."""
    try:
        yield
    except AuditError as error:
        raise Failure(ExitCode.FAILED, f"{error}; mend it or name another with [audit] path") from error
