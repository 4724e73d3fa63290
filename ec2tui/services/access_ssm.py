"""Sessions of Systems Manager: opened by AWS, carried by the official plugin, and ended if that fails.

Facts: ec2-security.md, section 5.3, and the aws CLI's own call of the plugin. The token of a session is given
to the plugin in its environment; versions that want it as an argument are refused.
"""

import re
from typing import Any

import msgspec

from ec2tui.core.access.route import SSH_PORT, Via
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.problem import Problem
from ec2tui.core.rules.routes.agent import GET_PLUGIN, PLUGIN
from ec2tui.services.access_record import note_ended, note_opened
from ec2tui.services.access_values import Forward, Lack, NoEntry, Reaching, SsmSession
from ec2tui.services.ports_audit import AuditLog
from ec2tui.services.session import Session

SSH_DOCUMENT = "AWS-StartSSHSession"
PORT_DOCUMENT = "AWS-StartPortForwardingSession"
REMOTE_DOCUMENT = "AWS-StartPortForwardingSessionToRemoteHost"

RESPONSE = "AWS_SSM_START_SESSION_RESPONSE"
"""The variable in which the plugin takes what StartSession answered, token and all."""

TAKES_VARIABLE = (1, 2, 497, 0)
"""The last version of the plugin that takes it as an argument only, for every process to see."""

_TOKEN = ("SessionId", "TokenValue", "StreamUrl")


async def start_ssm(
    session: Session,
    reaching: Reaching,
    log: AuditLog,
    instance: Instance,
    port: int = SSH_PORT,
    forward: Forward | None = None,
) -> SsmSession | NoEntry:
    """Opens a session of SSM for the official plugin, and records that.

    Without `forward` its standard input and output lead to the port of the instance (AWS-StartSSHSession);
    with it the plugin listens on `forward.local` (AWS-StartPortForwardingSession, or …ToRemoteHost when
    `forward.host` is not empty). Refused in read-only mode. Without the plugin NoEntry says how to get it.
    """
    assert session.gateway is not None
    plugin = reaching.ssh.find(PLUGIN)
    if plugin is None:
        return NoEntry(Lack.NOT_INSTALLED, f"{PLUGIN} is not on this machine: {GET_PLUGIN}")
    version = await reaching.ssh.version(plugin)
    if not takes_variable(version):
        told = version if re.fullmatch(r"[0-9.]{1,40}", version) else "of an unknown version"
        return NoEntry(
            Lack.NOT_INSTALLED,
            f"{PLUGIN} {told} would be given the session's token for everybody on this machine to see; "
            f"it must be newer than 1.2.497.0: {GET_PLUGIN}",
        )
    document, parameters = _document(port, forward)
    params = {"Target": instance.id, "DocumentName": document, "Parameters": parameters}
    call = ApiCall("ssm", "StartSession", instance.key.region, params)
    shown = str(forward.port if forward else port)
    host = forward.host if forward else ""
    intent = await note_opened(session, log, instance.key, Via.SSM, "tunnel", port=shown, host=host)
    reply = await session.gateway.send(call)
    if reply.problem is not None:
        await note_ended(session, log, instance.key, intent, False, str(reply.problem.outcome))
        return NoEntry(Lack.NOT_SENT, "the session of SSM was not opened", reply.problem)
    return _carried(plugin, session.scope.profile or "", call, reply.body)


def _carried(plugin: str, profile: str, call: ApiCall, body: dict[str, Any]) -> SsmSession | NoEntry:
    """The plugin's command for what StartSession answered; AWS's own addresses are found by the region."""
    answer = {name: str(body.get(name) or "") for name in _TOKEN}
    if not all(answer.values()):
        return NoEntry(Lack.FAILED, "AWS opened a session of SSM and did not tell its token")
    argv = (
        plugin,
        RESPONSE,
        call.region,
        call.operation,
        profile,
        msgspec.json.encode(call.params).decode(),
        "",
    )
    env = {RESPONSE: msgspec.json.encode(answer).decode()}
    return SsmSession(answer["SessionId"], call.region, argv, env)


async def end_ssm(session: Session, opened: SsmSession) -> Problem | None:
    """Ends a session whose plugin did not run or has failed: it would stay open. None when it was ended."""
    assert session.gateway is not None
    call = ApiCall("ssm", "TerminateSession", opened.region, {"SessionId": opened.id})
    return (await session.gateway.send(call)).problem


def takes_variable(version: str) -> bool:
    """Whether a version of the plugin (`1.2.553.0`) takes the token in its environment."""
    if not re.fullmatch(r"\d{1,6}(\.\d{1,6}){1,4}", version):
        return False
    return tuple(int(part) for part in version.split(".")) > TAKES_VARIABLE


def _document(port: int, forward: Forward | None) -> tuple[str, dict[str, list[str]]]:
    """SSM's document for what is wanted, and its parameters."""
    if forward is None:
        return SSH_DOCUMENT, {"portNumber": [str(port)]}
    ports = {"portNumber": [str(forward.port)], "localPortNumber": [str(forward.local)]}
    if forward.host:
        return REMOTE_DOCUMENT, {"host": [forward.host], **ports}
    return PORT_DOCUMENT, ports
