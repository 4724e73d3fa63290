"""The WSGI layer before moto: only what this run's key has signed comes in, and tests have a control path."""

import io
import json
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from ec2tui.adapters.demo.control import Control
from ec2tui.adapters.demo.error_replies import Reply, protocol_of
from ec2tui.adapters.demo.own_services import OwnServices
from ec2tui.adapters.demo.refusals import Why, refuse
from ec2tui.adapters.demo.regions import ENABLED, NOT_OPTED_IN
from ec2tui.adapters.demo.signature import read_authorization, signed_with
from ec2tui.adapters.demo.ssh.connect_endpoint import PATH as OPEN_TUNNEL
from ec2tui.adapters.demo.ssh.connect_endpoint import Tunnels

CONTROL = "/_ec2tui/"
"""Where a test or a demonstration moves the clock, asks for faults, and reads the table of faults."""

PROTOCOL_HEADERS = {
    "content-type": "CONTENT_TYPE",
    "smithy-protocol": "HTTP_SMITHY_PROTOCOL",
    "x-amz-target": "HTTP_X_AMZ_TARGET",
}
"""The headers that tell a protocol, by their names in WSGI."""

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class Overlay:
    """Lets requests signed with the run's keys through to moto, and closes moto's own doors."""

    def __init__(
        self,
        application: Application,
        access_key: str,
        secret_key: str,
        control: Control,
        own: OwnServices,
        tunnels: Tunnels,
    ) -> None:
        self._application = application
        self._access_key = access_key
        self._secret_key = secret_key
        self._control = control
        self._own = own
        self._tunnels = tunnels

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Answer one request, or let moto do it."""
        path = str(environ.get("PATH_INFO", ""))
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else b""
        environ["wsgi.input"] = io.BytesIO(body)
        if path.startswith(CONTROL):
            return self._controlled(path.removeprefix(CONTROL), environ, start)
        if path == OPEN_TUNNEL:
            return self._tunnel(environ, start)
        if path.startswith("/moto-api"):
            return _reply(start, "404 Not Found", "text/plain", b"not found")
        reply = self._refusal(environ, body) or self._own_reply(environ, body)
        if reply is not None:
            status = f"{reply.status} {HTTPStatus(reply.status).phrase}"
            return _reply(start, status, reply.kind, reply.body, *reply.headers)
        return self._application(environ, start)

    def _tunnel(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Serves a websocket to its end, after which there is no connection to answer on."""
        refusal = self._tunnels.open(environ)
        if refusal is None:
            raise ConnectionAbortedError("the tunnel has ended")
        status = f"{refusal.status} {HTTPStatus(refusal.status).phrase}"
        kind = "application/x-amz-json-1.1"
        return _reply(start, status, kind, refusal.body, ("x-amzn-ErrorType", refusal.code))

    def _own_reply(self, environ: dict[str, Any], body: bytes) -> Reply | None:
        """The answer of a service that moto lacks; None leaves it to moto."""
        claim = read_authorization(environ)
        if claim is None or claim.service not in self._own:
            return None
        target = str(environ.get("HTTP_X_AMZ_TARGET", ""))
        return self._own.reply(claim.service, claim.region, target, body)

    def _refusal(self, environ: dict[str, Any], body: bytes) -> Reply | None:
        claim = read_authorization(environ)
        headers = {name: str(environ.get(key, "")) for name, key in PROTOCOL_HEADERS.items()}
        protocol = protocol_of(claim.service if claim else "", headers)
        if claim is None:
            return refuse(Why.UNSIGNED, protocol, "")
        why = None
        if claim.region not in ENABLED:
            why = Why.UNKNOWN_KEY if claim.region in NOT_OPTED_IN else Why.NO_SUCH_REGION
        elif claim.access_key != self._access_key:
            why = Why.UNKNOWN_KEY
        elif not signed_with(claim, environ, body, self._secret_key):
            why = Why.WRONG_SIGNATURE
        return refuse(why, protocol, claim.region) if why else None

    def _controlled(self, command: str, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ.get("HTTP_X_DEMO_KEY") != self._access_key:
            return _reply(start, "403 Forbidden", "text/plain", b"not your demo")
        query = {key: values[-1] for key, values in parse_qs(str(environ.get("QUERY_STRING", ""))).items()}
        try:
            answer = self._control.run(command, query)
        except (KeyError, ValueError) as error:
            return _reply(start, "400 Bad Request", "text/plain", str(error).encode())
        return _reply(start, "200 OK", "application/json", json.dumps(answer).encode())


def _reply(
    start: StartResponse, status: str, kind: str, body: bytes, *headers: tuple[str, str]
) -> list[bytes]:
    start(status, [("Content-Type", kind), ("Content-Length", str(len(body))), *headers])
    return [body]
