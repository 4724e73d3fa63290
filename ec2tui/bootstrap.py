"""Composition root: configuration, ports and front ends put together; everything is imported when wanted."""

import gc
import os
import sys
from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from ec2tui.access import (
    make_desktops,
    make_passphrases,
    make_private_keys,
    make_reaching,
    make_terminal,
    make_window,
)
from ec2tui.cli.entry import guarded
from ec2tui.cli.failure import Failure, usage
from ec2tui.configuring import default_settings, load_settings
from ec2tui.keeping import make_chosen, make_presets, make_snapshots, places_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from ec2tui.core.config.settings import Settings
    from ec2tui.demo import Embedded
    from ec2tui.services.changing import Changing
    from ec2tui.services.ports import Connector
    from ec2tui.services.ports_audit import AuditLog


NOTHING_ASKED: Any = SimpleNamespace(
    profile=None, region=None, endpoint_url=None, read_only=None, config=None, verb=None, version=False
)
"""The options of an empty command line, with which the screen starts: making the parser takes 30 ms."""


def run(argv: Sequence[str]) -> int:
    """Runs the front end that the arguments ask for; the exit status."""
    if argv[:1] == ["__complete"] and len(argv) > 2:
        return guarded(lambda: run_complete(argv[1], argv[2], argv[3:]), _report)
    return guarded(lambda: _front_end(parse(argv)), _report)


def _report(error: BaseException) -> str:
    from ec2tui.adapters.local.crash_report import report_defect

    return report_defect(error)


def parse(argv: Sequence[str]) -> "argparse.Namespace":
    """The options of a command line."""
    if not argv:
        return NOTHING_ASKED  # type: ignore[no-any-return]
    from ec2tui.cli.parser import parse as parse_line

    return parse_line(argv)


def _front_end(options: "argparse.Namespace") -> int:
    if options.version:
        from ec2tui import __version__

        sys.stdout.write(f"ec2tui {__version__}\n")
        return 0
    if options.verb is None or (options.verb == "demo" and not options.serve):
        from ec2tui.adapters.local.terminal import lacking

        if reason := lacking():
            raise usage(reason)
    if options.verb == "demo":
        from ec2tui.demo import run_demo

        return run_demo(options, load_settings(options), run_screen)
    if options.verb is None:
        return run_screen(load_settings(options))
    return run_verb(options)


def run_verb(options: "argparse.Namespace") -> int:
    """Runs a verb of the command line."""
    import importlib

    from ec2tui.adapters.local.answer import line_reader
    from ec2tui.adapters.local.clock import SystemClock
    from ec2tui.adapters.local.editor import edit_text
    from ec2tui.adapters.local.machine import LocalMachine
    from ec2tui.adapters.local.passcode import ask_on_terminal
    from ec2tui.adapters.local.small_file import read_file
    from ec2tui.adapters.local.standard_streams import standard_streams
    from ec2tui.adapters.local.time_zone import zone_of
    from ec2tui.cli.context import Context
    from ec2tui.cli.output import Output

    mistake = ""
    try:
        settings = load_settings(options)
    except Failure as failure:
        if options.verb != "doctor":
            raise
        settings, mistake = default_settings(options), failure.message
    module = getattr(options, "module", options.verb.replace("-", "_"))
    verb = importlib.import_module("ec2tui.cli." + module)
    context = Context(
        options=options,
        settings=settings,
        connector=lambda: make_connector(settings),
        clock=SystemClock(),
        machine=LocalMachine(os.environ),
        output=Output(sys.stdout, os.environ),
        ask=ask_on_terminal,
        changing=lambda: make_changing(settings),
        answer=line_reader(),
        edit=edit_text if sys.stdin.isatty() and sys.stdout.isatty() else None,
        chosen=lambda: make_chosen(settings),
        presets=make_presets,
        read_file=read_file,
        config_mistake=mistake,
        zone=zone_of(settings.metrics.time_zone),
        places=lambda: places_of(settings),
        keys=lambda: make_private_keys(settings),
        passphrases=make_passphrases,
        reaching=lambda: make_reaching(settings),
        terminal=make_terminal,
        desktops=make_desktops,
        streams=standard_streams,
    )
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)
    gc.enable()
    return int(verb.run(context))


def run_complete(kind: str, word: str, before: Sequence[str]) -> int:
    """Offers words for a shell's completion; a broken configuration offers what is known without it."""
    from itertools import chain

    from ec2tui.adapters.aws import profiles
    from ec2tui.adapters.aws.whose import whose
    from ec2tui.cli import complete
    from ec2tui.cli.output import Output
    from ec2tui.core.views.alarms.table import COLUMNS as ALARM_COLUMNS
    from ec2tui.core.views.grouping import FIELDS
    from ec2tui.core.views.images import COLUMNS as IMAGE_COLUMNS
    from ec2tui.core.views.instances import COLUMNS
    from ec2tui.core.views.snapshots import COLUMNS as SNAPSHOT_COLUMNS
    from ec2tui.core.views.volumes import COLUMNS as VOLUME_COLUMNS

    options = complete.globals_of(before)
    try:
        settings = load_settings(options)
    except Failure:
        settings = default_settings(options)
    kept = make_snapshots(settings)
    profile, columns = settings.profile_name, [column.id for column in COLUMNS]
    regions = (settings.regions, *(own.regions for own in settings.profiles.values()))

    def saved(read: "Callable[[str, str | None], Iterable[str]]") -> "Iterable[str]":
        return read(profile, whose(settings.profile) or None) if settings.cache.enabled else ()

    known: complete.Known = {
        "profiles": lambda: chain(profiles.profile_names(), settings.profiles),
        "regions": lambda: chain(*regions, kept.saved_regions(profile), profiles.region_names(), ["all"]),
        "targets": lambda: saved(kept.names),
        "groups": lambda: saved(kept.group_names),
        "rules": lambda: saved(kept.rule_ids),
        "views": lambda: sorted(make_chosen(settings).views),
        "columns": lambda: columns,
        "image-columns": lambda: (column.id for column in IMAGE_COLUMNS),
        "volume-columns": lambda: (column.id for column in VOLUME_COLUMNS),
        "alarm-columns": lambda: (column.id for column in ALARM_COLUMNS),
        "snapshot-columns": lambda: (column.id for column in SNAPSHOT_COLUMNS),
        "fields": lambda: FIELDS,
    }
    return int(complete.run(Output(sys.stdout, os.environ), kind, word, known))


def make_connector(settings: "Settings") -> "Connector":
    """The connector to AWS, whose libraries are imported here."""
    from ec2tui.adapters.aws.client import AwsConnector

    # AWS's libraries read the environment themselves: there an address may be meant for EC2 alone.
    flagged = settings.origin("endpoint_url") == "--endpoint-url"
    return AwsConnector(endpoint_url=settings.endpoint_url if flagged else None, read_only=settings.read_only)


def run_screen(settings: "Settings", demo: "Embedded | None" = None) -> int:
    """Runs the terminal UI; `demo` is the embedded account when it shows that."""
    from ec2tui.adapters.aws.whose import whose
    from ec2tui.adapters.local.clipboard import SystemClipboard
    from ec2tui.adapters.local.clock import SystemClock
    from ec2tui.adapters.local.editor import edit_text
    from ec2tui.adapters.local.foreground import OwnTerminal, screen_descriptor
    from ec2tui.adapters.local.hang_up import end_with_terminal
    from ec2tui.adapters.local.sign_in import sso_login
    from ec2tui.adapters.local.small_file import read_file
    from ec2tui.adapters.local.time_zone import zone_of
    from ec2tui.posture import watching
    from ec2tui.services.session import Scope, Session
    from ec2tui.tui.app import run as run_app
    from ec2tui.tui.surroundings import Surroundings

    def read_only(profile: str) -> bool:
        return settings.read_only or settings.of_profile(profile).read_only

    place = demo.directory if demo else None
    scope = Scope(settings.profile, settings.regions, read_only(settings.profile_name), settings.profile_name)
    session = Session(make_connector(settings), SystemClock(), scope, whose)
    changing = make_changing(settings, place and place / "audit.jsonl")
    session.store.judge_images_by(changing.policy.images)
    session.store.want_alarms(settings.alarms)
    around = Surroundings(
        clipboard=SystemClipboard(os.environ, lambda text: around.write(text)),
        foreground=OwnTerminal(screen_descriptor()),
        keymap=settings.keys,
        theme=settings.ui.theme,
        chosen=make_chosen(settings, place and place / "choices.json"),
        refresh=settings.ui.refresh,
        demo=demo is not None,
        demo_ended=demo.ended if demo else lambda: False,
        restart_demo=demo.restart if demo else None,
        sign_in_command=lambda session: sso_login(session.profile, session.identity, session.problem),
        is_production=lambda profile: settings.of_profile(profile).production,
        is_read_only=read_only,
        snapshots=None if demo or not settings.cache.enabled else make_snapshots(settings),
        changing=changing,
        posture=watching(settings, place, changing.policy),
        security_groups=settings.security_groups,
        metrics_budget=settings.metrics.budget,
        zone=zone_of(settings.metrics.time_zone),
        keys=lambda: make_private_keys(settings, place and place / "keys"),
        reaching=lambda: make_reaching(settings, place),
        window=make_window(settings),
        desktops=make_desktops,
        read_file=read_file,
        presets=lambda: make_presets(place and place / "presets"),
        edit=lambda text, at: edit_text(text, at, run=around.terminal.hand_over if around.terminal else None),
    )
    end_with_terminal()
    return run_app(session, around)


def make_changing(settings: "Settings", record: "Path | None" = None) -> "Changing":
    """What changes stand on: the record, the policy of user and machine, and where DryRun is safe.

    A policy that cannot be used is a failure: nothing runs on half a policy. `record` replaces the record's
    place.
    """
    from ec2tui.adapters.local.policy_file import machine_policy
    from ec2tui.core.config.guardrails import policy_in_force
    from ec2tui.core.model.origin import UNKNOWN_ORIGIN, Origin
    from ec2tui.services.changing import Changing

    try:
        name, text = machine_policy(os.environ)
    except (OSError, UnicodeDecodeError) as error:
        raise usage(f"cannot read the machine-wide policy: {error}") from error
    force = policy_in_force(settings.guardrails, text, name)
    if force.mistakes or force.refused:
        raise usage("\n".join(f"policy: {words}" for words in (*force.mistakes, *force.refused)))

    def open_log() -> "AuditLog":
        from pathlib import Path

        from ec2tui.adapters.local.audit_log import JsonlAuditLog

        return JsonlAuditLog(record or (Path(settings.audit.path) if settings.audit.path else None))

    production = frozenset(name for name, own in settings.profiles.items() if own.production)
    own = settings.security_groups.my_ip
    origin = Origin((own,), "security_groups.my_ip") if own else UNKNOWN_ORIGIN
    return Changing(open_log, force.policy, settings.endpoint_honours_dry_run, production, origin)
