"""An EC2 endpoint in a process of its own that answers with pages rendered beforehand.

`python -m benchmarks.endpoint --instances 10000 --regions 2 --latency eu-west-1=3` prints its address.
"""

import argparse
import asyncio
import logging
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import parse_qs

from aiohttp import web

from benchmarks.documents import CALLER, PROFILES, REGIONS, answer, chosen, nothing, pages, regions

PAGE = 1000
_SCOPE = re.compile(r"Credential=[^/]+/\d{8}/([^/]+)/([^/]+)/")


class Endpoint:
    """The account: its instances spread evenly over the regions, numbered through."""

    def __init__(self, instances: int, region_count: int, latency: Mapping[str, float]) -> None:
        self._latency = latency
        self._regions = region_count
        self._counts: dict[str, tuple[int, int]] = {}
        first = 0
        for index, name in enumerate(REGIONS[:region_count]):
            count = instances // region_count + (index < instances % region_count)
            self._counts[name] = (first, count)
            first += count
        self._pages: dict[tuple[str, int], tuple[bytes, ...]] = {}
        for name in self._counts:
            self._rendered(name, PAGE)

    def size(self) -> int:
        """The bytes of all pages at AWS's usual size."""
        return sum(len(page) for name in self._counts for page in self._rendered(name, PAGE))

    def _rendered(self, region: str, size: int) -> tuple[bytes, ...]:
        if (region, size) not in self._pages:
            first, count = self._counts.get(region, (0, 0))
            self._pages[region, size] = tuple(pages(first, count, region, size))
        return self._pages[region, size]

    async def handle(self, request: web.Request) -> web.Response:
        """Answers one call; the region is the one that it was signed for."""
        form = {name: values[0] for name, values in parse_qs(await request.text()).items()}
        scope = _SCOPE.search(request.headers.get("Authorization", ""))
        region, service = scope.groups() if scope else (REGIONS[0], "ec2")
        operation = form.get("Action", "")
        if service == "sts":
            return web.Response(body=CALLER, content_type="text/xml")
        if operation == "ListInstanceProfiles":
            return web.Response(body=PROFILES, content_type="text/xml")
        if service != "ec2" or not operation:
            return web.Response(status=404, body=answer("Unknown"), content_type="text/xml")
        await asyncio.sleep(self._latency.get(region, self._latency.get("*", 0.0)))
        return web.Response(body=self._body(operation, region, form), content_type="text/xml")

    def _body(self, operation: str, region: str, form: Mapping[str, str]) -> bytes:
        if operation == "DescribeRegions":
            return regions(self._regions)
        if operation != "DescribeInstances":
            return nothing(operation)
        ids = [value for name, value in form.items() if name.startswith("InstanceId.")]
        if ids:
            return chosen(ids, *self._counts.get(region, (0, 0)), region)
        size = min(int(form.get("MaxResults", PAGE)), PAGE)
        rendered = self._rendered(region, size)
        return rendered[min(int(form.get("NextToken", 0)) // size, len(rendered) - 1)]


async def _serve(endpoint: Endpoint, port: int) -> None:
    app = web.Application(client_max_size=1 << 22)
    app.router.add_route("*", "/{path:.*}", endpoint.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    bound = runner.addresses[0][1]
    print(f"http://127.0.0.1:{bound} {endpoint.size()}", flush=True)
    # It lives as long as whoever started it keeps its standard input open.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await runner.cleanup()


@contextmanager
def running(
    instances: int, region_count: int = 1, latency: Mapping[str, float] | None = None, port: int = 0
) -> Iterator[tuple[str, int]]:
    """Runs an endpoint in a process of its own; gives its address and the bytes of all its pages.

    Without `port` any free one.
    """
    argv = [sys.executable, "-m", "benchmarks.endpoint", "--instances", str(instances)]
    argv += ["--regions", str(region_count), "--port", str(port)]
    for name, seconds in (latency or {}).items():
        argv += ["--latency", f"{name}={seconds}"]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the endpoint has no pipes")
        try:
            address, size = process.stdout.readline().split()
            yield address, int(size)
        finally:
            process.stdin.close()
            process.terminate()


def main() -> None:
    """Serves until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=int, default=50)
    parser.add_argument("--regions", type=int, default=1)
    parser.add_argument("--latency", action="append", default=[], metavar="REGION=SECONDS")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    logging.disable()  # a client that is killed in the middle of a request is nothing to report
    latency = {name: float(seconds) for name, _, seconds in (item.partition("=") for item in options.latency)}
    asyncio.run(_serve(Endpoint(options.instances, options.regions, latency), options.port))


if __name__ == "__main__":
    main()
