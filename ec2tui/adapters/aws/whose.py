"""What the credentials of a profile are made of, told from files and environment without AWS's libraries.

Two runs with the same text here speak for the same account, as far as this machine can know beforehand.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from ec2tui.adapters.aws.profiles import chosen_profile, config_path, credentials_path

_TELLING = (
    "role_arn",
    "credential_source",
    "web_identity_token_file",
    "sso_account_id",
    "sso_role_name",
    "sso_session",
    "sso_start_url",
    "login_session",
    "aws_access_key_id",
    "credential_process",
    "endpoint_url",
    "services",
)
"""The settings that decide who is asked as whom; none of them is a secret."""

_KEYS = "AWS_ACCESS_KEY_ID"
_WEB_IDENTITY = ("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE")


def whose(profile: str | None, environ: Mapping[str, str] = os.environ) -> str:
    """Whose credentials AWS's chain would take for a profile (None: it chooses); empty when none can tell.

    The text holds no secret: of keys it has the public half. Roles of a machine or a container are nobody's.
    """
    if profile is None and environ.get(_KEYS):
        return json.dumps(["keys", environ[_KEYS], _address(environ)])
    found = _settings(chosen_profile(profile, environ), environ, ())
    if found:
        return json.dumps(["profile", found, _address(environ)])
    role = [environ.get(name) for name in _WEB_IDENTITY]
    return json.dumps(["web identity", role, _address(environ)]) if all(role) else ""


def _address(environ: Mapping[str, str]) -> list[str | None]:
    return [environ.get("AWS_ENDPOINT_URL_EC2"), environ.get("AWS_ENDPOINT_URL")]


def _settings(profile: str, environ: Mapping[str, str], seen: tuple[str, ...]) -> list[object]:
    """The telling settings of a profile and of those that it takes its credentials from."""
    sections = _profile(profile, environ)
    told: list[object] = [[name, values[name]] for values in sections for name in _TELLING if name in values]
    if not told:
        return []
    for values in sections:
        if values.get("credential_source") == "Environment":
            told.append(environ.get(_KEYS, ""))
        parent = values.get("source_profile")
        if parent and parent not in seen:
            told.append(_settings(parent, environ, (*seen, profile)))
        if "services" in values:
            told.append(sorted(_section(config_path(environ), f"services {values['services']}").items()))
    return told


def _profile(name: str, environ: Mapping[str, str]) -> list[dict[str, str]]:
    """The two sections of a profile: of the configuration file and of the credentials file."""
    config = config_path(environ)
    titles = ("default",) if name == "default" else (f"profile {name}", f'profile "{name}"')
    of_config: dict[str, str] = {}
    for title in titles:
        of_config |= _section(config, title)
    return [of_config, _section(credentials_path(environ), name)]


def _section(path: Path, title: str) -> dict[str, str]:
    """The settings of a section, those that are nested under another as `above.name`."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    found: dict[str, str] = {}
    inside, above = False, ""
    for line in text.splitlines():
        if line.startswith("["):
            inside = " ".join(line.strip().strip("[]").split()) == title
        name, equals, value = line.partition("=")
        if not inside or not equals or line.lstrip().startswith(("#", ";")):
            continue
        if line[0].isspace() and above:
            found[f"{above}.{name.strip()}"] = value.strip()
        else:
            found[name.strip()] = value.strip()
            above = "" if value.strip() else name.strip()
    return found


def configured_endpoint(profile: str | None, environ: Mapping[str, str] = os.environ) -> str:
    """The address of EC2 that AWS's configuration file names for a profile; empty when it names none."""
    if environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true":
        return ""
    own = _profile(chosen_profile(profile, environ), environ)[0]
    services = _section(config_path(environ), f"services {own['services']}") if "services" in own else {}
    return services.get("ec2.endpoint_url") or own.get("endpoint_url") or ""
