"""A HEAD request tells whether an endpoint answers, and its time."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ec2tui.adapters.local.endpoint import head


@pytest.fixture
def server():
    class Handler(BaseHTTPRequestHandler):
        date = "Tue, 24 Nov 2026 05:00:00 GMT"
        status = 200

        def do_HEAD(self):
            self.send_response_only(self.status)
            self.send_header("Date", self.date)
            self.end_headers()

        def log_message(self, *_):
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        made.handler = Handler
        made.url = f"http://127.0.0.1:{made.server_port}/"
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


async def test_any_status_is_an_answer_with_its_date(server):
    for status in (200, 404, 503):
        server.handler.status = status
        answer = await head(server.url, 5, {})
        assert (answer.date, answer.error) == (1795496400.0, "")


async def test_a_date_that_is_none_is_not_told(server):
    server.handler.date = "yesterday"
    answer = await head(server.url, 5, {})
    assert (answer.date, answer.error) == (None, "")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/", "http://127.0.0.1:1/", "http://[bad/"])
async def test_what_does_not_answer_has_a_reason(url):
    answer = await head(url, 5, {})
    assert answer.date is None and answer.error
