"""A role that is taken from an instance shows on it no more."""

from ec2tui.adapters.demo.correction import Call, Correction


def forget_profile(call: Call) -> None:
    """Take off the instance what stands for its profile beside moto's associations."""
    wanted = str(call.param("AssociationId", ""))
    for association in call.backend.iam_instance_profile_associations.values():
        if association.association_id == wanted:
            association.instance.demo_profile = None


CORRECTION = Correction(
    name="profile-taken-off",
    moto="keeps IamInstanceProfile on the instance after DisassociateIamInstanceProfile",
    aws="shows it no more",
    before={"DisassociateIamInstanceProfile": forget_profile},
)
