"""Where a call was made, in words: the region, the address, and whose credentials it was signed with."""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

_SOURCES = {
    "env": "the environment",
    "shared-credentials-file": "profile {profile} of the credentials file",
    "config-file": "profile {profile} of the configuration file",
    "assume-role": "the role of profile {profile}",
    "assume-role-with-web-identity": "the web identity of profile {profile}",
    "sso": "the SSO sign-in of profile {profile}",
    "login": "the sign-in of profile {profile}",
    "custom-process": "the credential_process of profile {profile}",
    "iam-role": "this instance's role",
    "container-role": "this container's role",
}
"""How botocore found the credentials (`credentials.method`) → whose they are."""

_ENDED = {
    "env": "export new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN and start again",
    "shared-credentials-file": "put new keys under profile {profile} of the credentials file",
    "sso": "aws sso login --profile {profile}",
    "login": "aws login --profile {profile}",
}
_UNKNOWN_KEYS = {
    "env": "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or use a profile",
    "shared-credentials-file": "check them: aws configure --profile {profile}",
    "config-file": "check them: aws configure --profile {profile}",
    "sso": "aws sso login --profile {profile}",
    "login": "aws login --profile {profile}",
}


class Place:
    """Where a call was made; `endpoint` is an address that is not AWS's own (empty: AWS's)."""

    def __init__(
        self, profile: str = "default", method: str = "", region: str = "", endpoint: str = ""
    ) -> None:
        self.profile = profile
        self.method = method
        self.region = region
        self.endpoint = endpoint

    @property
    def credentials(self) -> str:
        """Whose the credentials are."""
        return _SOURCES.get(self.method, "profile {profile}").format(profile=self.profile)

    @property
    def renewal(self) -> str:
        """What renews credentials whose time is over."""
        words = _ENDED.get(self.method, "renew the credentials of profile {profile}")
        return words.format(profile=self.profile)

    @property
    def mend_keys(self) -> str:
        """What to do about keys that AWS does not know."""
        words = _UNKNOWN_KEYS.get(self.method, "check the credential source of profile {profile}")
        return words.format(profile=self.profile)

    @property
    def connection_hint(self) -> str:
        """What to look at when nothing answers."""
        if not self.endpoint:
            return f"no way to {self.region or 'the endpoint'}: check network, VPN and proxy"
        origin = endpoint_origin(self.endpoint, os.environ)
        if is_loopback(self.endpoint):
            return (
                f"nothing answers at {self.endpoint} ({origin}): the demo or emulator there has ended; "
                "start it again"
            )
        return f"nothing answers at {self.endpoint} ({origin}): check that address and the network"


def is_aws(url: str) -> bool:
    """Whether an address is one of AWS's own."""
    host = urlsplit(url).hostname or ""
    return host.endswith((".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".amazonaws.eu"))


def is_loopback(url: str) -> bool:
    """Whether an address is of this machine alone."""
    host = urlsplit(url).hostname or ""
    return host == "localhost" or host == "::1" or host.startswith("127.")


def endpoint_origin(url: str, environ: Mapping[str, str]) -> str:
    """Who named an address: a variable, or else the command line or AWS's configuration file."""
    names = ("AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL")
    for name in names:
        if environ.get(name, "").rstrip("/") == url.rstrip("/"):
            return name
    return "--endpoint-url, or endpoint_url in AWS's configuration file"
