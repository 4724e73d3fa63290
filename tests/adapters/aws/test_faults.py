"""What an endpoint can do wrong, and the value that each of it becomes."""

import asyncio
import itertools
import socket

import pytest
from aiohttp import web

from ec2tui.adapters.aws import calls
from ec2tui.adapters.aws import gateway as gateway_module
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports import Page
from tests.adapters.aws.endpoint import (
    REGION,
    Endpoint,
    collect,
    connect,
    error,
    instances,
    instances_xml,
    read_of,
    reply_xml,
    xml,
)

INSTANCES = read_of(Kind.INSTANCES)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(calls, "FIRST_PAUSE", 0.001)


async def stream(*script, read=INSTANCES, **options):
    async with Endpoint(*script) as endpoint:
        gateway = await connect(endpoint.url, **options)
        try:
            items, problem = await collect(gateway, read)
        finally:
            await gateway.aclose()
        return [item.key.id for item in items], problem, endpoint


async def reset(request: web.Request) -> web.Response:
    request.transport.abort()
    return web.Response()


async def truncated(request: web.Request) -> web.StreamResponse:
    body = instances_xml("i-1").encode()
    response = web.StreamResponse(headers={"Content-Length": str(len(body)), "Content-Type": "text/xml"})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    request.transport.close()
    return response


async def slow(_: web.Request) -> web.Response:
    await asyncio.sleep(30)
    return web.Response()


async def stalls_midway(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000", "Content-Type": "text/xml"})
    await response.prepare(request)
    await response.write(b"<Describe")
    await asyncio.sleep(30)
    return response


@pytest.mark.parametrize(
    ("answer", "outcome", "code"),
    [
        (
            error("UnauthorizedOperation", "Encoded authorization failure", 403),
            Outcome.DENIED,
            "UnauthorizedOperation",
        ),
        (error("AuthFailure", "not able to validate", 401), Outcome.WRONG_KEYS, "AuthFailure"),
        (error("RequestExpired"), Outcome.EXPIRED, "RequestExpired"),
        (error("RequestLimitExceeded", status=503), Outcome.THROTTLED, "RequestLimitExceeded"),
        (error("InvalidParameterValue"), Outcome.INVALID, "InvalidParameterValue"),
        (error("Unavailable", status=503), Outcome.UNREACHABLE, "Unavailable"),
        (xml("<html><body>Service Unavailable</body></html>", 503), Outcome.UNREACHABLE, "503"),
        (xml("", 500), Outcome.UNREACHABLE, "500"),
        (error("SomethingNew"), Outcome.UNKNOWN, "SomethingNew"),
        (xml(instances_xml("i-1")[:200]), Outcome.UNREACHABLE, ""),
        (xml("<html><body>log in to the hotel's network</body></html>"), Outcome.UNREACHABLE, ""),
        (xml(""), Outcome.UNREACHABLE, ""),
        (xml(b"\x00\xff\xfe garbage"), Outcome.UNREACHABLE, ""),
        (reset, Outcome.UNREACHABLE, ""),
        (truncated, Outcome.UNREACHABLE, ""),
    ],
)
async def test_what_goes_wrong_is_a_problem_and_never_an_empty_list(answer, outcome, code):
    ids, problem, _ = await stream(answer)
    assert ids == []
    assert problem is not None
    assert (problem.outcome, problem.code, problem.operation) == (outcome, code, "ec2:DescribeInstances")
    assert problem.message
    assert problem.hint or outcome is Outcome.UNKNOWN


async def test_a_damaged_document_of_another_kind_is_a_problem_too():
    for body in (
        reply_xml("DescribeVolumes", "<volumeSet><item><size>many</size></item></volumeSet>"),
        "<oops/>",
    ):
        ids, problem, _ = await stream(xml(body), read=read_of(Kind.VOLUMES))
        assert ids == []
        assert problem is not None and problem.outcome is Outcome.UNREACHABLE


async def test_a_volume_without_an_id_is_damage():
    body = reply_xml("DescribeVolumes", "<volumeSet><item><size>8</size></item></volumeSet>")
    ids, problem, _ = await stream(xml(body), read=read_of(Kind.VOLUMES))
    assert ids == []
    assert problem is not None and "VolumeId" in problem.message


@pytest.mark.parametrize(
    "first", [error("RequestLimitExceeded", status=503), error("InternalError", status=500), reset, truncated]
)
async def test_a_read_is_tried_again_when_that_may_help(first):
    ids, problem, endpoint = await stream(first, first, instances("i-1"))
    assert (ids, problem) == (["i-1"], None)
    assert len(endpoint.forms) == 3


async def test_it_is_tried_only_so_often():
    _, problem, endpoint = await stream(error("Throttling"), max_attempts=2)
    assert problem is not None and problem.outcome is Outcome.THROTTLED
    assert len(endpoint.forms) == 2


async def test_a_denied_read_is_not_tried_again():
    _, _, endpoint = await stream(error("UnauthorizedOperation", status=403))
    assert len(endpoint.forms) == 1


@pytest.mark.parametrize("answer", [slow, stalls_midway])
async def test_silence_ends_as_unreachable_and_is_not_tried_again(answer):
    _, problem, endpoint = await stream(answer, read_timeout=0.2)
    assert problem is not None and problem.outcome is Outcome.UNREACHABLE
    assert REGION in problem.hint
    assert len(endpoint.forms) == 1


async def test_nobody_listens():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        gateway = await connect(f"http://127.0.0.1:{taken.getsockname()[1]}")
        items, problem = await collect(gateway, INSTANCES)
        identity = await gateway.identify()
        regions = await gateway.regions()
        await gateway.aclose()
    assert items == []
    for answer in (problem, identity, regions):
        assert isinstance(answer, Problem)
        assert answer.outcome is Outcome.UNREACHABLE


async def test_an_impossible_region_is_invalid():
    async with Endpoint(instances()) as endpoint:
        gateway = await connect(endpoint.url)
        _, problem = await collect(gateway, read_of(Kind.INSTANCES, region="us east/1"))
        await gateway.aclose()
    assert problem is not None and problem.outcome is Outcome.INVALID
    assert endpoint.forms == []


IDENTITY = reply_xml(
    "GetCallerIdentity", "<GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>"
)


def refused_in(*regions: str):
    """Accepts the keys everywhere but in these regions."""

    async def answer(request):
        refused = any(f"/{region}/" in request.headers["Authorization"] for region in regions)
        who = (await request.post()).get("Action") == "GetCallerIdentity"
        told = xml(IDENTITY) if who else instances("i-1")
        if refused:
            told = error("AuthFailure", "not able to validate", 401)
        return await told(request)

    return answer


async def test_a_region_that_refuses_what_others_accept_is_not_enabled():
    async with Endpoint(refused_in("ap-east-1")) as endpoint:
        gateway = await connect(endpoint.url)
        _, then = await collect(gateway, read_of(Kind.INSTANCES, region="ap-east-1"))
        endpoint.script = [refused_in("us-east-1")]
        _, now = await collect(gateway, INSTANCES)
        endpoint.script = [refused_in("us-east-1", "ap-east-1")]
        other = await connect(endpoint.url)
        _, wrong = await collect(other, read_of(Kind.INSTANCES, region="ap-east-1"))
        await other.aclose()
        await gateway.aclose()
    assert then is not None and then.outcome is Outcome.DENIED and "not enabled" in then.hint
    for problem in (now, wrong):
        assert problem is not None and problem.outcome is Outcome.WRONG_KEYS


async def test_a_region_of_another_partition_is_told_from_one_that_is_not_enabled():
    async with Endpoint(refused_in("us-gov-west-1")) as endpoint:
        gateway = await connect(endpoint.url)
        _, problem = await collect(gateway, read_of(Kind.INSTANCES, region="us-gov-west-1"))
        await gateway.aclose()
    assert problem is not None and problem.outcome is Outcome.DENIED
    assert "AWS GovCloud" in problem.hint and "enable" not in problem.hint


async def test_a_region_that_does_not_exist_is_said_to_whatever_the_endpoint_answers():
    for answer in (error("AuthFailure", "no", 401), xml(""), error("InvalidParameterValue")):
        async with Endpoint(answer) as endpoint:
            gateway = await connect(endpoint.url, max_attempts=1)
            _, problem = await collect(gateway, read_of(Kind.INSTANCES, region="mars-north-1"))
            await gateway.aclose()
        assert problem is not None and "did you mean eu-north-1?" in problem.message


async def test_a_region_that_does_not_exist_is_not_merely_not_enabled():
    async with Endpoint(refused_in("mars-north-1")) as endpoint:
        gateway = await connect(endpoint.url)
        _, problem = await collect(gateway, read_of(Kind.INSTANCES, region="mars-north-1"))
        await gateway.aclose()
    assert problem is not None and "did you mean eu-north-1?" in problem.message


async def test_pages_before_a_failure_are_kept():
    ids, problem, _ = await stream(instances("i-1", token="t1"), error("UnauthorizedOperation", status=403))
    assert ids == ["i-1"]
    assert problem is not None and problem.outcome is Outcome.DENIED


async def test_paging_that_repeats_its_token_ends():
    ids, problem, endpoint = await stream(instances("i-1", token="t1"), instances("i-2", token="t1"))
    assert ids == ["i-1", "i-2"]
    assert problem is not None and "does not advance" in problem.message
    assert len(endpoint.forms) == 2


async def test_paging_in_a_circle_ends():
    ids, problem, _ = await stream(
        instances("i-1", token="a"), instances("i-2", token="b"), instances("i-3", token="a")
    )
    assert ids == ["i-1", "i-2", "i-3"]
    assert problem is not None and "does not advance" in problem.message


async def test_new_tokens_with_nothing_behind_them_end(monkeypatch):
    monkeypatch.setattr(gateway_module, "MOST_EMPTY_PAGES", 5)
    count = itertools.count()

    async def empty(request):
        return await instances(token=f"t{next(count)}")(request)

    ids, problem, endpoint = await stream(empty)
    assert ids == []
    assert problem is not None and "does not advance" in problem.message
    assert len(endpoint.forms) == 5


async def test_an_empty_account_is_empty_and_no_problem():
    assert (await stream(instances()))[:2] == ([], None)


async def test_a_page_is_asked_for_when_the_one_before_was_taken():
    async with Endpoint(instances("i-1", token="t1"), instances("i-2")) as endpoint:
        gateway = await connect(endpoint.url)
        pages = gateway.stream(INSTANCES)
        first = await anext(pages)
        assert isinstance(first, Page) and len(endpoint.forms) == 1
        await asyncio.sleep(0.05)
        assert len(endpoint.forms) == 1
        await anext(pages)
        assert endpoint.forms[1]["NextToken"] == "t1"
        await pages.aclose()
        await gateway.aclose()


async def test_characters_that_xml_forbids_hide_nothing():
    body = instances_xml("i-1").replace(
        "<instanceType>", "<keyName>a&#27;]52;c&#x1b;\x1bz</keyName><instanceType>"
    )
    async with Endpoint(xml(body)) as endpoint:
        gateway = await connect(endpoint.url)
        items, problem = await collect(gateway, INSTANCES)
        document = await gateway.fetch(ApiCall("ec2", "DescribeInstances", REGION))
        await gateway.aclose()
    assert problem is None
    assert items[0].key_name == "a\ufffd]52;c\ufffd\ufffdz"
    assert document.body["Reservations"][0]["Instances"][0]["KeyName"] == items[0].key_name


async def test_a_region_that_hangs_delays_no_other():
    async def by_region(request):
        if "eu-west-1" in request.headers["Authorization"]:
            return await slow(request)
        return await instances("i-1")(request)

    async with Endpoint(by_region) as endpoint:
        gateway = await connect(endpoint.url, read_timeout=10.0)
        hanging = asyncio.create_task(collect(gateway, read_of(Kind.INSTANCES, region="eu-west-1")))
        await asyncio.sleep(0)
        answers = await asyncio.gather(
            *(
                collect(gateway, read_of(Kind.INSTANCES, region=region))
                for region in ("us-east-1", "us-east-2")
            )
        )
        assert [len(items) for items, _ in answers] == [1, 1]
        assert not hanging.done()
        hanging.cancel()
        await asyncio.gather(hanging, return_exceptions=True)
        await gateway.aclose()


async def test_one_client_per_region_however_many_ask():
    async with Endpoint(instances("i-1")) as endpoint:
        gateway = await connect(endpoint.url)
        clients = await asyncio.gather(*(gateway._clients.get("ec2", REGION) for _ in range(8)))
        assert len({id(client) for client in clients}) == 1
        assert await gateway._clients.get("ec2", "eu-west-1") is not clients[0]
        await gateway.aclose()


async def test_after_closing_every_call_is_a_problem():
    async with Endpoint(instances("i-1")) as endpoint:
        gateway = await connect(endpoint.url)
        await collect(gateway, INSTANCES)
        await gateway.aclose()
        await gateway.aclose()
        items, problem = await collect(gateway, INSTANCES)
    assert items == []
    assert problem is not None and problem.outcome is Outcome.UNREACHABLE
    assert len(endpoint.forms) == 1


async def test_closing_ends_what_is_running_and_says_of_a_write_that_it_may_have_happened():
    async with Endpoint(slow) as endpoint:
        gateway = await connect(endpoint.url)
        reading = asyncio.create_task(collect(gateway, INSTANCES))
        writing = asyncio.create_task(gateway.send(STOP))
        async with asyncio.timeout(20):
            while len(endpoint.forms) < 2:
                await asyncio.sleep(0.01)
            await gateway.aclose()
            (items, problem), reply = await asyncio.gather(reading, writing)
    assert items == []
    assert problem is not None and problem.outcome is Outcome.UNREACHABLE
    assert reply.outcome is Outcome.UNKNOWN


STOP = ApiCall("ec2", "StopInstances", REGION, {"InstanceIds": ["i-1"]})


async def test_read_only_lets_no_write_leave():
    async with Endpoint(instances("i-1")) as endpoint:
        gateway = await connect(endpoint.url, read_only=True)
        assert gateway.read_only
        for call in (STOP, ApiCall("ec2", "StopInstances", REGION, {"InstanceIds": ["i-1"], "DryRun": True})):
            reply = await gateway.send(call)
            assert reply.outcome is Outcome.REFUSED
            assert reply.problem is not None and "read-only" in reply.problem.message
        assert (await gateway.fetch(STOP)).outcome is Outcome.REFUSED
        assert endpoint.forms == []
        await gateway.aclose()


async def test_reads_are_not_sent_and_writes_are_not_fetched():
    async with Endpoint(instances("i-1")) as endpoint:
        gateway = await connect(endpoint.url)
        assert (await gateway.fetch(STOP)).outcome is Outcome.REFUSED
        assert (await gateway.send(ApiCall("ec2", "DescribeInstances", REGION))).outcome is Outcome.REFUSED
        assert endpoint.forms == []
        await gateway.aclose()


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (xml(reply_xml("StopInstances", "<instancesSet/>")), Outcome.OK),
        (error("UnauthorizedOperation", status=403), Outcome.DENIED),
        (error("RequestLimitExceeded", status=503), Outcome.THROTTLED),
        (error("IncorrectInstanceState"), Outcome.IN_USE),
        (error("InvalidInstanceID.NotFound"), Outcome.NOT_FOUND),
        (error("InternalError", status=500), Outcome.UNKNOWN),
        (xml("<StopInstancesResp"), Outcome.UNKNOWN),
        (reset, Outcome.UNKNOWN),
        (truncated, Outcome.UNKNOWN),
        (slow, Outcome.UNKNOWN),
    ],
)
async def test_a_write_is_sent_once_and_a_lost_answer_is_unknown(answer, outcome):
    async with Endpoint(answer) as endpoint:
        gateway = await connect(endpoint.url, read_timeout=0.3)
        reply = await gateway.send(STOP)
        await gateway.aclose()
    assert reply.outcome is outcome
    assert (reply.problem is None) == (outcome is Outcome.OK)
    assert endpoint.actions == ["StopInstances"]


async def test_a_write_that_never_left_is_unreachable():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        gateway = await connect(f"http://127.0.0.1:{taken.getsockname()[1]}")
        reply = await gateway.send(STOP)
        await gateway.aclose()
    assert reply.outcome is Outcome.UNREACHABLE


@pytest.mark.parametrize(
    "call",
    [
        ApiCall("ec2", "DescribeNothing", REGION),
        ApiCall("nosuchservice", "DescribeInstances", REGION),
        ApiCall("ec2", "DescribeInstances", REGION, {"NoSuchParameter": 1}),
    ],
)
async def test_a_call_that_botocore_does_not_know_is_invalid(call):
    async with Endpoint(instances("i-1")) as endpoint:
        gateway = await connect(endpoint.url)
        reply = await gateway.fetch(call)
        await gateway.aclose()
    assert reply.outcome is Outcome.INVALID
    assert endpoint.forms == []
