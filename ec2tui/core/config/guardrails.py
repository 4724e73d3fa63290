"""The policy in force: the user's `[guardrails]`, tightened by the machine-wide policy file."""

import msgspec

from ec2tui.core.rules.policy import Policy, tighten
from ec2tui.core.rules.policy_file import PolicyDocument, policy_of


class MachineFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The machine-wide policy file: a `[guardrails]` table like the configuration's."""

    guardrails: PolicyDocument = PolicyDocument()


class InForce(msgspec.Struct, frozen=True):
    """The policy, and sentences about what of the user's was refused or cannot be used.

    With `mistakes` the policy is not to be used; `refused` are settings that the machine's policy overrules.
    """

    policy: Policy
    refused: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()


def policy_in_force(user: PolicyDocument, machine_text: str | None, machine_file: str = "") -> InForce:
    """Both policies as one; `machine_text` is the file's content, None when there is none."""
    own, wrong = policy_of(user)
    mistakes = [f"guardrails.{mistake.path}: {mistake.message}" for mistake in wrong]
    if machine_text is None:
        return InForce(own, mistakes=tuple(mistakes))
    import tomllib

    try:
        document = msgspec.convert(tomllib.loads(machine_text), MachineFile).guardrails
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        return InForce(own, mistakes=(*mistakes, f"{machine_file}: {error}"))
    machine, wrong = policy_of(document)
    mistakes += [f"{machine_file}: guardrails.{mistake.path}: {mistake.message}" for mistake in wrong]
    merged, refused = tighten(machine, own, machine_file)
    return InForce(merged, tuple(refusal.sentence for refusal in refused), tuple(mistakes))
