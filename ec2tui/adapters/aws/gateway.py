"""The gateway: reads as streams of pages, writes through `send` alone."""

from collections import deque
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import msgspec

from ec2tui.adapters.aws import raw_reply
from ec2tui.adapters.aws.by_id import BY_ID
from ec2tui.adapters.aws.calls import HOME_REGION, Caller, reply
from ec2tui.adapters.aws.clients import Clients, Timeouts
from ec2tui.adapters.aws.credentials import Login
from ec2tui.adapters.aws.parse.instances_xml import InstancesReply
from ec2tui.adapters.aws.parse.xml_text import DamagedReplyError
from ec2tui.adapters.aws.reads import READS, Operation, Params, without_missing
from ec2tui.adapters.aws.worker import on_thread
from ec2tui.core.model.api_call import ApiCall, Reply, is_read
from ec2tui.core.model.identity import Identity
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports import Page, Read
from ec2tui.services.ports_tunnel import EndpointTarget, Tunnel

MOST_PAGES = 10_000
MOST_EMPTY_PAGES = 100
"""Paging that goes on longer, or brings nothing so many times in a row, is an error."""

_MALFORMED = (DamagedReplyError, ValueError, TypeError, KeyError, AttributeError)


class AwsGateway:
    """AWS for one profile, over botocore; made by AwsConnector.connect."""

    def __init__(
        self,
        login: Login,
        endpoint_url: str | None,
        read_only: bool,
        attempts: int = 3,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._login = login
        self._read_only = read_only
        known = login.region is not None and login.regions.known(login.region)
        self._home = login.region if login.region and known else HOME_REGION
        self._clients = Clients(login.session, endpoint_url, timeouts or Timeouts())
        self._caller = Caller(self._clients, login, attempts)

    @property
    def profile(self) -> str:
        """The profile this gateway speaks for."""
        return self._login.profile

    @property
    def read_only(self) -> bool:
        """Whether `send` refuses everything."""
        return self._read_only

    @property
    def default_region(self) -> str | None:
        """The region that AWS's configuration chain names for this profile, None when it names none."""
        return self._login.region

    async def identify(self) -> Identity | Problem:
        """Who we are, from sts:GetCallerIdentity."""
        document = await self._caller.read(ApiCall("sts", "GetCallerIdentity", self._home))
        if isinstance(document, Problem):
            return document
        login = self._login
        return Identity(
            account=document.get("Account", ""),
            arn=document.get("Arn", ""),
            method=login.method,
            access_key_id=login.access_key_id,
            expires_at=login.expires_at,
        )

    async def regions(self) -> tuple[str, ...] | Problem:
        """The regions that are enabled for the account, sorted."""
        document = await self._caller.read(ApiCall("ec2", "DescribeRegions", self._home))
        if isinstance(document, Problem):
            return document
        return tuple(
            sorted(
                region["RegionName"]
                for region in document.get("Regions", ())
                if region.get("OptInStatus") != "not-opted-in" and region.get("RegionName")
            )
        )

    async def stream(self, read: Read) -> AsyncIterator[Page | Problem]:
        """The pages of a read as they arrive; the next is asked for when the last was taken."""
        if read.kind in BY_ID:
            async for page in self._by_id(read):
                yield page
            return
        row = READS[read.kind]
        call = ApiCall(row.service, row.operation, read.source.region)
        if row.needs_ids and not read.ids:
            yield _refused(call, f"{read.kind} are read by id only", Outcome.INVALID)
            return
        requests = deque(row.requests(read.ids, read.groups, read.tag))
        while requests:
            params, ids = requests.popleft()
            async for page in self._pages(row, read, params):
                if isinstance(page, Problem):
                    if page.outcome is not Outcome.NOT_FOUND or not ids:
                        yield page
                        return
                    for rest in reversed(without_missing(ids, page.message)):
                        requests.extendleft(row.requests(rest))
                else:
                    yield page

    async def endpoint(self, region: str) -> str:
        """The address that EC2's calls of a region really go to; empty when it cannot be told."""
        return await self._caller.endpoint("ec2", region)

    async def fetch(self, call: ApiCall) -> Reply:
        """One reading call as AWS's document; an operation that is not a read is refused."""
        if not is_read(call.operation):
            return _refusal(call, "this is not a reading operation; writes are sent")
        document = await self._caller.read(call)
        if isinstance(document, Problem):
            return Reply(document.outcome, problem=document, request_id=document.request_id)
        return reply(document)

    async def send(self, call: ApiCall) -> Reply:
        """One writing call, tried once; in read-only mode refused before anything leaves."""
        if self._read_only:
            return _refusal(call, "read-only mode: nothing is sent")
        if is_read(call.operation):
            return _refusal(call, "this operation only reads; reads are fetched")
        return await self._caller.write(call)

    async def prepare_tunnel(self, region: str) -> None:
        """Imports what tunnels need and makes the client, while something else is waited for."""
        await on_thread(_import_tunnels)
        from ec2tui.adapters.aws.tunnels import prepare

        await prepare(self._clients, region)

    async def open_tunnel(self, region: str, target: EndpointTarget) -> Tunnel | Problem:
        """A tunnel through an EC2 Instance Connect endpoint, or why there is none."""
        from ec2tui.adapters.aws.tunnels import open_tunnel

        return await open_tunnel(self._clients, self._login, region, target)

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._clients.aclose()

    async def _pages(self, row: Operation, read: Read, params: Params) -> AsyncIterator[Page | Problem]:
        call = ApiCall(row.service, row.operation, read.source.region, params)
        wanted = frozenset(read.ids)
        tokens: set[str] = set()
        empty = 0
        while True:
            answer = await self._page(row, read, call)
            if isinstance(answer, Problem):
                yield answer
                return
            items, token = answer
            if wanted:
                items = tuple(item for item in items if item.key.id in wanted)
            problem = None
            if row.complete is not None:
                items, problem = await row.complete(self._caller, read, items)
            yield Page(items)
            if problem is not None:
                yield problem
                return
            empty = 0 if items else empty + 1
            if not token:
                return
            if token in tokens or len(tokens) >= MOST_PAGES or empty >= MOST_EMPTY_PAGES:
                yield _stuck(call)
                return
            tokens.add(token)
            call = msgspec.structs.replace(call, params={**params, "NextToken": token})

    async def _page(
        self, row: Operation, read: Read, call: ApiCall
    ) -> tuple[tuple[Any, ...], str | None] | Problem:
        """The items of one page and the token of the next."""
        hot = read.kind is Kind.INSTANCES
        region = read.source.region
        reader = partial(InstancesReply, account=read.account, region=region) if hot else None
        answer = await self._caller.read(call, reader)
        if isinstance(answer, Problem):
            return answer
        if hot:
            page: InstancesReply = answer[raw_reply.READ]
            return tuple(page.instances), page.next_token
        try:
            return row.parse(answer, read.account, region), answer.get("NextToken") or None
        except _MALFORMED as error:
            return self._caller.problem(_damaged(error), call)

    async def _by_id(self, read: Read) -> AsyncIterator[Page | Problem]:
        row = BY_ID[read.kind]
        if not read.ids:
            service, operation = row.actions[0].split(":")
            call = ApiCall(service, operation, read.source.region)
            yield _refused(call, f"{read.kind} are read by id only", Outcome.INVALID)
            return
        ids = tuple(dict.fromkeys(read.ids))
        for start in range(0, len(ids), row.together):
            page = await row.page(self._caller, read, ids[start : start + row.together])
            yield page
            if isinstance(page, Problem):
                return


def _import_tunnels() -> None:
    from ec2tui.adapters.aws import tunnels

    assert tunnels


def _damaged(error: Exception) -> DamagedReplyError:
    if isinstance(error, DamagedReplyError):
        return error
    return DamagedReplyError(f"the reply holds a missing or malformed value ({error})")


def _refused(call: ApiCall, message: str, outcome: Outcome = Outcome.REFUSED) -> Problem:
    return Problem(outcome, call.action, message)


def _refusal(call: ApiCall, message: str) -> Reply:
    return Reply(Outcome.REFUSED, problem=_refused(call, message))


def _stuck(call: ApiCall) -> Problem:
    return Problem(
        Outcome.UNKNOWN,
        call.action,
        "paging does not advance: the endpoint repeats its token or never ends",
        hint="what came so far is shown; the endpoint does not page as AWS does",
    )
