"""AWS's errors, as moto's serializer wants them: a code, a message, and an HTTP status."""

from typing import Any

_JSON = ("ec2-instance-connect", "pricing", "scheduler", "servicequotas", "ssm")
"""Services that speak JSON, and have another word for what is denied."""


class AwsError(Exception):
    """An error to be sent to the client; becomes moto's own kind of exception on the way out."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


def invalid_value(message: str) -> AwsError:
    """A value that EC2 does not accept."""
    return AwsError("InvalidParameterValue", message)


def no_such_instance(instance_ids: Any) -> AwsError:
    """One or several instance ids that do not exist."""
    ids = list(instance_ids)
    if len(ids) == 1:
        return AwsError("InvalidInstanceID.NotFound", f"The instance ID '{ids[0]}' does not exist")
    return AwsError("InvalidInstanceID.NotFound", f"The instance IDs '{', '.join(ids)}' do not exist")


def denied(service: str, operation: str) -> AwsError:
    """The caller's policies do not allow the operation."""
    if service != "ec2":
        message = f"User: arn:aws:iam::demo is not authorized to perform: {service}:{operation}"
        return AwsError("AccessDeniedException" if service in _JSON else "AccessDenied", message, 403)
    message = (
        f"You are not authorized to perform this operation. User: arn:aws:iam::demo is not authorized to "
        f"perform: ec2:{operation} because no identity-based policy allows the ec2:{operation} action. "
        "Encoded authorization failure message: demo-encoded-message"
    )
    return AwsError("UnauthorizedOperation", message, 403)
