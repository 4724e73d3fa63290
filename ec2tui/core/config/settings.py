"""The configuration in force: defaults, file, environment and flags, and who decided each value."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from ec2tui.core.access.settings import Access
from ec2tui.core.actions.catalog import ACTIONS
from ec2tui.core.config.keymaps import keymap
from ec2tui.core.config.path import dotted
from ec2tui.core.config.schema import Audit, Cache, Checks, Document, Metrics, Profile, SecurityGroups, Ui
from ec2tui.core.model.alarm_policy import AlarmPolicy
from ec2tui.core.rules.accepting import Accept
from ec2tui.core.rules.policy_file import PolicyDocument
from ec2tui.core.views.choices import View

if TYPE_CHECKING:
    from ec2tui.core.config.parse import Parsed

DEFAULT = "default"
_PER_PROFILE = (
    ("regions", "region", ("AWS_REGION", "AWS_DEFAULT_REGION")),
    ("read_only", "read-only", ()),
)
"""(value, flag, variables) of what `[profiles.NAME]` may say otherwise than `[aws]`."""


class Flags(msgspec.Struct, frozen=True):
    """What the command line says; None where it says nothing."""

    profile: str | None = None
    regions: tuple[str, ...] | None = None
    endpoint_url: str | None = None
    read_only: bool | None = None


class Settings(msgspec.Struct, frozen=True):
    """Every value in force.

    `profile` is None when AWS's own chain chooses it, `profile_name` is what it then chooses; `regions` is
    empty when the profile's own region holds and `("all",)` for every enabled one; `keys` has Textual's key
    names by action id; `origins` says by dotted path where a value came from: `default`, `FILE line N`, an
    environment variable, or a flag.
    `file` is the configuration file's path.
    """

    ui: Ui = Ui()
    cache: Cache = Cache()
    audit: Audit = Audit()
    security_groups: SecurityGroups = SecurityGroups()
    access: Access = Access()
    metrics: Metrics = Metrics()
    alarms: AlarmPolicy = AlarmPolicy()
    guardrails: PolicyDocument = PolicyDocument()
    checks: Checks = Checks()
    accept: tuple[Accept, ...] = ()
    endpoint_honours_dry_run: bool = False
    keys: dict[str, tuple[str, ...]] = {}
    profiles: dict[str, Profile] = {}
    views: dict[str, View] = {}
    profile: str | None = None
    profile_name: str = "default"
    regions: tuple[str, ...] = ()
    endpoint_url: str | None = None
    read_only: bool = False
    origins: dict[str, str] = {}
    file: str = ""
    file_found: bool = False

    def of_profile(self, name: str) -> Profile:
        """What the configuration says about a profile; nothing special when it is not named."""
        return self.profiles.get(name, Profile())

    def origin(self, path: str) -> str:
        """Who decided the value at a dotted path."""
        return self.origins.get(path, DEFAULT)


def resolve(
    parsed: "Parsed | None",
    file: str,
    environment: Mapping[str, str],
    flags: Flags | None = None,
    found: bool = True,
) -> Settings:
    """The values in force: a flag wins over the environment, that over the file, that over the default.

    `file` is the name shown for the file, `found` whether it is there; `environment` is the process's.
    """
    flags = flags or Flags()
    origins = {dotted(path): f"{file} line {line}" for path, line in parsed.lines.items()} if parsed else {}
    document = parsed.document if parsed else Document()
    profile, in_environment = _profile(origins, environment, flags, document)
    own = document.profiles.get(profile or "default", Profile())
    regions, read_only = (
        _first(
            origins,
            name,
            (f"--{flag}", getattr(flags, name)),
            *((variable, _one(environment.get(variable))) for variable in variables),
            (origins.get(dotted(("profiles", profile or "default", name)), DEFAULT), getattr(own, name)),
            (origins.get(f"aws.{name}", DEFAULT), getattr(document.aws, name)),
        )
        for name, flag, variables in _PER_PROFILE
    )
    return Settings(
        ui=document.ui,
        cache=document.cache,
        audit=document.audit,
        security_groups=document.security_groups,
        access=document.access,
        metrics=document.metrics,
        alarms=document.alarms,
        guardrails=document.guardrails,
        checks=document.checks,
        accept=document.accept,
        endpoint_honours_dry_run=document.aws.endpoint_honours_dry_run,
        keys=keymap(ACTIONS, document.keys).keys,
        profiles=document.profiles,
        views=document.views,
        profile=None if in_environment else profile,
        profile_name=profile or "default",
        regions=regions or (),
        endpoint_url=_endpoint(origins, environment, flags),
        read_only=bool(read_only),
        origins=origins,
        file=file,
        file_found=found,
    )


def _profile(
    origins: dict[str, str], environment: Mapping[str, str], flags: Flags, document: Document
) -> tuple[str | None, bool]:
    """The profile, and whether AWS's own chain takes it from the environment.

    botocore asks AWS_DEFAULT_PROFILE before AWS_PROFILE, and ignores keys in the environment once a profile
    is given to it: so only a flag or the file gives it one, and the file not when the environment has keys.
    """
    named = [(name, environment.get(name)) for name in ("AWS_DEFAULT_PROFILE", "AWS_PROFILE")]
    keys = "AWS_ACCESS_KEY_ID" in environment
    of_file = (origins.get("aws.profile", DEFAULT), None if keys else document.aws.profile)
    profile = _first(origins, "profile", ("--profile", flags.profile), *named, of_file)
    return profile, not flags.profile and any(value for _, value in named)


def _endpoint(origins: dict[str, str], environment: Mapping[str, str], flags: Flags) -> str | None:
    """The address that EC2 is asked at; AWS's libraries read the same variables, in the same order."""
    names = ("AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL")
    named = [(name, environment.get(name)) for name in names]
    endpoint: str | None = _first(origins, "endpoint_url", ("--endpoint-url", flags.endpoint_url), *named)
    return endpoint


def _one(text: str | None) -> tuple[str, ...] | None:
    return (text,) if text else None


def _first(origins: dict[str, str], path: str, *candidates: tuple[str, Any]) -> Any:
    """The first candidate (origin, value) that says something; its origin is noted under `path`."""
    for origin, value in candidates:
        if value:
            origins[path] = origin
            return value
    return None
