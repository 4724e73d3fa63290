"""The schedule of a rule that comes back: it revokes by the rule's id, which is another one then."""

from collections.abc import Sequence

import msgspec

from ec2tui.core.changes.change import Ref
from ec2tui.core.changes.plan import Step
from ec2tui.core.changes.schedules import ScheduleRevoke
from ec2tui.core.changes.security_group_rules import RULE_ID


def held_again(steps: Sequence[Step], brought_back: Sequence[str]) -> list[Step]:
    """The steps with each schedule after the rule that comes back, whose new id it then takes.

    `brought_back` has for each step the old id of the rule that it brings back, empty for any other step.
    """
    back = {id_: at for at, id_ in enumerate(brought_back) if id_}
    held = {
        at: back[step.change.rule]
        for at, step in enumerate(steps)
        if isinstance(step.change, ScheduleRevoke) and step.change.rule in back
    }
    if not held:
        return list(steps)
    order = [at for at in range(len(steps)) if at not in held]
    for at, rule in held.items():
        order.insert(order.index(rule) + 1, at)
    place = {old: new for new, old in enumerate(order)}
    made = []
    for old in order:
        change, needs = steps[old].change, {place[need] for need in steps[old].needs}
        if old in held:
            needs.add(place[held[old]])
            change = msgspec.structs.replace(change, rule=Ref(place[held[old]], RULE_ID))
        made.append(Step(change, tuple(sorted(need for need in needs if need < place[old]))))
    return made
