"""What carries forwarded ports: an endpoint by itself, OpenSSH, a bastion's OpenSSH, or SSM's plugin."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ec2tui.core.access.route import Dial, Route, Routes, Via
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.services import forwarding
from ec2tui.services.access_values import Forward, Lack, NoEntry, SsmSession
from ec2tui.services.forwarding import Carrier, choose_carrier, run_plugin

from .fakes import FakeGateway, instance
from .test_tunnels import session_with

LINUX = instance("i-1", private_ip="10.0.0.9")
WINDOWS = instance("i-2", private_ip="10.0.0.8", platform="windows")
BASTION = instance("i-9", public_ip="192.0.2.7")
RDP, WEB, BEHIND = Forward(1, "", 3389), Forward(2, "", 443), Forward(3, "db", 5432)


def way(via: Via, usable: bool | None = True) -> Route:
    bastion = BASTION.key if via is Via.BASTION else None
    return Route(via, LINUX.key, usable, f"{via} it is.", dial=Dial("10.0.0.9"), bastion=bastion)


def found(*ways: Route) -> Routes:
    return Routes(LINUX.key, ways, next((one for one in ways if one.usable), None), "No way in: shut.")


def of(carrier: Carrier, via: Via, *forwards: Forward, server: Any = LINUX) -> tuple[Any, ...]:
    return carrier, via, server, forwards


def win(carrier: Carrier, forward: Forward) -> tuple[Any, ...]:
    return of(carrier, Via.SSM if carrier is Carrier.PLUGIN else Via.ENDPOINT, forward, server=WINDOWS)


@pytest.mark.parametrize(
    ("box", "via", "forwards", "ways", "expected"),
    [
        (LINUX, Via.ENDPOINT, [RDP], [], of(Carrier.ENDPOINT, Via.ENDPOINT, RDP)),
        (LINUX, Via.ENDPOINT, [RDP, WEB], [], of(Carrier.OPENSSH, Via.ENDPOINT, RDP, WEB)),
        (instance("i-3", "stopped"), Via.SSM, [WEB], [], Lack.BLOCKED),
        (LINUX, Via.SSM, [BEHIND], [], of(Carrier.PLUGIN, Via.SSM, BEHIND)),
        (LINUX, None, [WEB], [way(Via.DIRECT)], of(Carrier.OPENSSH, Via.DIRECT, WEB)),
        (LINUX, None, [RDP], [way(Via.ENDPOINT)], of(Carrier.ENDPOINT, Via.ENDPOINT, RDP)),
        (LINUX, None, [WEB], [way(Via.SSM)], of(Carrier.PLUGIN, Via.SSM, WEB)),
        (LINUX, None, [WEB], [], Lack.BLOCKED),
        (WINDOWS, None, [RDP], [way(Via.DIRECT), way(Via.ENDPOINT)], win(Carrier.ENDPOINT, RDP)),
        (WINDOWS, None, [WEB], [way(Via.ENDPOINT)], Lack.BLOCKED),
        (WINDOWS, None, [WEB], [way(Via.ENDPOINT), way(Via.SSM)], win(Carrier.PLUGIN, WEB)),
        (
            WINDOWS,
            None,
            [RDP, BEHIND],
            [way(Via.BASTION), way(Via.SSM)],
            of(Carrier.OPENSSH, Via.DIRECT, Forward(1, "10.0.0.8", 3389), BEHIND, server=BASTION),
        ),
        (WINDOWS, None, [RDP], [way(Via.BASTION, None), way(Via.SSM)], win(Carrier.PLUGIN, RDP)),
        (WINDOWS, Via.BASTION, [RDP], [way(Via.BASTION, False)], of(
            Carrier.OPENSSH, Via.DIRECT, Forward(1, "10.0.0.8", 3389), server=BASTION
        )),
        (WINDOWS, Via.DIRECT, [RDP], [], Lack.INVALID),
        (WINDOWS, Via.ENDPOINT, [WEB], [], Lack.INVALID),
    ],
)  # fmt: skip
async def test_the_carrier_of_ports(
    monkeypatch: pytest.MonkeyPatch,
    box: Any,
    via: Via | None,
    forwards: list[Forward],
    ways: list[Route],
    expected: Any,
) -> None:
    async def routes(*_: Any) -> Routes:
        return found(*ways)

    monkeypatch.setattr(forwarding, "find_routes", routes)
    session = await session_with(FakeGateway())
    session.store.update(session.source("eu-west-1"), Kind.INSTANCES, (), [BASTION])
    carried = await choose_carrier(session, None, box, via, forwards)  # type: ignore[arg-type]
    if isinstance(carried, NoEntry):
        assert carried.lack is expected
    else:
        assert (carried.carrier, carried.via, carried.server, carried.forwards) == expected


class Plugin:
    """A terminal whose program ends with a code, or is not to be started."""

    def __init__(self, code: int) -> None:
        self.code = code
        self.given: Mapping[str, str] = {}

    async def hand_over(
        self, argv: Sequence[str], env: Mapping[str, str] | None = None, said: Sequence[str] = ()
    ) -> int:
        self.given = env or {}
        if self.code < 0:
            raise KeyboardInterrupt
        return self.code


@pytest.mark.parametrize(("code", "ended"), [(0, 0), (1, 1), (127, 1), (-1, 1)])
async def test_a_session_is_ended_unless_its_plugin_ended_well(
    monkeypatch: pytest.MonkeyPatch, code: int, ended: int
) -> None:
    done: list[str] = []

    async def end(_: Any, opened: SsmSession) -> Problem | None:
        done.append(opened.id)
        return None

    monkeypatch.setattr(forwarding, "end_ssm", end)
    opened = SsmSession("s-1", "eu-west-1", ("plugin",), {"TOKEN": "t"})
    plugin, session = Plugin(code), await session_with(FakeGateway())
    try:
        assert await run_plugin(session, opened, plugin, {"PATH": "/bin"}) == code
    except KeyboardInterrupt:
        assert code < 0
    assert len(done) == ended and plugin.given == {"PATH": "/bin", "TOKEN": "t"}
