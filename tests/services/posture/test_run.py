"""Findings are made once, and again only where something that they stand on is new."""

import asyncio

import msgspec
import pytest

from ec2tui.core.model.finding import FindingStatus
from ec2tui.core.model.instance import BlockDevice, GroupRef, Instance, InstanceInterface, MetadataOptions
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.model.volume import Attachment, Volume
from ec2tui.core.rules.accepting import TAG
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.posture.catalog import BY_ID, FAMILIES
from ec2tui.core.rules.posture.settings import PostureSettings
from ec2tui.services.posture.gaps import ALL, problems_behind, unlisted
from ec2tui.services.posture.history import DAY, Moment, critical_since, with_moment
from ec2tui.services.posture.local import note_local
from ec2tui.services.posture.reads import Progress
from ec2tui.services.posture.run import Posture
from ec2tui.services.posture.watch import PostureWatch
from ec2tui.services.session import Scope, Session
from ec2tui.services.store import Store
from tests.services.fakes import REGION, SOURCE, FakeConnector, FakeGateway, FixedClock, key, settle

NOW = 1_000_000.0


def instance(name: str, *groups: str, **fields) -> Instance:
    card = InstanceInterface(f"eni-{name}", "subnet-1", "vpc-1", groups=tuple(GroupRef(g, g) for g in groups))
    disk = BlockDevice("/dev/sda1", f"vol-{name}", True)
    options = MetadataOptions("required", "enabled", 1)
    made = Instance(key(f"i-{name}"), "running", "t3.micro", launch_time=1, metadata=options)
    return msgspec.structs.replace(made, interfaces=(card,), block_devices=(disk,), **fields)


def volume(name: str, **fields) -> Volume:
    made = Volume(key(f"vol-{name}"), 8, "gp3", "in-use", True, attachments=(held(name),))
    return msgspec.structs.replace(made, **fields)


def held(name: str) -> Attachment:
    return Attachment(f"i-{name}", "/dev/sda1", True)


def rule(id_: str, group: str, cidr: str) -> SecurityGroupRule:
    return SecurityGroupRule(key(id_), group, False, "tcp", 22, 22, cidr=cidr, description="d")


class Court:
    """A store, everything in it judged, and the subjects that were judged since the last look."""

    def __init__(self) -> None:
        self.store = Store()
        self.judged: list[str] = []
        families = tuple(msgspec.structs.replace(one, judge=self._counted(one.judge)) for one in FAMILIES)
        self.posture = Posture(PostureSettings(), families=families)
        self.read(Kind.INSTANCES, instance("a", "sg-web"), instance("b", "sg-db"))
        self.read(Kind.VOLUMES, volume("a"), volume("b"))
        self.read(
            Kind.SECURITY_GROUPS, SecurityGroup(key("sg-web"), "web"), SecurityGroup(key("sg-db"), "db")
        )
        self.read(Kind.RULES, rule("sgr-1", "sg-web", "10.0.0.0/8"), rule("sgr-2", "sg-db", "10.0.0.0/8"))
        cards = [
            NetworkInterface(key(f"eni-{n}"), "interface", instance_id=f"i-{n}", groups=(GroupRef(g, g),))
            for n, g in (("a", "sg-web"), ("b", "sg-db"))
        ]
        self.read(Kind.INTERFACES, *cards)
        self.judge()

    def _counted(self, judge):
        def counted(scene, subject):
            self.judged.append(subject.id)
            return judge(scene, subject)

        return counted

    def read(self, kind: Kind, *items) -> None:
        self.store.begin(SOURCE, kind, 1.0)
        self.store.page(SOURCE, kind, items)
        self.store.finish(SOURCE, kind, 1.0)

    def judge(self, now: float = NOW) -> set[str]:
        """The subjects that were judged."""
        self.judged.clear()
        self.posture.judge_at_once(self.store.inventory, now)
        return set(self.judged)

    def status(self, check: str, subject: str) -> FindingStatus:
        return next(f.status for f in self.posture.of(key(subject)) if f.check == check)


def test_what_is_the_same_is_not_judged_again() -> None:
    court = Court()
    assert court.judge() == set()
    court.read(Kind.VOLUMES, volume("a"), volume("b"))
    assert court.judge() == set(), "another pass that brought nothing new"


@pytest.mark.parametrize(
    ("change", "judged"),
    [
        ((Kind.VOLUMES, volume("a", encrypted=False)), {"vol-a", "i-a"}),
        ((Kind.RULES, rule("sgr-2", "sg-db", "0.0.0.0/0")), {"sg-db", "i-b"}),
        ((Kind.INSTANCES, instance("a", "sg-web", key_name="k")), {"i-a", "sg-web", "vol-a"}),
    ],
    ids=["a volume", "a rule", "an instance"],
)
def test_only_what_a_change_concerns_is_judged_again(change, judged) -> None:
    court = Court()
    kind, item = change
    court.store.update(SOURCE, kind, (item.key,), (item,))
    assert court.judge() == judged


def test_it_is_right_after_every_change_as_if_all_were_judged_anew() -> None:
    court = Court()
    assert court.status("SG-01", "sg-db") is FindingStatus.PASS
    opened = rule("sgr-2", "sg-db", "0.0.0.0/0")
    court.store.update(SOURCE, Kind.RULES, (opened.key,), (opened,))
    court.judge()
    assert court.status("SG-01", "sg-db") is FindingStatus.FAIL
    court.store.update(SOURCE, Kind.RULES, (opened.key,), ())
    court.judge()
    assert court.status("SG-01", "sg-db") is FindingStatus.PASS, "the rule is gone"
    anew = Posture(PostureSettings())
    anew.judge_at_once(court.store.inventory, NOW)
    assert {k: court.posture.of(k) for k in anew.resources} == {k: anew.of(k) for k in anew.resources}


def test_what_groups_open_only_together_is_told_of_an_interface_and_goes_with_it() -> None:
    court = Court()
    halves = [rule("sgr-1", "sg-web", "0.0.0.0/1"), rule("sgr-2", "sg-db", "128.0.0.0/1")]
    both = tuple(GroupRef(g, g) for g in ("sg-web", "sg-db"))
    limits = NetworkLimits(public_share=60.0)
    posture = Posture(PostureSettings(limits), ["SG-01"])
    card = NetworkInterface(key("eni-a"), "interface", instance_id="i-a", groups=both)
    court.read(Kind.RULES, *halves)
    court.read(Kind.INSTANCES)
    court.read(Kind.INTERFACES, card)
    posture.judge_at_once(court.store.inventory, NOW)
    failing = [f.resource.id for f in posture.findings() if f.status is FindingStatus.FAIL]
    assert failing == ["eni-a"], "neither half is the internet"
    court.read(Kind.INTERFACES, msgspec.structs.replace(card, groups=both[:1]))
    posture.judge_at_once(court.store.inventory, NOW)
    assert not [f for f in posture.findings() if f.status is FindingStatus.FAIL]


def test_what_is_gone_has_no_findings_any_more() -> None:
    court = Court()
    told: set[Key] = set()
    court.posture.on_news = told.update
    court.read(Kind.VOLUMES, volume("b"))
    court.judge()
    assert court.posture.of(key("vol-a")) == ()
    assert key("vol-a") in told


def test_a_kind_that_may_not_be_read_makes_unknown_and_says_what_would_help() -> None:
    denied = Problem(Outcome.DENIED, "ec2:DescribeSecurityGroupRules", "no", "UnauthorizedOperation")
    store = Store()
    store.begin(SOURCE, Kind.SECURITY_GROUPS, 1.0)
    store.page(SOURCE, Kind.SECURITY_GROUPS, (SecurityGroup(key("sg-web"), "web"),))
    store.finish(SOURCE, Kind.SECURITY_GROUPS, 1.0)
    store.fail(SOURCE, Kind.RULES, denied)
    posture = Posture(PostureSettings(), ["SG-01"])
    posture.judge_at_once(store.inventory, NOW)
    (finding,) = posture.findings()
    assert finding.status is FindingStatus.UNKNOWN
    assert finding.needs == ("ec2:DescribeSecurityGroupRules",)
    assert problems_behind([finding], store.inventory, [SOURCE]) == (denied,)


def test_what_could_not_even_be_listed_is_a_finding_that_is_unknown() -> None:
    store = Store()
    store.fail(SOURCE, Kind.VOLUMES, Problem(Outcome.DENIED, "ec2:DescribeVolumes", "no"))
    (finding,) = unlisted(store.inventory, [BY_ID["STO-01"]], [SOURCE], "111122223333")
    assert (finding.resource.id, finding.status) == (ALL, FindingStatus.UNKNOWN)
    assert finding.needs == ("ec2:DescribeVolumes",)


async def test_who_is_asking_is_unknown_while_aws_does_not_say_so() -> None:
    session = Session(FakeConnector(FakeGateway()), FixedClock(), Scope(regions=(REGION,)))
    await session.connect(lambda question: asyncio.sleep(0))
    session.problem = Problem(Outcome.UNREACHABLE, "sts:GetCallerIdentity", "no")
    await note_local(session, None)
    (found,) = unlisted(session.store.inventory, [BY_ID["IAM-04"]], session.sources(), session.account)
    assert found.status is FindingStatus.UNKNOWN
    assert problems_behind((found,), session.store.inventory, session.sources()) == (session.problem,)


def test_an_exception_ends_by_itself() -> None:
    court = Court()
    tags = ((TAG + "INS-10", "1970-01-14 ops because"),)
    court.store.update(SOURCE, Kind.INSTANCES, (), (instance("a", "sg-web", tags=tags),))
    court.judge()
    assert court.status("INS-10", "i-a") is FindingStatus.ACCEPTED
    assert court.judge(14 * DAY + 1.0) >= {"i-a"}
    assert court.status("INS-10", "i-a") is FindingStatus.FAIL


async def test_judging_gives_way_and_goes_on_where_it_was_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ec2tui.services.posture.run.SLICE", 1)
    court = Court()
    court.read(Kind.VOLUMES, *map(volume, "abcd"))
    fresh = Posture(PostureSettings(), ["STO-01"])
    task = asyncio.create_task(fresh.judge(court.store.inventory, NOW))
    fresh.on_news = lambda keys: task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    fresh.on_news = lambda keys: None
    assert 0 < len(list(fresh.findings())) < 4
    await fresh.judge(court.store.inventory, NOW)
    assert len(list(fresh.findings())) == 4


def moment(day: int, critical: int) -> Moment:
    return Moment(day * DAY + 5, "1", ("eu-west-1",), critical, 0, 0, 0, 0, 0, 90)


def test_the_history_keeps_one_moment_a_day_and_knows_since_when() -> None:
    kept: tuple[Moment, ...] = ()
    for day, critical in ((1, 3), (2, 0), (3, 2), (3, 4), (4, 5)):
        kept = with_moment(kept, moment(day, critical), 3)
    assert [(one.at // DAY, one.critical) for one in kept] == [(2, 0), (3, 4), (4, 5)]
    assert critical_since(kept) == 3 * DAY + 5
    assert critical_since(with_moment(kept, moment(5, 0), 3)) is None


async def test_reading_item_by_item_can_be_stopped_and_goes_on_when_asked(monkeypatch) -> None:
    session = Session(FakeConnector(FakeGateway()), FixedClock(), Scope(regions=(REGION,)))
    await session.connect(None)
    await session.identify()
    watch = PostureWatch(session, PostureSettings())
    begun: list[int] = []

    async def slow(kinds, old):
        begun.append(len(begun))
        watch._progress(Progress(REGION, Kind.PROTECTION, 1, 900))
        await asyncio.Event().wait()

    monkeypatch.setattr(PostureWatch, "ready", True)
    monkeypatch.setattr(watch, "_ask", slow)
    assert not watch.stop(), "nothing is being read"
    following = asyncio.create_task(watch.follow(lambda: None))
    await settle()
    assert watch.doing == f"reading protection 1 of 900 in {REGION}"
    assert watch.stop() and watch.doing.startswith("stopped")
    await settle()
    assert not watch.stop() and not following.done() and len(begun) == 1
    watch.again()
    await asyncio.sleep(0.15)
    await settle()
    assert len(begun) == 2
    following.cancel()
    with pytest.raises(asyncio.CancelledError):
        await following
