"""News of alarms: told once, together, and not again while one goes to and fro."""

from ec2tui.core.model.alarm import Alarm, AlarmSpec
from ec2tui.core.model.kind import Kind
from ec2tui.services.alarm_news import AlarmNews
from ec2tui.services.session import Scope, Session
from ec2tui.tui.alarm_toasts import words
from tests.services.fakes import SOURCE, FakeConnector, FakeGateway, FixedClock, key


def watched() -> tuple[Session, AlarmNews, FixedClock]:
    clock = FixedClock()
    session = Session(FakeConnector(FakeGateway()), clock, Scope(None, ("eu-west-1",)))
    session.look_at(("eu-west-1",))
    return session, AlarmNews(session), clock


def passed(session: Session, *states: str) -> None:
    """One pass over alarms a, b, c … in these states, a page each."""
    store = session.store
    store.begin(SOURCE, Kind.ALARMS, 1.0)
    for name, state in zip("abcdefgh", states, strict=False):
        store.page(SOURCE, Kind.ALARMS, [Alarm(key(name), AlarmSpec(), state)])
    store.finish(SOURCE, Kind.ALARMS, 1.0)


def told(news: AlarmNews) -> list[str]:
    return [words(one) for one in news.look()]


def test_what_is_seen_first_is_no_news_and_a_pass_makes_one_piece() -> None:
    session, news, _ = watched()
    passed(session, *["OK"] * 7)
    assert told(news) == []
    session.store.begin(SOURCE, Kind.ALARMS, 2.0)
    session.store.page(SOURCE, Kind.ALARMS, [Alarm(key("a"), AlarmSpec(), "ALARM")])
    assert told(news) == [], "the pass is not over"
    passed(session, *["ALARM"] * 6, "INSUFFICIENT_DATA")
    assert told(news) == ["6 alarms went to ALARM: a, b, c, d and 2 more", "1 alarm lost its data: g"]
    assert told(news) == []
    passed(session, "OK", *["ALARM"] * 6)
    assert told(news) == ["1 alarm went to ALARM: g", "1 alarm is OK: a"]


def test_an_alarm_that_goes_to_and_fro_is_told_once_in_a_while() -> None:
    session, news, clock = watched()
    passed(session, "OK")
    news.look()
    passed(session, "ALARM")
    assert told(news) == ["1 alarm went to ALARM: a"]
    for _ in range(3):
        passed(session, "OK")
        news.look()
        passed(session, "ALARM")
        assert told(news) == []
    passed(session, "OK")
    news.look()
    clock._now += 301
    passed(session, "ALARM")
    assert told(news) == ["1 alarm went to ALARM: a"]
    passed(session)
    assert told(news) == [], "one that is gone is no news"
