"""From the command line to a front end; each is imported only when it is wanted."""

import gc
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program with these arguments (the process's own by default) and returns its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"]:
        from ec2tui import __version__

        sys.stdout.write(f"ec2tui {__version__}\n")
        return 0
    # Nothing that is made while a program starts is garbage; whoever has started turns it on again.
    gc.disable()
    try:
        from ec2tui.bootstrap import run

        return run(arguments)
    except KeyboardInterrupt:  # while modules are loaded; later the front end answers for it
        return 130
    finally:
        gc.enable()


if __name__ == "__main__":
    sys.exit(main())
