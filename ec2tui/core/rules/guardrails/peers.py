"""Guardrails of the other side of a rule: a group that is not there lets nobody in, and AWS refuses it."""

from collections.abc import Iterator

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.rules.guardrails.case import WHY, Case
from ec2tui.core.rules.guardrails.security_groups import edit
from ec2tui.core.rules.network.index import peer_of


def peer_missing(case: Case) -> Iterator[Judgement]:
    """A group that a rule is to refer to must exist; that of another account is AWS's to look for."""
    found, rule_id = edit(case), "peer_missing"
    if found is None:
        return
    peers = {rule.key: peer_of(rule) for rule in found.removed}
    for rule in found.added:
        peer = peer_of(rule)
        if peer is None or peer == peers.get(rule.key) or peer.account != rule.key.account:
            continue
        if peer.id == rule.group_id or peer.id.startswith(("(", "<")):
            continue
        why = case.before.security_group(peer)
        if why is Missing.GONE:
            reason = f"{peer.id}, to which the rule refers, does not exist in {peer.region}."
            narrow = "Name a group that is there; one of another account with its number."
            yield case.says(rule_id, Level.BLOCK, reason, alternative=narrow)
        elif isinstance(why, Missing):
            reason = f"Whether {peer.id}, to which the rule refers, exists is not known: it {WHY[why]}."
            yield case.says(rule_id, Level.CONFIRM, reason, unknown=True)
