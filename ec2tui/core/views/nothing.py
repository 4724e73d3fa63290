"""What a table without rows says: still loading, not readable, filtered away, or truly empty."""

from ec2tui.core.model.reading import Status
from ec2tui.core.views.header import STALE_AFTER, HeaderFacts
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Tone


def nothing_to_show(facts: HeaderFacts, total: int, unknown: int) -> Cell:
    """The message for a table that shows no row.

    `total` counts the items that are known, `unknown` those for which the filter cannot be answered.
    """
    if total:
        if unknown:
            of = f"{unknown:,} {facts.plural}"
            return Cell(f"No match yet: the filter cannot be answered for {of}.", Tone.WARN)
        return Cell(f"None of {total:,} {facts.plural} matches. esc clears the filter.", Tone.DIM)
    if facts.problem is not None and not facts.readings:
        return Cell(f"Nothing was read: {facts.problem.outcome}. ! says why, ctrl+r tries again.", Tone.BAD)
    if not facts.readings:
        return Cell("connecting to AWS…", Tone.INFO)
    words: dict[Status, list[str]] = {}
    for region, kind, reading in facts.readings:
        if kind is facts.kind:
            words.setdefault(reading.status(facts.now, STALE_AFTER), []).append(clean(region, 24))
    failed = {status: regions for status, regions in words.items() if status not in _CALM}
    if failed:
        listed = "; ".join(f"{status} in {', '.join(regions)}" for status, regions in failed.items())
        read = [region for status in (Status.LIVE, Status.STALE) for region in words.get(status, ())]
        start = f"None in {', '.join(read)}; not read" if read else "Nothing was read"
        return Cell(f"{start}: {listed}. ! says why, ctrl+r tries again.", Tone.BAD)
    if Status.LOADING in words or Status.NOT_READ in words or Status.CACHED in words:
        return Cell(f"loading {facts.plural}…", Tone.INFO)
    regions = ", ".join(region for listed in words.values() for region in listed)
    return Cell(f"There are no {facts.plural} in {regions}.", Tone.DIM)


_CALM = (Status.LIVE, Status.STALE, Status.LOADING, Status.NOT_READ, Status.CACHED)
