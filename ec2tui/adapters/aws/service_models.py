"""botocore's service models, found and decoded several times faster.

The standard library's decoder holds the interpreter's lock for the whole of EC2's 4 MB, a visible stall.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from botocore.loaders import JSONFileLoader


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


def read_fast(models: Any) -> None:
    """Lets a session's loader decode fast, and not look through the folders of all of AWS's services."""
    models.file_loader = ServiceModelFiles()
    models.list_available_services = lambda type_name: _EveryService()
