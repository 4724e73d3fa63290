"""DryRun never acts, on any operation that has it."""

from ec2tui.adapters.demo.correction import EVERY, Call, Correction
from ec2tui.adapters.demo.errors import AwsError


def answer_dry_run(call: Call) -> None:
    """Say DryRunOperation instead of going on; runs after all checks that AWS makes first."""
    shape = call.model.input_shape
    if shape is not None and "DryRun" in shape.members and str(call.param("DryRun")).lower() == "true":
        raise AwsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412)


CORRECTION = Correction(
    name="dry-run-never-acts",
    moto="executes ModifyInstanceMetadataOptions and UpdateSecurityGroupRuleDescriptions*; ignores DryRun "
    "on many Describe* and Get*; elsewhere says yes before it has looked at ids and protection",
    aws="checks permission and the named resources, then answers DryRunOperation (412) and does nothing",
    before={EVERY: answer_dry_run},
)
