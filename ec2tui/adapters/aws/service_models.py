"""botocore's service models, found and decoded several times faster; of EC2's, what the program calls.

The standard library's decoder holds the interpreter's lock for the whole of EC2's 4 MB, a visible stall, and
800 operations become methods of each client.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from botocore.loaders import JSONFileLoader

EC2 = Path(__file__).with_name("ec2_model.json")
"""The operations of EC2 that the program names, with their shapes; made by tests.adapters.aws.trim_models."""

WHOLE: ContextVar[bool] = ContextVar("whole_model_wanted", default=False)
"""Whether a client is to know all operations of EC2, as botocore does."""


class ServiceModelFiles(JSONFileLoader):  # type: ignore[misc]
    """Reads botocore's JSON files, plain or compressed, into dicts in the order of the file."""

    def _load_file(self, full_path: str, open_method: Callable[..., Any]) -> Any:
        if not Path(full_path).is_file():
            return None
        with open_method(full_path, "rb") as file:
            return msgspec.json.decode(file.read())


class _EveryService(tuple[str, ...]):
    """Holds any name: whether a service exists is told by its folder."""

    __slots__ = ()

    def __contains__(self, _name: object) -> bool:
        return True


@lru_cache(1)
def ec2_model() -> dict[str, Any]:
    """EC2's model as far as the program needs it."""
    model: dict[str, Any] = msgspec.json.decode(EC2.read_bytes())
    return model


def read_fast(models: Any) -> None:
    """Lets a session's loader decode fast, and not look through the folders of all of AWS's services."""
    models.file_loader = ServiceModelFiles()
    models.list_available_services = lambda type_name: _EveryService()
    load = models.load_service_model

    def load_needed(service_name: str, type_name: str, api_version: str | None = None) -> Any:
        if service_name == "ec2" and type_name == "service-2" and not WHOLE.get():
            return ec2_model()
        return load(service_name, type_name, api_version)

    models.load_service_model = load_needed
