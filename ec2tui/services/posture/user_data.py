"""User data of launches: held in memory until it is sent, since plans and records only name its hash."""

import base64
import hashlib
from collections.abc import Mapping, MutableMapping

from ec2tui.core.changes.change import Change
from ec2tui.core.changes.launch import RunInstances
from ec2tui.core.changes.launch_call import with_user_data
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.launch import UserData

LOST = "its user data was held in memory only and is gone: launch anew with the file"
"""Why a launch of an earlier start of the program cannot be sent again."""


def hold(texts: MutableMapping[str, bytes], data: bytes) -> UserData:
    """Keeps user data for the launch that will name what this returns."""
    digest = hashlib.sha256(data).hexdigest()
    texts[digest] = data
    return UserData(digest, len(data))


def filled(change: Change, call: ApiCall, texts: Mapping[str, bytes]) -> ApiCall | None:
    """The call as it is sent, with the user data in it; None when that is not held any more."""
    if not isinstance(change, RunInstances) or change.launch.user_data is None:
        return call
    data = texts.get(change.launch.user_data.sha256)
    return None if data is None else with_user_data(call, base64.b64encode(data).decode())
