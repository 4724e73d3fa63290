"""A scripted EC2 endpoint for the faults and strings that an honest emulator does not send."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

import msgspec

Params = dict[str, str]
Answer = tuple[int, str]
NAMESPACE = 'xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"'


class Call(msgspec.Struct):
    """One request: AWS's operation, the region it was signed for, and its parameters."""

    operation: str
    region: str
    params: Params


def item(id_: str, name: str = "", **tags: str) -> str:
    """One instance of DescribeInstances; attribute values are written as they are given."""
    pairs = ({"Name": name} if name else {}) | tags
    tag_set = "".join(
        f"<item><key>{escape(key)}</key><value>{escape(value)}</value></item>" for key, value in pairs.items()
    )
    return (
        f"<item><instanceId>{id_}</instanceId><instanceState><name>running</name></instanceState>"
        f"<instanceType>t3.micro</instanceType><tagSet>{tag_set}</tagSet>"
        "<privateIpAddress>10.0.0.9</privateIpAddress>"
        "<placement><availabilityZone>eu-west-1a</availabilityZone></placement></item>"
    )


def instances(*items: str, token: str = "") -> Answer:
    """A page of DescribeInstances."""
    next_token = f"<nextToken>{token}</nextToken>" if token else ""
    body = "".join(items)
    return 200, (
        f"<DescribeInstancesResponse {NAMESPACE}><requestId>r</requestId><reservationSet><item>"
        f"<reservationId>r-1</reservationId><ownerId>123456789012</ownerId><groupSet/><instancesSet>{body}"
        f"</instancesSet></item></reservationSet>{next_token}</DescribeInstancesResponse>"
    )


def refusal(status: int, code: str, message: str = "no") -> Answer:
    """An error as EC2 sends it."""
    return status, (
        f"<Response><Errors><Error><Code>{code}</Code><Message>{escape(message)}</Message></Error></Errors>"
        "<RequestID>r</RequestID></Response>"
    )


DENIED = refusal(403, "UnauthorizedOperation", "You are not authorized to perform this operation.")
IDENTITY: Answer = (
    200,
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
    "<Arn>arn:aws:iam::123456789012:user/ann</Arn><UserId>A</UserId><Account>123456789012</Account>"
    "</GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>"
    "</GetCallerIdentityResponse>",
)


class ScriptedEndpoint:
    """Answers every call by `answer`, which a test sets; `calls` tells what was asked."""

    def __init__(self) -> None:
        self.answer: Callable[[Call], Answer] = lambda call: instances()
        self.calls: list[Call] = []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                params = dict(parse_qsl(self.rfile.read(length).decode()))
                scope = self.headers.get("Authorization", "////").split("Credential=")[-1].split("/")
                call = Call(params.get("Action", ""), scope[2], params)
                endpoint.calls.append(call)
                sts = call.operation == "GetCallerIdentity"
                status, body = IDENTITY if sts else endpoint.answer(call)
                data = body.encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/xml")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        # A client that leaves in the middle of an answer is what some tests are about.
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stops answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
