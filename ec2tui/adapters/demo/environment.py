"""The switches that moto reads while it is imported, set before that."""

import os
import time

ACCOUNT_ID = "210987654321"
"""The demo account's id, which AWS's documentation does not use for its examples."""

SWITCHES = {
    "MOTO_ACCOUNT_ID": ACCOUNT_ID,
    "MOTO_ENABLE_AMI_VALIDATION": "true",
    "MOTO_ENABLE_KEYPAIR_VALIDATION": "true",
    "MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION": "true",
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    "MOTO_DISABLE_GLOBAL_CORS": "true",
    "MOTO_ALLOW_NONEXISTENT_REGION": "false",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_EC2_METADATA_DISABLED": "true",
    "TZ": "UTC",
}
"""What each switch must be in the endpoint's process; moto reads naive local times, hence TZ."""


def apply_switches() -> None:
    """Set the switches in this process; must run before anything imports moto."""
    os.environ.update(SWITCHES)
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN", "MOTO_AMIS_PATH"):
        os.environ.pop(name, None)
    if hasattr(time, "tzset"):
        time.tzset()
