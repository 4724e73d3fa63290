"""One TLS context for connections that verify alike: reading the certificates takes longer than a request."""

import ssl
import threading
from pathlib import Path
from typing import Any

from aiobotocore.httpsession import AIOHTTPSession
from botocore.httpsession import get_cert_path

_known: dict[tuple[object, int], ssl.SSLContext] = {}
_making = threading.Lock()


class SharedTlsSession(AIOHTTPSession):  # type: ignore[misc]
    """aiobotocore's HTTP session; a client certificate or a proxy still gets a context of its own."""

    def _build_ssl_contexts(self, proxy_url: str | None) -> tuple[Any, Any]:
        if proxy_url or self._cert_file:
            return super()._build_ssl_contexts(proxy_url)  # type: ignore[no-any-return]
        with _making:
            key = (self._verify, _age(self._verify))
            if key not in _known:
                _known[key] = self._build_verify_context()
            return _known[key], None


def _age(verify: object) -> int:
    """When the certificates were changed, so that mended ones are read."""
    path = get_cert_path(verify) if verify else None
    return Path(path).stat().st_mtime_ns if path and Path(path).is_file() else 0
