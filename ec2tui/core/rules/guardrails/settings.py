"""Guardrails of an instance's settings: metadata service, monitoring, security groups, role."""

from collections.abc import Iterator

from ec2tui.core.changes.change import Ref, known
from ec2tui.core.changes.instance_groups import SetInterfaceGroups
from ec2tui.core.changes.instance_metadata import SetMetadataOptions, SetMonitoring
from ec2tui.core.changes.instance_role import AttachProfile, DetachProfile, ReplaceProfile
from ec2tui.core.changes.launch import RunInstances, profile_arn
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.role_policies import RolePolicies
from ec2tui.core.rules.guardrails.case import WHY, Case
from ec2tui.core.rules.network.readings import unread
from ec2tui.core.rules.posture.roles import BROAD, is_broad

MAX_GROUPS, USUAL_GROUPS = 16, 5
"""Security groups per interface: what AWS can be asked for at most, and its quota by default."""


def metadata_v1_in_use(case: Case) -> Iterator[Judgement]:
    """Software that still speaks version 1 breaks when version 2 is required or the service is off."""
    change, rule = case.change, "metadata_v1_in_use"
    if not isinstance(change, SetMetadataOptions):
        return
    if change.http_tokens == "required":
        used = case.before.tokenless(change.key)
        if isinstance(used, Missing) or used.calls is None:
            why = WHY[used] if isinstance(used, Missing) else "is not there: CloudWatch has no figure of late"
            reason = f"Software that still uses version 1 loses its credentials; MetadataNoToken {why}."
            yield case.says(rule, Level.WARN, reason, unknown=True)
        elif used.calls:
            reason = (
                f"Version 1 was used {used.calls:,} times in the last {used.days} days (MetadataNoToken): "
                "what uses it loses its credentials."
            )
            yield case.says(rule, Level.WARN, reason, alternative="Find it first (MetadataNoToken by hour).")
        else:
            reason = f"Version 1 was not used in the last {used.days} days (MetadataNoToken is 0)."
            yield case.says(rule, Level.INFO, reason)
    if change.http_endpoint == "disabled":
        reason = "Without the metadata service the instance's role and its agents stop working."
        yield case.says(rule, Level.WARN, reason)


def metadata_loosened(case: Case) -> Iterator[Judgement]:
    """Version 1 of the metadata service hands the role's credentials to any forged request."""
    change, rule = case.change, "metadata_loosened"
    if not isinstance(change, SetMetadataOptions):
        return
    if change.http_tokens == "optional":
        reason = "Version 1 would answer again: a forged request can read the role's credentials."
        yield case.says(rule, Level.CONFIRM, reason, alternative="Leave version 2 required.")
    instance = case.instance()
    hops = instance.metadata.hop_limit if instance else None
    if change.hop_limit is not None and change.hop_limit > 1 and (hops is None or change.hop_limit > hops):
        reason = f"A hop limit of {change.hop_limit} lets containers and forwarded requests reach it."
        yield case.says(rule, Level.WARN, reason, alternative="1 is enough without containers.")


def hop_limit_invalid(case: Case) -> Iterator[Judgement]:
    """The hop limit of the metadata service is 1 to 64."""
    change = case.change
    hops = change.hop_limit if isinstance(change, SetMetadataOptions) else None
    if hops is not None and not 1 <= hops <= 64:
        yield case.says("hop_limit_invalid", Level.BLOCK, "The hop limit is 1 to 64.")


def monitoring_costs(case: Case) -> Iterator[Judgement]:
    """Detailed monitoring is paid per metric."""
    change = case.change
    if isinstance(change, SetMonitoring) and change.on:
        reason = "Detailed monitoring is paid per metric; the price is not known yet."
        yield case.says("monitoring_costs", Level.INFO, reason, unknown=True)
    elif isinstance(change, SetMonitoring):
        reason = "Metrics come every five minutes instead of every one; alarms of shorter periods go silent."
        yield case.says("monitoring_costs", Level.INFO, reason)


def groups_invalid(case: Case) -> Iterator[Judgement]:
    """An interface is in at least one and at most 16 groups, all of its own VPC."""
    change, rule = case.change, "groups_invalid"
    if not isinstance(change, SetInterfaceGroups):
        return
    count = len(set(change.groups))
    if not 1 <= count <= MAX_GROUPS:
        reason = f"An interface is in 1 to {MAX_GROUPS} security groups; {count} are given."
        yield case.says(rule, Level.BLOCK, reason)
    elif count > USUAL_GROUPS:
        reason = f"{count} security groups are more than AWS's usual quota of {USUAL_GROUPS} per interface."
        yield case.says(rule, Level.WARN, reason)
    interface = change.interface(case.before)
    for group_id in change.groups:
        if isinstance(group_id, Ref):
            continue
        group = case.before.security_group(change.key._replace(id=group_id))
        if group is Missing.GONE:
            yield case.says(rule, Level.BLOCK, f"{group_id} does not exist.")
        elif isinstance(group, Missing):
            yield case.says(rule, Level.CONFIRM, f"{group_id} {WHY[group]}.", unknown=True)
        elif interface and interface.vpc_id and group.vpc_id not in (None, interface.vpc_id):
            reason = f"{group_id} belongs to {group.vpc_id}, the interface to {interface.vpc_id}."
            yield case.says(rule, Level.BLOCK, reason)


def groups_replaced(case: Case) -> Iterator[Judgement]:
    """Other groups open and close ports; tracked connections live on."""
    change, rule = case.change, "groups_replaced"
    if not isinstance(change, SetInterfaceGroups):
        return
    for why in unread(case.before, change.key, Kind.RULES):
        reason = f"Which ports this opens and closes is not known. {why}"
        yield case.says(rule, Level.CONFIRM, reason, unknown=True)
    interface = change.interface(case.before)
    if interface is None:
        reason = f"The groups that {change.interface_id} is in now have not been read."
        yield case.says(rule, Level.CONFIRM, reason, unknown=True)
    elif {group.id for group in interface.groups} - set(change.groups):
        reason = "Connections that are open now live on until they are idle, up to 5 days (432000 s)."
        yield case.says(rule, Level.WARN, reason)


def role_gives_too_much(case: Case) -> Iterator[Judgement]:
    """A role on an instance is everybody's who gets onto it."""
    change = case.change
    arn = change.profile_arn if isinstance(change, AttachProfile | ReplaceProfile) else ""
    if isinstance(change, RunInstances):
        arn = profile_arn(change.launch.profile, change.key)
    if not arn:
        return
    rule, name = "role_gives_too_much", arn.rsplit("/", 1)[-1]
    policies = case.before.role_policies(change.key._replace(id=arn))
    if policies is Missing.GONE:
        reason = f"IAM shows no instance profile {name}."
        yield case.says(rule, Level.CONFIRM, reason)
        return
    if isinstance(policies, Missing):
        sounds = any(word.lower() in name.lower() for word in (*BROAD, "admin"))
        more = "; its name sounds like far-reaching rights" if sounds else ""
        reason = f"What {name} allows {WHY[policies]}{more}."
        yield case.says(rule, Level.CONFIRM if sounds else Level.WARN, reason, unknown=True)
        return
    managed = [arn.rsplit("/", 1)[-1] for arn in policies.managed]
    broad = broad_policies(policies)
    if broad:
        reason = f"{name} gives the instance {', '.join(broad)}: far more than most software needs."
        instead = "Attach a role with only what it needs."
        yield case.says(rule, Level.CONFIRM, reason, alternative=instead)
    listed = ", ".join((*managed, *policies.inline)) or "no policy"
    reason = f"{name} carries {listed}."
    if policies.inline:
        reason += " The texts of its own policies have not been read."
    yield case.says(rule, Level.INFO, reason, unknown=bool(policies.inline))


def broad_policies(policies: RolePolicies) -> list[str]:
    """The names of the managed policies that give far more than most software needs."""
    return [arn.rsplit("/", 1)[-1] for arn in policies.managed if is_broad(arn)]


def role_taken(case: Case) -> Iterator[Judgement]:
    """Without its role, or with another, software on the instance loses rights."""
    change = case.change
    if isinstance(change, AttachProfile):
        instance = case.instance()
        if instance is not None and instance.profile_arn not in (None, change.profile_arn):
            reason = f"It carries {instance.profile} already; AWS attaches no second profile."
            yield case.says("role_taken", Level.BLOCK, reason, alternative="Replace the role.")
    elif isinstance(change, DetachProfile | ReplaceProfile):
        reason = "Software on it loses the old role's rights; credentials handed out last up to 6 more hours."
        yield case.says("role_taken", Level.WARN, reason)


def association_stale(case: Case) -> Iterator[Judgement]:
    """Replacing and detaching name an association, which must be the present one."""
    change = case.change
    if not isinstance(change, DetachProfile | ReplaceProfile) or isinstance(change.association_id, Ref):
        return
    association = known(case.before.profile_association(change.key))
    if association is None:
        reason = "The present role association has not been read."
        yield case.says("association_stale", Level.CONFIRM, reason, unknown=True)
    elif association.association_id != change.association_id:
        reason = f"The role association is {association.association_id} now, not {change.association_id}."
        yield case.says("association_stale", Level.BLOCK, reason, alternative="Plan it again.")
