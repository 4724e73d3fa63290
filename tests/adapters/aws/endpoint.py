"""A small HTTP endpoint that answers as a test tells it to, and counts what reaches it."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from ec2tui.adapters.aws.client import AwsConnector
from ec2tui.adapters.aws.gateway import AwsGateway
from ec2tui.core.model.key import Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports import Page, Read

Form = dict[str, str]
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
NAMESPACE = 'xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"'
REGION = "us-east-1"
ACCOUNT = "123456789012"


class Endpoint:
    """Gives the answers of `script` in order, the last one for ever; `forms` are the requests as sent."""

    def __init__(self, *script: Answer) -> None:
        self.script = list(script)
        self.forms: list[Form] = []
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return await answer(request)

    async def __aenter__(self) -> "Endpoint":
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner
        await self._runner.cleanup()

    @property
    def actions(self) -> list[str]:
        return [form["Action"] for form in self.forms]


def xml(body: str | bytes, status: int = 200) -> Answer:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(
            body=body if isinstance(body, bytes) else body.encode(), status=status, content_type="text/xml"
        )

    return answer


def json_reply(document: object) -> Answer:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response(document)

    return answer


def error(code: str, message: str = "no", status: int = 400) -> Answer:
    return xml(
        f"<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>"
        "<RequestID>req-1</RequestID></Response>",
        status,
    )


def instances_xml(*ids: str, token: str = "") -> str:
    items = "".join(
        f"<item><instanceId>{i}</instanceId><instanceState><name>running</name></instanceState>"
        "<instanceType>t3.micro</instanceType></item>"
        for i in ids
    )
    return reply_xml(
        "DescribeInstances",
        f"<reservationSet><item><reservationId>r-1</reservationId><ownerId>{ACCOUNT}</ownerId>"
        f"<instancesSet>{items}</instancesSet></item></reservationSet>"
        + (f"<nextToken>{token}</nextToken>" if token else ""),
    )


def reply_xml(operation: str, inner: str) -> str:
    return f"<{operation}Response {NAMESPACE}><requestId>req-0</requestId>{inner}</{operation}Response>"


def instances(*ids: str, token: str = "") -> Answer:
    return xml(instances_xml(*ids, token=token))


async def never(_: str) -> str | None:
    raise AssertionError("nothing should be asked")


async def connect(url: str, **options: Any) -> AwsGateway:
    connector = AwsConnector(endpoint_url=url, region_hint=REGION, **options)
    gateway = await connector.connect(None, never)
    assert isinstance(gateway, AwsGateway), gateway
    return gateway


def read_of(kind: Kind, *ids: str, region: str = REGION) -> Read:
    return Read(kind, Source("default", region), ACCOUNT, ids)


async def collect(gateway: AwsGateway, read: Read) -> tuple[list[Any], Problem | None]:
    """All items, and the problem that ended the stream."""
    items: list[Any] = []
    problem = None
    async for page in gateway.stream(read):
        assert problem is None, "a problem is the last item"
        if isinstance(page, Page):
            items.extend(page.items)
        else:
            problem = page
    return items, problem
