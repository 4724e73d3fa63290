"""The demo's process: `python -m ec2tui.adapters.demo.server`, one account on one loopback port."""

import argparse
import gc
import json
import logging
import os
import shutil
import socket
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ec2tui.adapters.demo.environment import apply_switches
from ec2tui.adapters.demo.one_loader import share_loader
from ec2tui.adapters.demo.seed.rsa_keys import KeyMaker

WEATHER_SECONDS = 2.0
"""How often the wall's clock drives the weather."""


def main(argv: list[str] | None = None) -> int:
    """Serve until standard input ends, which it does when the parent dies however it dies."""
    options = _options(argv)
    directory = Path(options.dir)
    keys = KeyMaker(options.seed)
    listener = _listener(options)
    secrets = json.loads(sys.stdin.readline() or "{}")
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    orphaned = threading.Event()
    last = (directory, options.temporary, orphaned)
    watch = threading.Thread(target=_die_with_parent, args=last, daemon=True)
    watch.start()
    try:
        _serve(options, listener, secrets, directory, keys)
    finally:
        if orphaned.is_set():
            watch.join()  # the directory went while something was written into it: let it go wholly
    return 0


def _serve(
    options: argparse.Namespace,
    listener: socket.socket,
    secrets: dict[str, str],
    directory: Path,
    keys: KeyMaker,
) -> None:
    started = time.monotonic()
    gc.disable()  # what is built now stays: looking through it again and again takes half the time
    pair = secrets.get("access_key") or "AKIADEMODEMODEMODEMO", secrets.get("secret_key") or "demo"
    apply_switches()
    share_loader()
    _silence()
    server, machines = _server(options, listener, pair, directory, keys)
    machines.start()
    line = {
        "port": listener.getsockname()[1],
        "ready": True,
        "ssh": _open_ssh(machines, options.ssh_fd),
        "seconds": round(time.monotonic() - started, 3),
    }
    gc.freeze()
    gc.enable()
    print(json.dumps(line), flush=True)  # noqa: T201 (the one line that the parent reads)
    server.serve_forever()


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="ec2tui-demo-server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 takes a free one")
    parser.add_argument("--fd", type=int, help="listening socket inherited from the parent")
    parser.add_argument("--ssh-fd", type=int, help="listening socket of SSH for all addresses of loopback")
    parser.add_argument("--instances", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--dir", required=True, help="the demo's own directory")
    parser.add_argument("--temporary", action="store_true", help="remove the directory when the parent dies")
    parser.add_argument("--standing-at", type=_moment, help="let the clock stand here until it is moved")
    return parser.parse_args(argv)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _listener(options: argparse.Namespace) -> socket.socket:
    if options.fd is not None:
        return socket.socket(fileno=options.fd)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", options.port))
    listener.listen(128)
    return listener


def _open_ssh(machines: Any, descriptor: int | None) -> dict[str, str]:
    """Lets the machines answer; where that is for those that have a port of their own, by their address."""
    from ec2tui.adapters.demo.ssh.addresses import one_address

    if descriptor is not None:
        machines.listen(socket.socket(fileno=descriptor))
        return {}
    places = {}
    for host in machines.hosts.public():
        own = one_address()
        machines.listen(own, host.public_ip)
        places[host.public_ip] = f"127.0.0.1:{own.getsockname()[1]}"
    return places


def _die_with_parent(directory: Path, temporary: bool, orphaned: threading.Event) -> None:
    while sys.stdin.read(4096):
        pass
    orphaned.set()
    while temporary and directory.exists():  # again, when a file came into it meanwhile
        shutil.rmtree(directory, ignore_errors=True)
    os._exit(0)


def _silence() -> None:
    logging.disable(logging.CRITICAL)


def _server(
    options: argparse.Namespace,
    listener: socket.socket,
    pair: tuple[str, str],
    directory: Path,
    keys: KeyMaker,
) -> tuple[Any, Any]:
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    from ec2tui.adapters.demo.account import build_world
    from ec2tui.adapters.demo.control import Control
    from ec2tui.adapters.demo.corrections import CORRECTIONS
    from ec2tui.adapters.demo.handler import QuietHandler
    from ec2tui.adapters.demo.overlay import Overlay
    from ec2tui.adapters.demo.own_services import OwnServices
    from ec2tui.adapters.demo.ssh.connect_endpoint import Tunnels
    from ec2tui.adapters.demo.ssh.hosts import Hosts
    from ec2tui.adapters.demo.ssh.network import Machines
    from ec2tui.adapters.demo.weather import Weather

    world = build_world(options.seed, options.instances, directory, keys, options.standing_at)
    weather = Weather(world)
    application = DomainDispatcherApplication(create_backend_app)
    own = OwnServices(CORRECTIONS, world)
    machines = Machines(Hosts(world), directory / "homes")
    tunnels = Tunnels(world, machines, *pair)
    overlay = Overlay(application, *pair, Control(world, weather), own, tunnels)
    if not world.clock.stands:
        threading.Thread(target=_drive, args=(weather,), daemon=True).start()
    made = make_server(
        "127.0.0.1", 0, overlay, threaded=True, request_handler=QuietHandler, fd=listener.fileno()
    )
    return made, machines


def _drive(weather: Any) -> None:
    while True:
        time.sleep(WEATHER_SECONDS)
        weather.tick()


if __name__ == "__main__":
    sys.exit(main())
