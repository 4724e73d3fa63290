"""Guardrails: one small function per rule; its name is the rule's id, its docstring the rule's help."""

from collections.abc import Callable, Iterator

from ec2tui.core.model.judgement import Judgement
from ec2tui.core.rules.guardrails import (
    lock_out,
    power,
    protection,
    resize,
    security_group_rules,
    security_group_use,
    security_groups,
    settings,
    sharing,
    storage,
    subject,
    tagging,
    terminate,
    whole_plan,
)
from ec2tui.core.rules.guardrails.case import Case, PlanCase

STEP_GUARDRAILS: tuple[Callable[[Case], Iterator[Judgement]], ...] = (
    subject.subject_missing,
    subject.protected_tag,
    subject.managed_by_code,
    terminate.termination_is_final,
    terminate.termination_protected,
    terminate.volumes_deleted,
    terminate.volumes_kept,
    terminate.interfaces_kept,
    terminate.addresses_freed,
    terminate.serves_a_load_balancer,
    power.wrong_state,
    power.cannot_be_stopped,
    power.stop_protected,
    power.public_address_lost,
    power.instance_store_lost,
    power.hibernation_not_set_up,
    power.forced_stop,
    power.auto_scaling_replaces,
    power.persistent_spot_restarts,
    protection.spot_cannot_be_protected,
    protection.shutdown_terminates,
    protection.protection_lifted,
    tagging.reserved_tag,
    tagging.tag_limit,
    tagging.required_tag,
    settings.metadata_v1_in_use,
    settings.metadata_loosened,
    settings.hop_limit_invalid,
    settings.monitoring_costs,
    settings.groups_invalid,
    settings.groups_replaced,
    settings.role_gives_too_much,
    settings.role_taken,
    settings.association_stale,
    resize.type_unknown,
    resize.type_architecture,
    resize.type_needs_ena,
    resize.type_needs_nvme,
    resize.type_boot_mode,
    resize.type_not_in_zone,
    resize.type_previous_generation,
    storage.volume_shrinks,
    storage.volume_figures_invalid,
    storage.volume_grows,
    storage.volume_in_use,
    storage.volume_data_lost,
    storage.volume_detached_in_use,
    storage.volume_zone,
    storage.volume_kept_needlessly,
    sharing.snapshot_public,
    sharing.snapshot_shared,
    sharing.account_invalid,
    sharing.snapshot_of_an_image,
    sharing.snapshot_lost,
    sharing.address_released,
    sharing.address_taken,
    sharing.address_changes,
    security_groups.admin_port_public,
    security_groups.everything_public,
    security_groups.port_public,
    security_groups.wide_source,
    security_groups.split_internet,
    security_groups.other_family_open,
    security_groups.egress_opened,
    security_group_rules.not_as_it_seems,
    security_group_rules.says_nothing_new,
    security_group_rules.rule_quota,
    security_group_rules.prefix_list_open,
    security_group_rules.rule_incomplete,
    security_group_use.group_shared,
    security_group_use.group_managed,
    security_group_use.group_referenced,
    security_group_use.sessions_live_on,
    lock_out.lock_out,
)
"""Judged for every step, in the state that the steps before it leave."""

PLAN_GUARDRAILS: tuple[Callable[[PlanCase], Iterator[Judgement]], ...] = (
    whole_plan.blast_radius,
    whole_plan.several_places,
    whole_plan.change_window,
    whole_plan.production,
)
"""Judged once for a plan."""

RULE_IDS: tuple[str, ...] = tuple(rule.__name__ for rule in (*STEP_GUARDRAILS, *PLAN_GUARDRAILS))
"""The ids of all guardrails, as the configuration names them."""

GROUP_GUARDS: dict[str, str] = {
    "G01": "admin_port_public",
    "G02": "everything_public",
    "G03": "port_public",
    "G04": "wide_source",
    "G05": "split_internet",
    "G06": "other_family_open",
    "G07": "not_as_it_seems",
    "G08": "says_nothing_new",
    "G09": "rule_quota",
    "G10": "group_shared",
    "G11": "lock_out",
    "G12": "group_managed",
    "G13": "group_referenced",
    "G14": "prefix_list_open",
    "G15": "rule_incomplete",
    "G16": "egress_opened",
    "G17": "sessions_live_on",
}
"""The guards of security groups by their numbers.

G18, that nothing moved since the review, is the fingerprint of a plan: it holds all rules of the groups that the
plan changes.
"""
