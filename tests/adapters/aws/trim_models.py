"""`python -m tests.adapters.aws.trim_models` writes what the program needs of botocore's EC2 model.

Needed are the operations that the program's source names, and the shapes that they use.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import botocore.session
import msgspec

import ec2tui
from ec2tui.adapters.aws.service_models import EC2

SOURCE = Path(ec2tui.__file__).parent
_NAME = re.compile(r"""["':]([A-Z][A-Za-z0-9]+)["']""")


def whole() -> dict[str, Any]:
    """botocore's own model."""
    model: dict[str, Any] = (
        botocore.session.Session().get_component("data_loader").load_service_model("ec2", "service-2")
    )
    return model


def named(model: dict[str, Any]) -> set[str]:
    """The operations that the source names, the embedded account's apart."""
    files = (path for path in SOURCE.rglob("*.py") if "demo" not in path.parts)
    return {name for path in files for name in _NAME.findall(path.read_text()) if name in model["operations"]}


def used(model: dict[str, Any], operations: Iterable[str]) -> set[str]:
    """The shapes of these operations, and all that those are made of."""
    found: set[str] = set()
    parts = [model["operations"][name] for name in operations]
    while parts:
        part = parts.pop()
        name = part.get("shape")
        if name is not None and name not in found:
            found.add(name)
            parts.append(model["shapes"][name])
        parts += [inner for key, inner in part.items() if key in _REFERENCES]
        parts += part.get("members", {}).values()
    return found


_REFERENCES = ("input", "output", "member", "key", "value")


def plain(value: Any) -> Any:
    """A part of the model without its documentation."""
    if isinstance(value, dict):
        texts = ("documentation", "documentationUrl")
        return {k: plain(v) for k, v in value.items() if not (k in texts and isinstance(v, str))}
    return [plain(one) for one in value] if isinstance(value, list) else value


def trimmed(model: dict[str, Any]) -> dict[str, Any]:
    """The part of the model that the program needs, in the order of the whole."""
    operations = named(model)
    shapes = used(model, operations)
    return {
        **{name: plain(part) for name, part in model.items() if name not in ("operations", "shapes")},
        "operations": {n: plain(part) for n, part in model["operations"].items() if n in operations},
        "shapes": {name: plain(part) for name, part in model["shapes"].items() if name in shapes},
    }


def written(model: dict[str, Any]) -> str:
    """The model as JSON with an operation or a shape on each line."""
    parts = []
    for name, part in model.items():
        if name in ("operations", "shapes"):
            lines = ",\n".join(f"{_json(key)}:{_json(inner)}" for key, inner in part.items())
            parts.append(f"{_json(name)}:{{\n{lines}\n}}")
        else:
            parts.append(f"{_json(name)}:{_json(part)}")
    return "{" + ",\n".join(parts) + "}\n"


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


if __name__ == "__main__":
    EC2.write_text(written(trimmed(whole())))
