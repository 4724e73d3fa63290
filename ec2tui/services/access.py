"""The way in to an instance: its routes explained, whom to log in as, its host keys, and OpenSSH run on it.

A front end that wants a shell calls `run_ssh` and gives it what asks the user. Who needs the parts
(`proxy`, `tunnel`, `ssh-config`, remote desktop) takes `find_routes`, `find_login`, `find_host_keys` and
`plan_ssh`, and for SSM `start_ssm` and `end_ssm`.
"""

from ec2tui.services.access_host_keys import trust
from ec2tui.services.access_login import find_key, find_login
from ec2tui.services.access_plan import find_host_keys, plan_ssh, plan_way
from ec2tui.services.access_record import note_ended, note_opened
from ec2tui.services.access_routes import find_routes
from ec2tui.services.access_ssh import run_ssh
from ec2tui.services.access_ssm import end_ssm, start_ssm

__all__ = [
    "end_ssm",
    "find_host_keys",
    "find_key",
    "find_login",
    "find_routes",
    "note_ended",
    "note_opened",
    "plan_ssh",
    "plan_way",
    "run_ssh",
    "start_ssm",
    "trust",
]
