"""Whether an HTTP endpoint answers, and what time it thinks it is."""

import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException

from ec2tui.adapters.local.blocking import in_daemon_thread
from ec2tui.services.machine import EndpointAnswer


def _date(headers: Message) -> float | None:
    text = headers.get("Date")
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except ValueError:
        return None


def _head(url: str, timeout: float, ca_bundle: str | None) -> EndpointAnswer:
    if not url.startswith(("http://", "https://")):
        return EndpointAnswer(error="not an http or https address")
    try:
        request = urllib.request.Request(url, method="HEAD")  # noqa: S310 - the scheme was checked
        context = ssl.create_default_context(cafile=ca_bundle) if url.startswith("https") else None
        with urllib.request.urlopen(request, timeout=timeout, context=context) as answer:  # noqa: S310
            return EndpointAnswer(_date(answer.headers))
    except urllib.error.HTTPError as error:
        return EndpointAnswer(_date(error.headers))
    except urllib.error.URLError as error:
        return EndpointAnswer(error=str(error.reason))
    except (OSError, HTTPException, ValueError) as error:
        return EndpointAnswer(error=str(error) or type(error).__name__)


async def head(url: str, timeout: float, environment: Mapping[str, str]) -> EndpointAnswer:
    """Asks an endpoint for its headers alone, within `timeout` seconds; any HTTP status is an answer."""
    bundle = environment.get("AWS_CA_BUNDLE") or None
    try:
        return await in_daemon_thread(lambda: _head(url, timeout, bundle), timeout + 1)
    except TimeoutError:
        return EndpointAnswer(error=f"no answer within {timeout:g} s")
