"""Werkzeug's request handler, silent and with connections that are kept open."""

from typing import Any

from moto.moto_server.werkzeug_app import MotoRequestHandler


class QuietHandler(MotoRequestHandler):
    """Writes no log, since the terminal belongs to the UI, and speaks HTTP/1.1."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65536

    def log(self, type: str, message: str, *args: Any) -> None:
        """Drop what werkzeug would print."""
