"""Groups are judged when they are looked at, beside the loop, and again only when what decides changed."""

import asyncio

import pytest

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.finding import FindingStatus
from ec2tui.core.model.instance import GroupRef
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.services import judging
from ec2tui.services.judging import GroupJudge
from ec2tui.services.session import Scope, Session
from tests.services.fakes import REGION, SOURCE, FakeConnector, FakeGateway, FixedClock, key

WEB, DB = key("sg-web"), key("sg-db")


def rule(id_: str, group: str, cidr: str = "0.0.0.0/0", **fields) -> SecurityGroupRule:
    return SecurityGroupRule(key(id_), group, False, "tcp", 22, 22, cidr, description="d", **fields)


class Court:
    """A session with two groups and a judge, whose judgements are counted by group."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(judging, "SETTLE", 0.0)
        judge = judging.findings_of_group
        self.judged: list[str] = []

        def counted(inventory, group, *more):
            self.judged.append(group.id)
            return judge(inventory, group, *more)

        monkeypatch.setattr(judging, "findings_of_group", counted)
        self.session = Session(FakeConnector(FakeGateway()), FixedClock(), Scope(regions=(REGION,)))
        self.store = self.session.store

    async def open(self) -> GroupJudge:
        await self.session.connect(None)
        await self.session.identify()
        self.read(Kind.SECURITY_GROUPS, SecurityGroup(WEB, "web"), SecurityGroup(DB, "db"))
        self.read(Kind.RULES, rule("sgr-1", "sg-web"), rule("sgr-2", "sg-db", "10.0.0.0/8"))
        self.read(Kind.INTERFACES)
        self.read(Kind.PREFIX_LISTS)
        return GroupJudge(self.session, NetworkLimits())

    def read(self, kind: Kind, *items) -> None:
        self.store.begin(SOURCE, kind, 1.0)
        self.store.page(SOURCE, kind, items)
        self.store.finish(SOURCE, kind, 1.0)

    def failing(self, group=WEB) -> set[str]:
        found = self.store.inventory.findings(group)
        return set() if isinstance(found, Missing) else {
            f.check for f in found.findings if f.status is FindingStatus.FAIL
        }  # fmt: skip

    def take(self) -> list[str]:
        taken, self.judged[:] = sorted(self.judged), []
        return taken


@pytest.fixture
def court(monkeypatch: pytest.MonkeyPatch) -> Court:
    return Court(monkeypatch)


async def test_only_what_is_wanted_is_judged(court: Court):
    judge = await court.open()
    assert court.store.inventory.findings(WEB) is Missing.NOT_READ
    judge.want((WEB,))
    await judge.judged()
    assert court.take() == ["sg-web"] and "SG-01" in court.failing()
    assert isinstance(court.store.inventory.findings(DB), Missing)


async def test_again_only_where_the_grounds_changed(court: Court):
    judge = await court.open()
    judge.want((WEB, DB))
    await judge.judged()
    assert court.take() == ["sg-db", "sg-web"]
    judge.look()
    await judge.judged()
    assert court.take() == []
    court.store.update(SOURCE, Kind.RULES, (key("sgr-1"),), (rule("sgr-3", "sg-db"),))
    judge.look()
    await judge.judged()
    assert (
        court.take() == ["sg-db", "sg-web"] and court.failing(WEB) == set() and "SG-01" in court.failing(DB)
    )
    court.store.update(
        SOURCE, Kind.INTERFACES, (), (NetworkInterface(key("eni-1"), groups=(GroupRef("sg-db", "db"),)),)
    )
    judge.look()
    await judge.judged()
    assert court.take() == ["sg-db"]


async def test_groups_that_open_something_only_together_are_told_of_each(court: Court):
    judge = await court.open()
    court.read(Kind.RULES, rule("sgr-1", "sg-web", "32.0.0.0/3"), rule("sgr-2", "sg-db", "10.0.0.0/8"))
    both = NetworkInterface(key("eni-1"), groups=(GroupRef("sg-web", ""), GroupRef("sg-db", "")))
    court.store.update(SOURCE, Kind.INTERFACES, (), (both,))
    judge.want((WEB, DB))
    await judge.judged()
    assert "SG-01" not in court.failing(DB)
    court.store.update(SOURCE, Kind.RULES, (), (rule("sgr-3", "sg-web", "64.0.0.0/3"),))
    court.store.update(SOURCE, Kind.RULES, (key("sgr-3"),), (rule("sgr-4", "sg-db", "64.0.0.0/3"),))
    judge.look()
    await judge.judged()
    [told] = [one for one in court.store.inventory.findings(DB).findings if one.resource == both.key
              and one.check == "SG-01"]  # fmt: skip
    assert told.status is FindingStatus.FAIL and "together with sg-web, on eni-1" in told.reason
    assert "SG-01" in court.failing(WEB)


async def test_what_could_not_be_read_is_unknown_until_it_is(court: Court):
    judge = await court.open()
    court.store.inventory = type(court.store.inventory)(
        court.store.inventory.tables, sources=court.store.inventory.sources
    )
    judge.want((DB,))
    await judge.judged()
    found = court.store.inventory.findings(DB)
    assert {f.status for f in found.findings if f.check == "SG-01"} == {FindingStatus.UNKNOWN}
    court.read(Kind.RULES, rule("sgr-2", "sg-db", "10.0.0.0/8"))
    judge.look()
    await judge.judged()
    found = court.store.inventory.findings(DB)
    assert {f.status for f in found.findings if f.check == "SG-01"} == {FindingStatus.PASS}


async def test_a_rule_that_passes_its_end_is_judged_anew_though_nothing_changed(court: Court):
    judge = await court.open()
    boxed = rule("sgr-4", "sg-db", "10.0.0.0/8", tags=(("ec2tui:expires-at", "1970-01-12T13:47:40Z"),))
    court.store.update(SOURCE, Kind.RULES, (), (boxed,))
    judge.want((DB,))
    await judge.judged()
    assert "SG-18" not in court.failing(DB)
    court.take()
    await court.session.clock.advance(120)
    judge.look()
    await judge.judged()
    assert court.take() == ["sg-db"] and "SG-18" in court.failing(DB)
    judge.look()
    await judge.judged()
    assert court.take() == []


async def test_after_another_profile_everything_is_judged_anew(court: Court):
    judge = await court.open()
    judge.want((WEB,))
    await judge.judged()
    court.take()
    court.store.forget()
    court.read(Kind.SECURITY_GROUPS, SecurityGroup(WEB, "web"), SecurityGroup(DB, "db"))
    court.read(Kind.RULES, rule("sgr-1", "sg-web"))
    judge.look()
    await judge.judged()
    assert court.take() == ["sg-web"] and "SG-01" in court.failing()


async def test_a_defect_is_told(court: Court, monkeypatch: pytest.MonkeyPatch):
    judge = await court.open()
    told: list[BaseException] = []
    judge.on_defect = told.append

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(judging, "findings_of_group", broken)
    judge.want((WEB,))
    await judge.judged()
    await asyncio.sleep(0)
    assert [type(error) for error in told] == [ZeroDivisionError]
