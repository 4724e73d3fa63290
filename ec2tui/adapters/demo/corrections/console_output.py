"""GetConsoleOutput tells a boot with cloud-init and the instance's own SSH host keys."""

import base64
from typing import Any

from ec2tui.adapters.demo.console import NO_HOST_KEYS_TOLD, console_text
from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.speed import instance_index

SILENT_FOR = 45
"""Seconds after the launch in which there is no output yet."""


def get_console_output(call: Call) -> dict[str, Any]:
    """The boot's output, base64 as AWS sends it, and nothing right after a launch."""
    instance = instance_index(call.backend)[str(call.param("InstanceId"))]
    booted = instance.launch_time.replace(tzinfo=None)
    age = (call.world.clock.naive() - booted).total_seconds()
    output = None
    if age >= SILENT_FOR and instance._state.code != 48:
        silent = call.world.is_planted(NO_HOST_KEYS_TOLD, instance.id)
        text = console_text(call.world.seed, instance, tells_keys=not silent)
        output = base64.b64encode(text.encode()).decode()
    return {"InstanceId": instance.id, "Timestamp": call.world.clock.naive(), "Output": output}


CORRECTION = Correction(
    name="console-output",
    moto="sends one canned boot log without host keys for every instance",
    aws="sends what the instance wrote, among it cloud-init's SSH HOST KEY KEYS",
    instead={"GetConsoleOutput": get_console_output},
)
