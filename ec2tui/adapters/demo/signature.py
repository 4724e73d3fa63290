"""Signature Version 4 of a received request, worked out anew from the secret key (RFC 2104's HMAC)."""

import hmac
import re
from collections.abc import Mapping
from hashlib import sha256
from posixpath import normpath
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote

ALGORITHM = "AWS4-HMAC-SHA256"
"""The only algorithm that the endpoint knows."""

_HEADER = re.compile(
    rf"{ALGORITHM} Credential=(?P<access_key>[^/,\s]+)/(?P<date>\d{{8}})/(?P<region>[^/,\s]+)"
    r"/(?P<service>[^/,\s]+)/aws4_request,\s*SignedHeaders=(?P<headers>[^,\s]+),\s*Signature=(?P<signature>\w+)"
)


class Authorization(NamedTuple):
    """What an Authorization header or a presigned address claims: who signed, for what, and how.

    `moment` is when, as `20260901T120000Z`; `expires` is for how many seconds an address holds (0: a header).
    """

    access_key: str
    date: str
    region: str
    service: str
    headers: tuple[str, ...]
    signature: str
    moment: str = ""
    expires: int = 0


def read_authorization(environ: Mapping[str, Any]) -> Authorization | None:
    """The claim of a WSGI request, or None when it is not signed as it should be."""
    found = _HEADER.fullmatch(str(environ.get("HTTP_AUTHORIZATION", "")).strip())
    if found is None:
        return None
    key, date, region, service, headers, signature = found.groups()
    moment = str(environ.get("HTTP_X_AMZ_DATE", ""))
    return Authorization(key, date, region, service, tuple(headers.split(";")), signature, moment)


def read_presigned(environ: Mapping[str, Any]) -> Authorization | None:
    """The claim of a presigned address, or None when it is not signed as it should be."""
    given = dict(parse_qsl(str(environ.get("QUERY_STRING", ""))))
    scope = given.get("X-Amz-Credential", "").split("/")
    names = ("X-Amz-SignedHeaders", "X-Amz-Signature", "X-Amz-Date", "X-Amz-Expires")
    if given.get("X-Amz-Algorithm") != ALGORITHM or len(scope) != 5 or not all(n in given for n in names):
        return None
    headers, signature, moment, expires = (given[name] for name in names)
    if scope[4] != "aws4_request" or not expires.isdecimal():
        return None
    key, date, region, service, _ = scope
    signed = tuple(headers.split(";"))
    return Authorization(key, date, region, service, signed, signature, moment, int(expires))


def signed_with(claim: Authorization, environ: Mapping[str, Any], body: bytes, secret: str) -> bool:
    """Whether the holder of the secret key made this request, unchanged."""
    scope = f"{claim.date}/{claim.region}/{claim.service}/aws4_request"
    canonical = sha256(_canonical(claim, environ, body).encode()).hexdigest()
    text = "\n".join((ALGORITHM, claim.moment, scope, canonical))
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), sha256)
    return hmac.compare_digest(hmac.new(key, text.encode(), sha256).hexdigest(), claim.signature)


def _canonical(claim: Authorization, environ: Mapping[str, Any], body: bytes) -> str:
    raw = str(environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ.get("PATH_INFO", "/"))
    path, _, query = raw.partition("?")
    if claim.expires:
        query = "&".join(pair for pair in query.split("&") if not pair.startswith("X-Amz-Signature="))
    headers = "".join(f"{name}:{' '.join(_header(environ, name).split())}\n" for name in claim.headers)
    return "\n".join(
        (
            str(environ.get("REQUEST_METHOD", "")),
            quote(_normal(path), safe="/-_.~"),
            "&".join(sorted(query.split("&"), key=lambda pair: pair.partition("="))) if query else "",
            headers,
            ";".join(claim.headers),
            _payload(environ, body),
        )
    )


def _normal(path: str) -> str:
    """The path without empty and dotted segments, its last slash kept."""
    if path in ("", "/"):
        return "/"
    return normpath("/" + path.lstrip("/")) + ("/" if path.endswith("/") else "")


def _header(environ: Mapping[str, Any], name: str) -> str:
    key = name.upper().replace("-", "_")
    return str(environ.get(key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}", ""))


def _payload(environ: Mapping[str, Any], body: bytes) -> str:
    said = str(environ.get("HTTP_X_AMZ_CONTENT_SHA256", ""))
    return said if said == "UNSIGNED-PAYLOAD" else sha256(body).hexdigest()
