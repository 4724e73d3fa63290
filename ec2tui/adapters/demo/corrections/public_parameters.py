"""SSM's public parameters resolve to the demo's images."""

from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.paging import cut

PREFIX = "/aws/service/"

ALSO = {
    "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64": (
        "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64"
    ),
    "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64": (
        "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-arm64"
    ),
}
"""Names that resolve to what another one does."""


def get_parameters(call: Call) -> dict[str, Any]:
    """The values of the public ones among these names, and the names that do not exist."""
    names = [str(name) for name in call.param("Names", [])]
    known = _known(call)
    return {
        "Parameters": [_parameter(call, name, known[name]) for name in names if name in known],
        "InvalidParameters": [name for name in names if name not in known],
    }


def by_path(call: Call) -> dict[str, Any]:
    """The public parameters below a path, ten to a page."""
    path = str(call.param("Path")).rstrip("/") + "/"
    known = sorted((name, image) for name, image in _known(call).items() if name.startswith(path))
    page, following = cut(call, [_parameter(call, *one) for one in known], 1, 10, 10)
    return {"Parameters": page, "NextToken": following}


def _known(call: Call) -> dict[str, str]:
    images = call.world.ec2(call.region).amis.values()
    named = {one.demo_parameter: one.id for one in images if getattr(one, "demo_parameter", None)}
    return {**named, **{name: named[other] for name, other in ALSO.items() if other in named}}


def _parameter(call: Call, name: str, value: str) -> dict[str, Any]:
    return {
        "Name": name,
        "Type": "String",
        "Value": value,
        "Version": 1,
        "LastModifiedDate": call.world.clock.now().timestamp(),
        "ARN": f"arn:aws:ssm:{call.region}::parameter{name}",
        "DataType": "aws:ec2:image",
    }


CORRECTION = Correction(
    name="public-parameters",
    moto="is not asked: its public parameters name images that the demo account does not have",
    aws="resolves the parameters below /aws/service/ to the publishers' current images",
    service="ssm",
    instead={"GetParameters": get_parameters, "GetParametersByPath": by_path},
)
