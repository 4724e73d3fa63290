"""One TLS context for connections that verify alike: reading the certificates takes longer than a request."""

import ssl
import threading
from pathlib import Path
from typing import Any

from botocore.httpsession import create_urllib3_context, get_cert_path

_known: dict[tuple[str, int], ssl.SSLContext] = {}
_making = threading.Lock()


def share_context(client: Any) -> None:
    """Lets a client use the common context; one with a client certificate or a proxy keeps its own."""
    session = client._endpoint.http_session
    plain = not str(client.meta.endpoint_url).startswith("https:") or not session._verify
    if plain or session._cert_file or session._proxy_config._proxies:
        return
    session._manager.connection_pool_kw["ssl_context"] = _context(get_cert_path(session._verify))
    own = session._setup_ssl_cert

    def require(connection: Any, url: str, verify: object) -> None:
        own(connection, url, verify)
        connection.ca_certs = None  # the context has them

    session._setup_ssl_cert = require


def context_of(client: Any) -> ssl.SSLContext | None:
    """The context with which a client verifies; None when it does not speak TLS, or verifies nothing."""
    verify = client._endpoint.http_session._verify
    if not str(client.meta.endpoint_url).startswith("https:") or not verify:
        return None
    return _context(get_cert_path(verify))


def _context(path: str) -> ssl.SSLContext:
    """The context for a bundle of certificates as it is now, so that a mended one is read."""
    with _making:
        place = Path(path)
        key = (path, place.stat().st_mtime_ns if place.exists() else 0)
        if key not in _known:
            context = create_urllib3_context()
            if place.is_dir():
                context.load_verify_locations(capath=path)
            else:
                context.load_verify_locations(cafile=path)
            _known[key] = context
        return _known[key]
