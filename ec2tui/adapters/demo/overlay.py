"""The WSGI layer before moto: only this run's key comes in, and tests have a control path."""

import io
import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from ec2tui.adapters.demo.control import Control
from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.results import error_body

CONTROL = "/_ec2tui/"
"""Where a test or a demonstration moves the clock, asks for faults, and reads the table of faults."""

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class Overlay:
    """Lets requests with the run's access key through to moto, and closes moto's own doors."""

    def __init__(self, application: Application, access_key: str, control: Control) -> None:
        self._application = application
        self._access_key = access_key
        self._control = control

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Answer one request, or let moto do it."""
        path = str(environ.get("PATH_INFO", ""))
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else b""
        environ["wsgi.input"] = io.BytesIO(body)
        if path.startswith(CONTROL):
            return self._controlled(path.removeprefix(CONTROL), environ, start)
        if path.startswith("/moto-api"):
            return _reply(start, "404 Not Found", "text/plain", b"not found")
        if self._stranger(environ):
            return _auth_failure(environ, start)
        return self._application(environ, start)

    def _stranger(self, environ: dict[str, Any]) -> bool:
        return f"Credential={self._access_key}/" not in str(environ.get("HTTP_AUTHORIZATION", ""))

    def _controlled(self, command: str, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ.get("HTTP_X_DEMO_KEY") != self._access_key:
            return _reply(start, "403 Forbidden", "text/plain", b"not your demo")
        query = {key: values[-1] for key, values in parse_qs(str(environ.get("QUERY_STRING", ""))).items()}
        try:
            answer = self._control.run(command, query)
        except (KeyError, ValueError) as error:
            return _reply(start, "400 Bad Request", "text/plain", str(error).encode())
        return _reply(start, "200 OK", "application/json", json.dumps(answer).encode())


def _auth_failure(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
    message = "AWS was not able to validate the provided access credentials"
    if "json" in str(environ.get("CONTENT_TYPE", "")) or "cbor" in str(environ.get("CONTENT_TYPE", "")):
        document = {"__type": "UnrecognizedClientException", "message": message}
        return _reply(start, "401 Unauthorized", "application/x-amz-json-1.1", json.dumps(document).encode())
    return _reply(
        start,
        "401 Unauthorized",
        "text/xml;charset=UTF-8",
        error_body(AwsError("AuthFailure", message, 401)).encode(),
    )


def _reply(start: StartResponse, status: str, kind: str, body: bytes) -> list[bytes]:
    start(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]
