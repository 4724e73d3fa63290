"""The settings of the terminal (echo, line mode), kept while somebody else may change them."""

import contextlib
from collections.abc import Iterator


@contextlib.contextmanager
def settings_kept() -> Iterator[None]:
    """The settings of the terminal are as before, however the block ends."""
    try:
        import termios
    except ImportError:
        yield
        return
    try:
        kept = termios.tcgetattr(0)
    except termios.error:
        yield
        return
    try:
        yield
    finally:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(0, termios.TCSADRAIN, kept)
