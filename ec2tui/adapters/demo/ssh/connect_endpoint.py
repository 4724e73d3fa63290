"""What an EC2 Instance Connect endpoint answers to `openTunnel`: a websocket to a machine of its VPC."""

import asyncio
import json
import socket
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from ec2tui.adapters.demo.signature import Authorization, read_presigned, signed_with
from ec2tui.adapters.demo.ssh.network import RDP, SSH, Machines
from ec2tui.adapters.demo.ssh.relay import relay
from ec2tui.adapters.demo.ssh.websocket import FAILED, WebSocket, handshake
from ec2tui.adapters.demo.world import World

PATH = "/openTunnel"

LONGEST = 3600
"""Seconds that a tunnel may last (EC2 user guide, considerations of the endpoint)."""

LONGEST_ADDRESS = 60
"""Seconds for which a presigned address may hold."""


class Refusal(NamedTuple):
    """Why there is no tunnel: an HTTP status, AWS's code, and a sentence."""

    status: int
    code: str
    message: str

    @property
    def body(self) -> bytes:
        """The reply's content."""
        return json.dumps({"__type": self.code, "message": self.message}).encode()


class Tunnels:
    """Opens tunnels for those whom the run's keys have signed an address."""

    def __init__(self, world: World, machines: Machines, access_key: str, secret_key: str) -> None:
        self._world = world
        self._machines = machines
        self._access_key = access_key
        self._secret_key = secret_key

    def open(self, environ: Mapping[str, Any]) -> Refusal | None:
        """Serves one request until its tunnel ends; a refusal when there is none."""
        claim = read_presigned(environ)
        upgrade = handshake(environ)
        refusal = self._not_signed(claim, environ)
        if refusal or claim is None or upgrade is None:
            return refusal or Refusal(400, "ValidationException", "This is not a websocket request.")
        query = {name: values[-1] for name, values in parse_qs(str(environ.get("QUERY_STRING", ""))).items()}
        found = self._target(claim.region, query)
        if isinstance(found, Refusal):
            return found
        outer: socket.socket = environ["werkzeug.socket"]
        outer.sendall(upgrade)
        self._machines.run(_carry(outer.dup(), found, float(query.get("maxTunnelDuration", LONGEST))))
        return None

    def _not_signed(self, claim: Authorization | None, environ: Mapping[str, Any]) -> Refusal | None:
        if claim is None or claim.access_key != self._access_key or claim.service != "ec2-instance-connect":
            return Refusal(403, "UnrecognizedClientException", "The security token is invalid.")
        if not signed_with(claim, environ, b"", self._secret_key):
            return Refusal(403, "InvalidSignatureException", "The request signature does not match.")
        signed = datetime.strptime(claim.moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        age = (datetime.now(UTC) - signed).total_seconds()
        if age > min(claim.expires, LONGEST_ADDRESS):
            return Refusal(403, "ExpiredTokenException", "The presigned address has expired.")
        if "OpenTunnel" in self._world.faults.denied:
            message = "User: arn:aws:iam::demo is not authorized to perform: ec2-instance-connect:OpenTunnel"
            return Refusal(403, "AccessDeniedException", message)
        return None

    def _target(self, region: str, query: Mapping[str, str]) -> "socket.socket | str | Refusal":
        """Our end of the connection, or why the machine does not answer."""
        with self._world.lock:
            known = getattr(self._world.ec2(region), "demo_connect_endpoints", {})
            endpoint = known.get(query.get("instanceConnectEndpointId", ""))
        if endpoint is None:
            return Refusal(404, "ResourceNotFoundException", "The endpoint does not exist.")
        port, seconds = query.get("remotePort", ""), query.get("maxTunnelDuration", str(LONGEST))
        if port not in (str(SSH), str(RDP)):
            return Refusal(400, "ValidationException", "Only remote ports 22 and 3389 are supported.")
        if not seconds.isdecimal() or not 1 <= int(seconds) <= LONGEST:
            return Refusal(400, "ValidationException", "maxTunnelDuration must be 1 to 3600.")
        host = self._machines.hosts.by_private(query.get("privateIpAddress", ""), endpoint["VpcId"])
        ours = self._machines.connect(host, int(port)) if host else None
        return ours or "Unable to connect to target"


async def _carry(outer: socket.socket, target: "socket.socket | str", seconds: float) -> None:
    outer.setblocking(False)
    reader, writer = await asyncio.open_connection(sock=outer)
    client = WebSocket(reader, writer)
    if isinstance(target, str):
        client.finish(FAILED, target)
        client.close()
        return
    try:
        async with asyncio.timeout(seconds):
            await relay(target, client, client)
    except TimeoutError:
        client.finish(FAILED, "Tunnel has reached its maximum duration")
    finally:
        client.close()
