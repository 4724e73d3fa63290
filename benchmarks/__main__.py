"""`python -m benchmarks [GROUP…]`: measures and prints one table."""

import argparse
import sys

from benchmarks import judge, load, ls, posture, regions, rest, start, tables
from benchmarks.figure import Figure, Measure, Options, table

GROUPS: tuple[tuple[str, Measure, str], ...] = (
    ("tables", tables.measure, "the table alone, beside other tables"),
    ("start", start.measure, "to the first frame and the first rows"),
    ("regions", regions.measure, "20 regions side by side, and one that hangs"),
    ("ls", ls.measure, "the list on standard output"),
    ("load", load.measure, "a large account in the UI: time, stalls, memory, keys, filter"),
    ("rest", rest.measure, "an idle account"),
    ("judge", judge.measure, "an edit of a security group among many"),
    ("posture", posture.measure, "all checks over a large account, and again after a refresh"),
)


def main() -> int:
    """Measures the groups that were named, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = [name for name, _, _ in GROUPS]
    parser.add_argument(
        "groups", nargs="*", metavar="GROUP", help=f"any of {', '.join(names)} (default: all)"
    )
    parser.add_argument("--runs", type=int, default=Options.runs, help="repetitions whose median counts")
    parser.add_argument("--instances", type=int, default=Options.instances, help="in the large account")
    parser.add_argument("--rows", type=int, default=Options.rows, help="in the largest table")
    parser.add_argument("--idle", type=int, default=Options.idle_seconds, help="seconds to watch an idle UI")
    parser.add_argument(
        "--install", action="store_true", help="install the rivals that need an environment of their own"
    )
    asked = parser.parse_args()
    unknown = set(asked.groups) - set(names)
    if unknown:
        parser.error(f"no such group: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    options = Options(asked.runs, asked.instances, asked.rows, asked.idle, asked.install)
    figures: list[Figure] = []
    for name, measure, about in GROUPS:
        if not asked.groups or name in asked.groups:
            print(f"{name}: {about} …", file=sys.stderr, flush=True)
            figures.extend(measure(options))
    print(table(figures))
    return 1 if any(figure.reached is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
