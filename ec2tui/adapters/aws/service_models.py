"""botocore's service models, decoded several times faster.

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
