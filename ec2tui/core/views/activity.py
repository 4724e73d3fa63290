"""The table of what was changed here: columns, words of its filter, and the details of one change."""

from collections.abc import Callable
from datetime import UTC, datetime

from ec2tui.core.model.activity import UNDER_WAY, Activity
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.views.activity_words import differences, told, verb
from ec2tui.core.views.column import Column, SortKey
from ec2tui.core.views.durations import TIME_UNITS
from ec2tui.core.views.instance_cells import text_cell
from ec2tui.core.views.lines import BLANK, heading, labelled, said
from ec2tui.core.views.resource import Resource
from ec2tui.core.views.sorting import by_id, by_number, by_text
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.core.views.vocabulary import FlagField, NumberField, TextField, Vocabulary

Read = Callable[[Activity], str]
_NONE: frozenset[Kind] = frozenset()
_TONES = {Outcome.OK.value: Tone.GOOD, Outcome.UNKNOWN.value: Tone.WARN, UNDER_WAY: Tone.INFO}


def moment(at: float) -> str:
    """Epoch seconds as date and time to the second, in UTC; `-` when the record tells none."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S") if at else "-"


def who(activity: Activity) -> str:
    """The principal without its ARN's beginning: `user/ann`, `role/ops/session`."""
    arn = activity.intent.principal
    return arn.split(":", 5)[-1] if arn.startswith("arn:") else arn


def undo_word(activity: Activity) -> str:
    """Whether it can be taken back: `possible`, `undone`, or `no`."""
    if activity.undone:
        return "undone"
    return "no" if activity.why_not else "possible"


def difference_words(activity: Activity) -> str:
    """What was different afterwards, in a line."""
    return "; ".join(f"{row.label}: {row.before} → {row.after}" for row in differences(activity))


def _subject(activity: Activity, inventory: Inventory) -> str:
    """The subject's name where it is known now, and its id."""
    key = activity.subject
    for kind in (Kind.INSTANCES, Kind.VOLUMES, Kind.SNAPSHOTS, Kind.SECURITY_GROUPS):
        item = inventory.table(kind).get(key)
        if item is not None:
            name = getattr(item, "name", "") or dict(item.tags).get("Name", "")
            return f"{name} ({key.id})" if name else key.id
    return key.id


def _outcome(activity: Activity) -> Cell:
    return Cell(clean(activity.word, 40), _TONES.get(activity.word, Tone.BAD))


def _undo(activity: Activity) -> Cell:
    word = undo_word(activity)
    return Cell(word, {"possible": Tone.GOOD, "undone": Tone.INFO}.get(word, Tone.DIM))


def _plain(
    id: str,
    title: str,
    source: str,
    read: Read,
    width: tuple[int, int],
    tone: Tone = Tone.PLAIN,
    key: Callable[[str | None], SortKey] = by_text,
) -> Column[Activity]:
    """A column of one text of the record."""
    return Column(
        id,
        title,
        source,
        lambda a, _inventory, _now: text_cell(read(a), tone),
        lambda a, _inventory, _now: key(read(a)),
        *width,
        kinds=_NONE,
    )


TIME: Column[Activity] = Column(
    "time",
    "Time (UTC)",
    "the record's time",
    lambda a, _inventory, _now: Cell(moment(a.time), Tone.DIM),
    lambda a, _inventory, _now: by_number(a.time * 1_000_000 + a.number),
    19,
    19,
    kinds=_NONE,
)

COLUMNS: tuple[Column[Activity], ...] = (
    TIME,
    _plain("change", "Change", "the change's verb", verb, (10, 28), Tone.KEY),
    Column(
        "subject",
        "Subject",
        "the change's key",
        lambda a, inventory, _now: text_cell(_subject(a, inventory), Tone.ACCENT),
        lambda a, _inventory, _now: by_id(a.subject.id),
        21,
        44,
        kinds=_NONE,
    ),
    Column(
        "outcome",
        "Outcome",
        "the outcome's word",
        lambda a, _inventory, _now: _outcome(a),
        lambda a, _inventory, _now: by_text(a.word),
        8,
        14,
        kinds=_NONE,
    ),
    Column(
        "undo",
        "Undo",
        "the record's inverse",
        lambda a, _inventory, _now: _undo(a),
        lambda a, _inventory, _now: by_text(undo_word(a)),
        8,
        8,
        kinds=_NONE,
    ),
    _plain("region", "Region", "the record's region", lambda a: a.intent.region, (9, 14)),
    _plain("who", "Who", "the record's principal", who, (12, 36)),
    _plain("difference", "Difference", "the record's before, after", difference_words, (20, 60)),
    _plain("reason", "Reason", "the record's reason", lambda a: a.intent.reason, (8, 40)),
    _plain("account", "Account", "the record's account", lambda a: a.intent.account, (12, 12), key=by_id),
    _plain("profile", "Profile", "the record's profile", lambda a: a.intent.profile, (7, 20)),
    _plain("message", "Message", "AWS's text", lambda a: a.outcome.message if a.outcome else "", (10, 60)),
    _plain("record", "Record", "the record's id", lambda a: a.intent.id[:8], (8, 8), key=by_id),
    _plain("plan", "Plan", "the record's plan", lambda a: a.intent.plan[:8], (8, 8), key=by_id),
)
"""Every column of the activity table, in its usual order."""

DEFAULT_COLUMNS = (
    "time",
    "change",
    "subject",
    "outcome",
    "undo",
    "region",
    "who",
    "difference",
    "reason",
    "account",
)


def column(id: str) -> Column[Activity] | None:
    """The column with this id; None when there is none."""
    return next((known for known in COLUMNS if known.id == id), None)


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def haystack(activity: Activity) -> str:
    """What words look into: change, subject, who, reason, message, differences and ids, casefolded."""
    intent, outcome = activity.intent, activity.outcome
    lines = [verb(activity), activity.action, activity.subject.id, intent.principal, intent.reason, intent.id]
    lines += [intent.plan, intent.region, difference_words(activity), outcome.message if outcome else ""]
    return "\n".join(lines).casefold()


WORDS: Vocabulary[Activity] = Vocabulary(
    "change",
    (
        TextField("change", "the verb or the change's id", lambda a, _: (verb(a), a.action)),
        TextField("subject", "the id of what it is about", lambda a, _: _one(a.subject.id)),
        TextField("outcome", "ok, denied, unknown, …", lambda a, _: (a.word,)),
        TextField("undo", "possible, undone, no", lambda a, _: (undo_word(a),)),
        TextField("who", "the principal", lambda a, _: (who(a), a.intent.principal)),
        TextField("region", "the region", lambda a, _: _one(a.intent.region)),
        TextField("account", "the account's number", lambda a, _: _one(a.intent.account)),
        TextField("profile", "the profile", lambda a, _: _one(a.intent.profile)),
        TextField("reason", "the reason that was given", lambda a, _: _one(a.intent.reason)),
        TextField("record", "the record's id", lambda a, _: (a.intent.id,)),
        TextField("plan", "the plan's id", lambda a, _: _one(a.intent.plan)),
    ),
    (
        NumberField(
            "age", "time since then: age<1d", lambda a, _i, now: now - a.time, TIME_UNITS, "d", timed=True
        ),
    ),
    (
        FlagField("unknown", "it is not known how it ended", lambda a, _: a.open),
        FlagField("failed", "it was not done", lambda a, _: not a.open and a.word != Outcome.OK.value),
        FlagField("undone", "it has been taken back", lambda a, _: a.undone),
        FlagField("undoable", "it can be taken back", lambda a, _: not a.why_not),
    ),
    haystack,
    None,
    {"verb": "change", "id": "subject", "principal": "who", "user": "who"},
)
"""The words of queries about what was changed."""


def overview(a: Activity, inventory: Inventory, now: float) -> tuple[Line, ...]:
    """What was done, by whom, how it ended, and whether it can be taken back."""
    intent, outcome = a.intent, a.outcome
    lines = [
        labelled("Change", said(verb(a), Tone.KEY), said(told(a), Tone.DIM) if told(a) else Cell("")),
        labelled("Subject", said(_subject(a, inventory), Tone.ACCENT)),
        labelled("Account, region", intent.account, intent.region),
        labelled("Time (UTC)", moment(a.time)),
        labelled("Who", intent.principal),
        labelled("Profile", intent.profile),
        labelled("Reason", intent.reason),
        labelled("Outcome", _outcome(a)),
    ]
    if outcome and outcome.message:
        lines.append(labelled("", said(outcome.message, Tone.WARN)))
    lines.append(labelled("Undo", _undo(a), said(a.why_not or "u takes it back", Tone.DIM)))
    return (*lines, BLANK, heading("Before and after"), *changes(a, inventory, now))


def changes(a: Activity, _inventory: Inventory, _now: float) -> tuple[Line, ...]:
    """Every field that was different afterwards, with both values."""
    lines: list[Line] = []
    subject = ""
    for row in differences(a):
        if row.subject != subject:
            subject = row.subject
            lines.append((Cell(clean(subject), Tone.ACCENT),))
        arrow = Cell("→", Tone.DIM)
        lines.append(labelled(f"  {row.label}", said(row.before, Tone.DIM), arrow, said(row.after)))
    return tuple(lines) or ((Cell("The record tells none.", Tone.DIM),),)


def record(a: Activity, _inventory: Inventory, _now: float) -> tuple[Line, ...]:
    """Where it stands in the record, and what ties it to AWS."""
    intent, outcome = a.intent, a.outcome
    lines = [
        labelled("Record", intent.id),
        labelled("Plan", intent.plan, f"step {intent.step + 1} of {intent.steps}"),
        *((labelled("Went on", " → ".join(a.line)),) if len(a.line) > 1 else ()),
        labelled("Takes back", intent.undoes),
        labelled("Written by", intent.writer),
        labelled("Line", str(a.number), said(a.hash, Tone.DIM)),
        BLANK,
        heading("Outcome"),
    ]
    if outcome is None:
        return (*lines, (Cell("none was written", Tone.WARN),))
    return (
        *lines,
        labelled("Record", outcome.id),
        labelled("Time", outcome.time),
        labelled("Request id", outcome.request_id),
        labelled("Line", str(a.ended_number), said(a.ended_hash, Tone.DIM)),
    )


ACTIVITY: Resource[Activity] = Resource(
    noun="change",
    plural="changes",
    kind=Kind.INSTANCES,
    columns=COLUMNS,
    shown=DEFAULT_COLUMNS,
    sort=f"-{TIME.id}",
    column=column,
    words=WORDS,
    sections=(("change", "Change", overview), ("record", "Record", record)),
    keyed=_NONE,
    title=lambda a: f"{verb(a)} {a.subject.id}",
)
