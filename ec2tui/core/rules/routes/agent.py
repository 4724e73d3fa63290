"""The way through Systems Manager: its agent on the instance, and its plugin on this machine."""

from ec2tui.core.access.facts import Around, SsmAgent
from ec2tui.core.access.route import Dial, Route, Via
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance

PLUGIN = "session-manager-plugin"
GET_PLUGIN = (
    "install the Session Manager plugin: "
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html"
)
"""How to get what carries sessions of SSM on this machine."""

ONLINE = "Online"
NOT_MANAGED = (
    "Systems Manager does not know it: its agent is not installed or cannot reach SSM, or its role lacks "
    "AmazonSSMManagedInstanceCore."
)


def through_ssm(instance: Instance, around: Around, port: int) -> Route:
    """Whether the agent is online and the plugin is here."""
    usable, reason = _usable(instance, around)
    return Route(Via.SSM, instance.key, usable, reason, dial=Dial(instance.id, port))


def _usable(instance: Instance, around: Around) -> tuple[bool | None, str]:
    if around.read_only:
        return False, "Read-only mode: a session of SSM is opened by a call that counts as a change."
    agent = around.agent
    if agent is Missing.GONE:
        return False, NOT_MANAGED
    if isinstance(agent, SsmAgent) and agent.ping != ONLINE:
        return False, f"Its SSM agent is offline ({agent.ping})."
    if not around.plugin:
        return False, f"{PLUGIN} is not on this machine: {GET_PLUGIN}."
    if isinstance(agent, Missing):
        needs = f" (needs {around.agent_needs})" if around.agent_needs else ""
        return None, f"Whether its SSM agent is online could not be read{needs}."
    return True, "Its SSM agent is online."
