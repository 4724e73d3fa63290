"""Naming the connector and the profiles loads nothing of AWS's libraries."""

import subprocess
import sys

CODE = """
import sys
from ec2tui.adapters.aws.client import AwsConnector
AwsConnector(endpoint_url="http://127.0.0.1:1").profiles()
loaded = {name.partition(".")[0] for name in sys.modules}
heavy = loaded & {"botocore", "urllib3", "textual"}
assert not heavy, heavy
"""


def test_the_connector_is_cheap_to_import():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
