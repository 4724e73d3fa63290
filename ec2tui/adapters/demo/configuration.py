"""The configuration file with which ec2tui finds its way around the demo account."""

import json
from collections.abc import Mapping
from pathlib import Path

from ec2tui.adapters.demo.seed.group_tables import OPERATOR

NAME = "config.toml"

TOPIC = "ops-pager"
"""The topic that the account's alarms tell."""

ANY, BASTION = "*", "tag:role=bastion"
"""Where there is a bastion, and which it is."""


def write_configuration(directory: Path, access_map: Mapping[str, str]) -> Path:
    """Writes the file into the demo's own directory: its keys, where its machines really are, who we are."""
    entries = "".join(f"{_quoted(one)} = {_quoted(place)}\n" for one, place in access_map.items())
    place = directory / NAME
    place.write_text(
        "[aws]\nendpoint_honours_dry_run = true\n\n"
        "[cache]\nenabled = false\n\n"
        f"[audit]\npath = {_quoted(str(directory / 'audit.jsonl'))}\n\n"
        f"[alarms]\ntopic = {_quoted(TOPIC)}\n\n"
        f"[security_groups]\nmy_ip = {_quoted(OPERATOR)}\n\n"
        f"[access]\nkey_folders = [{_quoted(str(directory / 'keys'))}]\n\n"
        f"[access.bastions]\n{_quoted(ANY)} = {_quoted(BASTION)}\n\n"
        f"[access.map]\n{entries}"
    )
    return place


def _quoted(text: str) -> str:
    """A TOML string; JSON's are such."""
    return json.dumps(text)
