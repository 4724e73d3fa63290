"""Where moto's answers differ from AWS's, one module per difference."""

from ec2tui.adapters.demo.correction import Correction
from ec2tui.adapters.demo.corrections import (
    change_groups,
    cloudwatch,
    console_output,
    denials,
    describe_groups,
    describe_instances,
    dry_run,
    identity,
    images,
    instance_ids,
    instance_states,
    instance_status,
    interface_groups,
    key_pairs,
    modify_instance,
    paging,
    password_data,
    run_instances,
    speed,
)

CORRECTIONS: tuple[Correction, ...] = (
    speed.CORRECTION,
    denials.CORRECTION,
    *denials.FAULTS_ELSEWHERE,
    instance_ids.CORRECTION,
    instance_states.CORRECTION,
    run_instances.CORRECTION,
    modify_instance.CORRECTION,
    interface_groups.CORRECTION,
    describe_instances.CORRECTION,
    instance_status.CORRECTION,
    describe_groups.CORRECTION,
    change_groups.CORRECTION,
    images.CORRECTION,
    key_pairs.CORRECTION,
    password_data.CORRECTION,
    console_output.CORRECTION,
    paging.CORRECTION,
    cloudwatch.CORRECTION,
    identity.CORRECTION,
    dry_run.CORRECTION,
)
"""All corrections in the order in which they look at a request; DryRun is answered after every check."""
