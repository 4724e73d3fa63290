"""Where a tunnel is opened and how that is signed, and what each way to fail is called."""

import asyncio
from datetime import datetime
from pathlib import Path

import aiohttp
import pytest
from botocore.credentials import Credentials, ReadOnlyCredentials
from botocore.hooks import HierarchicalEmitter
from botocore.model import ServiceId
from botocore.signers import RequestSigner
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from ec2tui.adapters.aws.place import Place
from ec2tui.adapters.aws.tunnel import (
    OPERATION,
    base_of,
    classify_opening,
    open_websocket,
    presigned,
    proxy_for,
)
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports_tunnel import EndpointTarget

NOW = datetime(2026, 9, 1, 12, 0)
HOST = "eice-1.ec2-instance-connect-endpoint.eu-west-1.amazonaws.com"
AWS = "https://ec2-instance-connect.eu-west-1.amazonaws.com"
TARGET = EndpointTarget("eice-1", HOST, "10.0.0.9", 22, 900)


@pytest.mark.parametrize("token", [None, "session/token+="])
def test_the_address_is_the_one_that_awss_own_client_signs(
    monkeypatch: pytest.MonkeyPatch, token: str | None
) -> None:
    """Botocore's own presigner, given the request that `aws ec2-instance-connect open-tunnel` makes."""
    keys = "AKIAEXAMPLE", "wJalrXUtnFEMI"
    query = "instanceConnectEndpointId=eice-1&remotePort=22&privateIpAddress=10.0.0.9&maxTunnelDuration=900"
    request = {
        "url": f"wss://{HOST}/openTunnel?{query}",
        "body": {},
        "headers": {"host": HOST},
        "method": "GET",
        "query_string": "",
        "url_path": "/",
        "context": {},
    }
    events = HierarchicalEmitter()
    signer = RequestSigner(
        ServiceId("EC2 Instance Connect"),
        "eu-west-1",
        "ec2-instance-connect",
        "v4",
        Credentials(*keys, token),
        events,
    )
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: NOW)
    theirs = signer.generate_presigned_url(request, operation_name="openTunnel", expires_in=60)
    ours = presigned(ReadOnlyCredentials(*keys, token), "eu-west-1", base_of(AWS, HOST), TARGET)
    assert ours.removeprefix("https") == theirs.removeprefix("wss")
    assert str(URL(ours, encoded=True)) == ours


def test_an_address_that_is_not_awss_answers_for_its_endpoints_too() -> None:
    assert base_of(AWS, HOST) == f"https://{HOST}"
    assert base_of("http://127.0.0.1:4566/", HOST) == "http://127.0.0.1:4566"


def refusal(status: int, code: str = "") -> aiohttp.WSServerHandshakeError:
    url = URL("https://example.com/openTunnel?X-Amz-Signature=secret")
    info = aiohttp.RequestInfo(url, "GET", CIMultiDictProxy(CIMultiDict()), url)
    headers = CIMultiDict({"x-amzn-ErrorType": code} if code else {})
    return aiohttp.WSServerHandshakeError(info, (), status=status, message="no", headers=headers)


@pytest.mark.parametrize(
    ("error", "outcome", "words"),
    [
        (refusal(403, "AccessDeniedException:http://x"), Outcome.DENIED, "403 (AccessDeniedException)"),
        (refusal(403, "ExpiredTokenException"), Outcome.EXPIRED, "403 (ExpiredTokenException)"),
        (refusal(404, "ResourceNotFoundException"), Outcome.NOT_FOUND, "404"),
        (refusal(400, "ValidationException"), Outcome.INVALID, "400"),
        (refusal(429, "ThrottlingException"), Outcome.THROTTLED, "429"),
        (refusal(503), Outcome.UNREACHABLE, "the endpoint answered 503 instead of a tunnel"),
        (refusal(200), Outcome.UNKNOWN, "the endpoint answered 200 instead of a tunnel"),
        (TimeoutError(), Outcome.UNREACHABLE, "no tunnel within 15 s"),
        (ConnectionRefusedError(111, "refused"), Outcome.UNREACHABLE, "[Errno 111] refused"),
        (aiohttp.ServerDisconnectedError(), Outcome.UNREACHABLE, "Server disconnected"),
    ],
)
def test_a_failure_to_open_is_told_in_a_sentence_without_the_address(
    error: Exception, outcome: Outcome, words: str
) -> None:
    problem = classify_opening(error, Place("work", "sso", "eu-west-1"))
    assert (problem.outcome, problem.operation) == (outcome, OPERATION)
    assert words in problem.message and "secret" not in problem.message
    assert problem.hint or outcome is Outcome.UNKNOWN
    if outcome is Outcome.EXPIRED:
        assert problem.hint == "aws sso login --profile work"


async def test_what_netrc_has_for_all_hosts_is_not_sent_along(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A second sort of authorization would be refused by AWS, and the password is none of its business."""
    file = tmp_path / "netrc"
    file.write_text("default login bob password hunter2\n")
    monkeypatch.setenv("NETRC", str(file))
    heads: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}/openTunnel"
        problem = await open_websocket(url, None, Place("work", "sso", "eu-west-1"))
    assert isinstance(problem, Problem) and problem.outcome is Outcome.DENIED
    assert b"openTunnel" in heads[0] and b"Authorization" not in heads[0]


def test_the_proxy_of_the_environment_is_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://ann:pw@proxy.test:3128")
    monkeypatch.setenv("no_proxy", "near.test")
    found = proxy_for(f"https://{HOST}/openTunnel")
    assert str(found["proxy"]) == "http://proxy.test:3128" and found["proxy_auth"].login == "ann"
    assert proxy_for("https://near.test/openTunnel") == proxy_for("http://far.test/") == {}
