"""The tunnel of an EC2 Instance Connect endpoint: a websocket at a presigned address.

The protocol is that of AWS's own client (aws-cli, `ec2-instance-connect open-tunnel`): GET /openTunnel,
signed in its query for a minute, then binary messages either way. aiohttp is imported here alone.
"""

import asyncio
import contextlib
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from aiohttp.helpers import strip_auth_from_url
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from yarl import URL

from ec2tui import __version__
from ec2tui.adapters.aws.errors import outcome_of
from ec2tui.adapters.aws.place import Place, is_aws
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports_tunnel import EndpointTarget

SERVICE = "ec2-instance-connect"
OPERATION = f"{SERVICE}:OpenTunnel"
"""The IAM action, by which problems name the call."""

EXPIRES = 60
"""Seconds for which the address holds."""

LARGEST = 32768
"""Bytes of one message."""

CONNECT_SECONDS = 15.0
"""How long the handshake may take; it includes the endpoint's own connection."""

FAREWELL_SECONDS = 2.0
"""How long the other side may take to say goodbye."""


def presigned(credentials: Any, region: str, base: str, target: EndpointTarget) -> str:
    """The address that opens a tunnel, signed with frozen credentials; `base` is `https://HOST`."""
    query = {
        "instanceConnectEndpointId": target.endpoint_id,
        "remotePort": target.port,
        "privateIpAddress": target.address,
        "maxTunnelDuration": target.seconds,
    }
    request = AWSRequest("GET", f"{base}/openTunnel?{urlencode(query)}")
    SigV4QueryAuth(credentials, SERVICE, region, expires=EXPIRES).add_auth(request)
    return str(request.url)


def base_of(configured: str, dns_name: str) -> str:
    """Where tunnels are opened: at the endpoint, or where the configuration sends the service's calls."""
    if is_aws(configured):
        return f"https://{dns_name}"
    parts = urlsplit(configured)
    return f"{parts.scheme}://{parts.netloc}"


class WebsocketTunnel:
    """An open tunnel over aiohttp."""

    def __init__(self, session: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._session = session
        self._socket = socket
        self._ending = ""

    @property
    def ending(self) -> str:
        """Why the other side ended it; empty when nothing is wrong."""
        return self._ending

    async def read(self) -> bytes:
        """The next bytes, nothing at the end."""
        while True:
            message = await self._socket.receive()
            if message.type is aiohttp.WSMsgType.BINARY:
                if message.data:
                    return bytes(message.data)
            else:
                self._note(message)
                return b""

    async def write(self, content: bytes) -> None:
        """Sends bytes as messages of a size that the endpoint takes."""
        for start in range(0, len(content), LARGEST):
            if self._socket.closed:
                raise ConnectionResetError("the tunnel has ended")
            await self._socket.send_bytes(content[start : start + LARGEST])

    async def aclose(self) -> None:
        """Says goodbye, and closes the connection."""
        with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
            async with asyncio.timeout(FAREWELL_SECONDS):
                await self._socket.close()
        await self._session.close()

    def _note(self, message: aiohttp.WSMessage) -> None:
        """What a message that carries no bytes says about the end."""
        if message.type is aiohttp.WSMsgType.CLOSE and message.data not in (None, 1000, 1001):
            reason = str(message.extra or "").strip()
            self._ending = f"the endpoint ended the tunnel: {reason or f'code {message.data}'}"
        elif message.type is aiohttp.WSMsgType.ERROR:
            self._ending = f"the tunnel broke: {_words(self._socket.exception())}"
        elif message.type is aiohttp.WSMsgType.TEXT:
            self._ending = "the endpoint sent text, which no tunnel carries"
        elif message.type is aiohttp.WSMsgType.CLOSED and self._socket.close_code == 1006:
            self._ending = "the connection to the endpoint broke"


def proxy_for(url: str) -> dict[str, Any]:
    """The proxy that the environment (HTTPS_PROXY, NO_PROXY) names for an address, as aiohttp takes it."""
    parts = urlsplit(url)
    named = getproxies().get(parts.scheme)
    if not named or proxy_bypass(parts.hostname or ""):
        return {}
    proxy, auth = strip_auth_from_url(URL(named))
    return {"proxy": proxy, "proxy_auth": auth}


async def open_websocket(url: str, context: Any, place: Place) -> WebsocketTunnel | Problem:
    """Opens a presigned address; `context` is the TLS context (None: no TLS there)."""
    # Not aiohttp's trust_env: that would also send what ~/.netrc has for the host, its default entry too.
    session = aiohttp.ClientSession(headers={"User-Agent": f"ec2tui/{__version__}"})
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            socket = await session.ws_connect(
                URL(url, encoded=True),
                ssl=True if context is None else context,
                **proxy_for(url),
                max_msg_size=0,
                autoclose=True,
            )
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        await session.close()
        return classify_opening(error, place)
    except asyncio.CancelledError:
        await session.close()
        raise
    return WebsocketTunnel(session, socket)


def classify_opening(error: Exception, place: Place) -> Problem:
    """The problem that a failure to open a tunnel stands for."""
    if isinstance(error, aiohttp.WSServerHandshakeError):
        headers = error.headers
        code = str(headers.get("x-amzn-ErrorType", "")).partition(":")[0] if headers else ""
        outcome = outcome_of(code, error.status, "")
        message = f"the endpoint answered {error.status}{f' ({code})' if code else ''} instead of a tunnel"
        return Problem(
            outcome, OPERATION, message, code=code, hint=_HINTS.get(outcome, "").format(place=place)
        )
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError):
        hint = "the certificate was not accepted: check AWS_CA_BUNDLE and the proxy"
    elif isinstance(error, aiohttp.ClientProxyConnectionError | aiohttp.ClientHttpProxyError):
        hint = "check HTTPS_PROXY and NO_PROXY"
    elif isinstance(error, TimeoutError):
        words = f"no tunnel within {CONNECT_SECONDS:.0f} s"
        hint = "its security group must let it out to the instance, and the instance's let it in"
        return Problem(Outcome.UNREACHABLE, OPERATION, words, hint=hint)
    else:
        hint = place.connection_hint
    return Problem(Outcome.UNREACHABLE, OPERATION, _words(error), hint=hint)


_HINTS = {
    Outcome.DENIED: f"the principal needs {OPERATION} for this endpoint, address and port",
    Outcome.EXPIRED: "{place.renewal}",
    Outcome.WRONG_KEYS: "{place.mend_keys}",
    Outcome.NOT_FOUND: "the endpoint is gone, or in another region",
    Outcome.INVALID: "the endpoint reaches ports 22 and 3389 of private addresses, for at most an hour",
    Outcome.THROTTLED: "an endpoint carries 20 connections at a time: close some, or wait",
    Outcome.UNREACHABLE: "AWS itself failed; it mostly passes in a minute",
}


def _words(error: BaseException | None) -> str:
    return " ".join(str(error or "the connection ended").split()) or type(error).__name__
