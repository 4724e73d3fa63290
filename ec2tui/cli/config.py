"""`ec2tui config`: every value in force and who decided it; `--schema` tells what the file may say."""

from collections.abc import Iterator
from typing import Any

import msgspec

from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.core.actions.catalog import ACTIONS
from ec2tui.core.config.path import dotted
from ec2tui.core.config.schema import Document
from ec2tui.core.config.settings import DEFAULT, Settings
from ec2tui.core.views.instances import DEFAULT_COLUMNS, NAME
from ec2tui.core.views.text import Align, clean
from ec2tui.core.views.tone import Cell, Tone


class Entry(msgspec.Struct, frozen=True):
    """One value in force."""

    path: str
    value: Any
    origin: str


def run(context: Context) -> ExitCode:
    """Prints the configuration in force, or the schema of the file."""
    if context.options.schema:
        context.output.document(schema())
        return ExitCode.DONE
    entries = tuple(effective(context.settings))
    if context.options.output == "json":
        context.output.document(entries)
        return ExitCode.DONE
    rows = [
        [
            Cell(clean(entry.path), Tone.KEY),
            Cell(_words(entry.value)),
            Cell(clean(entry.origin), Tone.DIM if entry.origin == DEFAULT else Tone.PLAIN),
        ]
        for entry in entries
    ]
    context.output.table(["Setting", "Value", "From"], [Align.LEFT] * 3, rows)
    return ExitCode.DONE


def schema() -> dict[str, Any]:
    """The configuration file's JSON Schema; `[keys]` may name the actions of the action table."""
    document = msgspec.json.schema(Document)
    keys = document["$defs"]["Document"]["properties"]["keys"]
    keys["propertyNames"] = {"enum": [action.id for action in ACTIONS]}
    return document


def effective(settings: Settings) -> Iterator[Entry]:
    """Every value in force, with who decided it."""
    yield Entry("file", settings.file, "read" if settings.file_found else "not there")
    for path in ("profile", "regions", "endpoint_url", "read_only"):
        value = settings.profile_name if path == "profile" else getattr(settings, path)
        yield Entry(path, value, settings.origin(path))
    yield Entry("ui.theme", settings.ui.theme, settings.origin("ui.theme"))
    yield Entry("ui.columns", settings.ui.columns or DEFAULT_COLUMNS, settings.origin("ui.columns"))
    yield Entry("ui.sort", settings.ui.sort or NAME.id, settings.origin("ui.sort"))
    yield Entry("ui.refresh", settings.ui.refresh, settings.origin("ui.refresh"))
    yield Entry("cache.enabled", settings.cache.enabled, settings.origin("cache.enabled"))
    for field in settings.security_groups.__struct_fields__:
        path = f"security_groups.{field}"
        yield Entry(path, getattr(settings.security_groups, field), settings.origin(path))
    yield from _access(settings)
    for field in settings.alarms.__struct_fields__:
        path = f"alarms.{field}"
        yield Entry(path, getattr(settings.alarms, field), settings.origin(path))
    for field in settings.checks.__struct_fields__:
        path = f"checks.{field}"
        yield Entry(path, getattr(settings.checks, field), settings.origin(path))
    yield Entry("accept", [msgspec.to_builtins(one) for one in settings.accept], settings.origin("accept"))
    for name, profile in settings.profiles.items():
        for field in profile.__struct_fields__:
            path = dotted(("profiles", name, field))
            yield Entry(path, getattr(profile, field), settings.origin(path))
    for name, view in settings.views.items():
        for field in view.__struct_fields__:
            path = dotted(("views", name, field))
            yield Entry(path, getattr(view, field), settings.origin(path))
    for action, keys in settings.keys.items():
        path = dotted(("keys", action))
        yield Entry(path, keys, settings.origin(path))


def _access(settings: Settings) -> Iterator[Entry]:
    """`[access]`, each entry of its tables by itself."""
    for field in settings.access.__struct_fields__:
        value = getattr(settings.access, field)
        parts = value.items() if isinstance(value, dict) and value else ((None, value),)
        for name, part in parts:
            path = dotted(("access", field, *(() if name is None else (name,))))
            yield Entry(path, list(part) if isinstance(part, tuple) else part, settings.origin(path))


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return clean(", ".join(map(str, value))) or "-"
    return clean(str(value)) if value else "-"
