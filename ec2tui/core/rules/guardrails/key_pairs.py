"""What speaks against changing key pairs: instances that name one, and a name that is taken."""

from collections.abc import Iterator

from ec2tui.core.changes.key_pairs import DeleteKeyPair, ImportKeyPair
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.guardrails.case import Case

NAMED = 3
"""How many of the instances are named."""


def key_pair_in_use(case: Case) -> Iterator[Judgement]:
    """Instances that were launched with a key pair still accept its key, but it cannot be recognised then."""
    change, rule = case.change, "key_pair_in_use"
    if not isinstance(change, DeleteKeyPair):
        return
    key = change.key
    found = [
        one.name or one.id
        for one in case.before.table(Kind.INSTANCES).values()
        if one.key_name == key.id and one.key[:2] == key[:2] and one.state != "terminated"
    ]
    if found:
        more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
        names = ", ".join(sorted(found)[:NAMED]) + more
        yield case.says(
            rule,
            Level.CONFIRM,
            f"It is the pair of {names}: they go on accepting its key, which nothing recognises then.",
        )
    elif case.before.reading_of(Kind.INSTANCES, key).complete_at is None:
        reason = "Which instances use it is not known: not all of them were read."
        yield case.says(rule, Level.CONFIRM, reason, unknown=True)


def key_pair_name_taken(case: Case) -> Iterator[Judgement]:
    """The name of a key pair is given once in a region; a pair is replaced by deleting the old one first."""
    change, rule = case.change, "key_pair_name_taken"
    if not isinstance(change, ImportKeyPair):
        return
    pair = case.before.key_pair(change.key)
    if isinstance(pair, KeyPair):
        reason, instead = "There is another pair of this name in the region.", "Choose another name."
        yield case.says(rule, Level.BLOCK, reason, alternative=instead)
    elif pair is not Missing.GONE:
        yield case.says(rule, Level.CONFIRM, "Whether the name is free is not known.", unknown=True)
