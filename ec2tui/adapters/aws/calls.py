"""One call to AWS: tried again when it only reads, never when it writes."""

import asyncio
import contextlib
import random
from functools import partial
from typing import Any

import msgspec
from botocore import xform_name

from ec2tui.adapters.aws.clients import Clients
from ec2tui.adapters.aws.credentials import Login
from ec2tui.adapters.aws.errors import (
    AWS_ERRORS,
    GatewayClosedError,
    UnknownOperationError,
    classify,
    code_of,
    may_have_happened,
    never_answered,
    not_enabled,
    retriable,
)
from ec2tui.adapters.aws.place import Place
from ec2tui.adapters.aws.raw_reply import READER, Reader
from ec2tui.adapters.aws.regions import explained
from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.problem import Outcome, Problem

FIRST_PAUSE = 0.3
LONGEST_PAUSE = 5.0
"""Seconds between tries: doubled each time up to the longest, each a random part of it."""

HOME_REGION = "us-east-1"
"""Where questions about the account go when the configuration names no region, or one that does not exist."""

_STILL_EXPIRED = "still expired"


class Caller:
    """Makes calls over the clients of one profile; every failure comes back as a Problem."""

    def __init__(self, clients: Clients, login: Login, attempts: int) -> None:
        self._clients = clients
        self._login = login
        self._attempts = attempts
        self._accepted: set[str] = set()
        self._tried = False

    async def read(self, call: ApiCall, reader: Reader | None = None) -> dict[str, Any] | Problem:
        """AWS's document, or under `raw_reply.READ` what the reader makes of its body.

        It is asked for again when it was throttled or broken.
        """
        attempt = 1
        while True:
            try:
                return await self._once(call, reader)
            except AWS_ERRORS as error:
                if attempt >= self._attempts or not retriable(error):
                    if code_of(error) == "AuthFailure":
                        await self._try_elsewhere(call)
                    return self.problem(error, call)
            except RuntimeError as error:
                return self._expired(error, call)
            await asyncio.sleep(_pause(attempt))
            attempt += 1

    async def write(self, call: ApiCall) -> Reply:
        """One write, sent once.

        A rehearsal that AWS would allow is OK with a problem whose code is `DryRunOperation`: a reply without
        a problem was carried out. When the answer got lost the outcome is UNKNOWN.
        """
        try:
            document = await self._once(call)
        except AWS_ERRORS as error:
            problem = self.problem(error, call)
            if problem.code == "DryRunOperation":
                problem = msgspec.structs.replace(problem, outcome=Outcome.OK, hint="")
                return Reply(Outcome.OK, problem=problem, request_id=problem.request_id)
            if may_have_happened(error):
                problem = _unknown(problem)
            return Reply(problem.outcome, problem=problem, request_id=problem.request_id)
        except RuntimeError as error:
            problem = self._expired(error, call)
            return Reply(problem.outcome, problem=problem)
        return reply(document)

    async def endpoint(self, service: str, region: str) -> str:
        """The address that a service's calls of a region go to; empty when no client can be made."""
        try:
            client = await self._clients.get(service, region)
        except AWS_ERRORS:
            return ""
        return str(client.meta.endpoint_url)

    def problem(self, error: Exception, call: ApiCall) -> Problem:
        """The problem that an exception of a call stands for."""
        place = self._place(call)
        problem = classify(error, call.action, place)
        if place.endpoint and never_answered(error):
            return problem
        problem = explained(problem, error, call.region, self._login.regions)
        elsewhere = self._accepted - {call.region}
        if problem.code == "AuthFailure" and elsewhere and call.region not in self._accepted:
            problem = msgspec.structs.replace(problem, outcome=Outcome.DENIED, hint=not_enabled(call.region))
        return problem

    async def _try_elsewhere(self, call: ApiCall) -> None:
        """EC2 says the same of keys that it does not know and of a region that is not enabled."""
        if self._tried or self._accepted or call.region == HOME_REGION:
            return
        self._tried = True
        with contextlib.suppress(*AWS_ERRORS, RuntimeError):
            await self._once(ApiCall("sts", "GetCallerIdentity", HOME_REGION))

    def _place(self, call: ApiCall) -> Place:
        login = self._login
        address = self._clients.address(call.service, call.region)
        return Place(login.profile, login.method, call.region, address)

    async def _once(self, call: ApiCall, reader: Reader | None = None) -> dict[str, Any]:
        if self._clients.closed:
            raise GatewayClosedError("the connection was closed")
        client = await self._clients.get(call.service, call.region)
        if call.operation not in client.meta.service_model.operation_names:
            client = await self._clients.get(call.service, call.region, whole=True)
        if call.operation not in client.meta.service_model.operation_names:
            raise UnknownOperationError(f"{call.service} has no operation {call.operation}")
        method = getattr(client, xform_name(call.operation))
        document: dict[str, Any] = await self._clients.run(
            client, partial(_asked, method, call.params, reader)
        )
        self._accepted.add(call.region)
        return document

    def _expired(self, error: RuntimeError, call: ApiCall) -> Problem:
        """botocore says so, as a RuntimeError, when a renewal brought credentials that are expired too."""
        if _STILL_EXPIRED not in str(error):
            raise error
        return Problem(Outcome.EXPIRED, call.action, str(error), hint=self._place(call).renewal)


def _asked(method: Any, params: dict[str, Any], reader: Reader | None) -> Any:
    """The call itself, on its own thread."""
    READER.set(reader)
    return method(**params)


def reply(document: dict[str, Any]) -> Reply:
    """A document as a Reply: the HTTP metadata is taken off, its request id kept."""
    body = {name: value for name, value in document.items() if name != "ResponseMetadata"}
    return Reply(
        Outcome.OK, body=body, request_id=str(document.get("ResponseMetadata", {}).get("RequestId") or "")
    )


def _pause(attempt: int) -> float:
    most = min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt)
    return random.uniform(most / 2, most)  # noqa: S311 - spreads requests, keeps no secret


def _unknown(problem: Problem) -> Problem:
    return Problem(
        Outcome.UNKNOWN,
        problem.operation,
        problem.message,
        problem.code,
        "AWS may have done it: look before trying again",
        problem.request_id,
    )
