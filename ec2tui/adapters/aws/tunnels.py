"""Opens tunnels with the credentials and the certificates of a connection."""

import contextlib

from ec2tui.adapters.aws.clients import Clients
from ec2tui.adapters.aws.credentials import Login
from ec2tui.adapters.aws.errors import AWS_ERRORS, classify
from ec2tui.adapters.aws.place import Place, is_aws
from ec2tui.adapters.aws.tls import context_of
from ec2tui.adapters.aws.tunnel import OPERATION, SERVICE, WebsocketTunnel, base_of, open_websocket, presigned
from ec2tui.adapters.aws.worker import on_thread
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports_tunnel import EndpointTarget


async def prepare(clients: Clients, region: str) -> None:
    """Makes the client that tells where tunnels are opened; what goes wrong is told by opening one."""
    with contextlib.suppress(*AWS_ERRORS):
        await clients.get(SERVICE, region)


async def open_tunnel(
    clients: Clients, login: Login, region: str, target: EndpointTarget
) -> WebsocketTunnel | Problem:
    """A tunnel to a port of a private address, or why there is none."""
    place = Place(login.profile, login.method, region)
    try:
        client = await clients.get(SERVICE, region)
        url = str(client.meta.endpoint_url)
        place.endpoint = "" if is_aws(url) else url
        frozen = await on_thread(login.frozen)
    except AWS_ERRORS as error:
        return classify(error, OPERATION, place)
    base = base_of(url, target.dns_name)
    address = presigned(frozen, region, base, target)
    return await open_websocket(address, context_of(client), place)
