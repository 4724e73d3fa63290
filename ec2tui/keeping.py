"""What this machine keeps between runs: choices, presets and the rows of earlier runs, and where."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ec2tui.adapters.local.presets_directory import PresetsDirectory
    from ec2tui.adapters.local.snapshot_cache import FileSnapshots
    from ec2tui.core.config.settings import Settings
    from ec2tui.services.chosen import Chosen


def make_chosen(settings: "Settings", place: "Path | None" = None) -> "Chosen":
    """The views, columns and order of the configuration and of earlier runs; `place` replaces their file."""
    from ec2tui.adapters.local.choices_file import ChoicesFile
    from ec2tui.core.views.choices import Choices
    from ec2tui.services.chosen import Chosen

    return Chosen(Choices(settings.ui.columns, settings.ui.sort, settings.views), ChoicesFile(place))


def make_presets(place: "Path | None" = None) -> "PresetsDirectory":
    """The presets of launches of this machine; `place` replaces their directory."""
    from ec2tui.adapters.local.presets_directory import PresetsDirectory

    return PresetsDirectory(place)


def places_of(settings: "Settings") -> tuple[tuple[str, str, str], ...]:
    """The files that are written: what, where, and what stands against it."""
    from pathlib import Path

    from ec2tui.adapters.local.audit_log import audit_path
    from ec2tui.adapters.local.writable import obstacle

    record = Path(settings.audit.path).expanduser() if settings.audit.path else audit_path()
    rows = make_snapshots(settings).place / "rows"
    found = (("record", record), *((("cache", rows),) if settings.cache.enabled else ()))
    return tuple((name, str(path), obstacle(path.absolute())) for name, path in found)


def make_snapshots(settings: "Settings") -> "FileSnapshots":
    """The snapshots of earlier runs; those of an endpoint that is not AWS's lie apart."""
    import hashlib

    from platformdirs import user_cache_path

    from ec2tui.adapters.local.snapshot_cache import FileSnapshots

    place = user_cache_path("ec2tui") / "snapshots"
    if settings.endpoint_url:
        place /= hashlib.sha256(settings.endpoint_url.encode()).hexdigest()[:16]
    return FileSnapshots(place)
