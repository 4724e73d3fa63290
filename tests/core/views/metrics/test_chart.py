"""Charts: gaps stay gaps, axes are round, values read as in AWS's console."""

from zoneinfo import ZoneInfo

import pytest

from ec2tui.core.model.alarm import Alarm, AlarmSpec
from ec2tui.core.model.key import Key
from ec2tui.core.model.metric import Metric, MetricQuery, Series, Span
from ec2tui.core.model.metric_kinds import KINDS
from ec2tui.core.model.metric_row import MetricRow
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.views.metrics.alarms import thresholds
from ec2tui.core.views.metrics.chart import Threshold, chart, gaps, nearest, pieces, time_ticks
from ec2tui.core.views.metrics.facts import legend, span_words, state_cell, title_line
from ec2tui.core.views.metrics.plot import plot
from ec2tui.core.views.metrics.sparkline import sparkline
from ec2tui.core.views.metrics.words import time_word, trouble_sentence, usd, value_text, zone_word
from ec2tui.core.views.tone import Tone

START = 1_787_011_200  # a Tuesday at 00:00 UTC
HOUR, DAY = 3600, 86_400
SPAN = Span(START, START + 3 * DAY)
THERE = Key("1", "eu-west-1", "i-1")


def series(points, period=HOUR, stat="Average", problem=None):
    query = MetricQuery(THERE, Metric("AWS/EC2", "CPUUtilization"), stat, period)
    return Series(query, SPAN, tuple(points), problem)


def text(lines):
    return ["".join(cell.text for cell in line) for line in lines]


WHOLE = [(at, 30.0) for at in range(START, START + 3 * DAY, HOUR)]
HOLED = [point for point in WHOLE if not START + DAY <= point[0] < START + 2 * DAY]


def test_points_are_cut_where_periods_without_data_lie():
    assert [len(piece) for piece in pieces(HOLED, HOUR)] == [24, 24]
    assert [len(piece) for piece in pieces(WHOLE, HOUR)] == [72]
    # Sent every five minutes and asked for by the minute: not a gap after each.
    assert [len(piece) for piece in pieces([(at, 1.0) for at in range(0, 3000, 300)], 60)] == [10]
    assert pieces([], 60) == ()


def test_a_gap_is_empty_on_the_canvas_and_told_in_the_legend():
    made = chart([series(HOLED)], ["web"], "Percent", SPAN)
    drawn = plot(made, 80, 12)
    body = [line[drawn.left :] for line in text(drawn.lines(made))[: drawn.height]]
    middle = slice(drawn.width // 3 + 2, 2 * drawn.width // 3 - 2)
    assert all(not line[middle].strip() for line in body)
    assert any(line[: drawn.width // 3].strip() for line in body)
    assert gaps(made.traces[0], SPAN, HOUR) == (Span(START + DAY, START + 2 * DAY),)
    assert "1 gap, 1d without data" in text(legend(made, [series(HOLED)], "Percent"))[0]


@pytest.mark.parametrize(
    ("outcome", "word"), [(Outcome.DENIED, "denied"), (Outcome.THROTTLED, "throttled"), (None, "no data")]
)
def test_denied_throttled_and_no_data_are_words_and_draw_no_line(outcome, word):
    problem = Problem(outcome, "cloudwatch:GetMetricData", "no") if outcome else None
    one = series([], problem=problem)
    made = chart([one], ["web"], "Percent", SPAN)
    assert made.traces[0].pieces == ()
    assert state_cell(one).text == word and word in text(legend(made, [one], "Percent"))[0]
    tones = {tone for row in plot(made, 60, 10).rows for char, tone in row if char != " "}
    assert tones == {Tone.DIM}
    assert gaps(made.traces[0], SPAN, HOUR) == (SPAN,)
    if problem:
        assert word.removesuffix("d") in trouble_sentence(problem)


def test_a_threshold_is_a_line_on_the_scale_and_in_the_legend():
    made = chart([series(WHOLE)], ["web"], "Percent", SPAN, [Threshold(80, "cpu\x1bhigh")])
    assert made.top == 100 and made.y_ticks(12)[-1] == (100, "100")
    drawn = plot(made, 80, 12)
    rows = [y for y, row in enumerate(drawn.rows) if any(t is Tone.BAD for _, t in row)]
    thirty = [y for y, row in enumerate(drawn.rows) if any(t is Tone.INFO for _, t in row)]
    assert len(rows) == 1 and rows[0] < thirty[0]
    assert text(legend(made, [series(WHOLE)], "Percent"))[1:] == ["── alarm cpu␛high at 80"]
    many = [Threshold(at, f"a{at}") for at in range(10, 70, 10)]
    crowded = text(legend(chart([series(WHOLE)], ["web"], "Percent", SPAN, many), [series(WHOLE)], "Percent"))
    assert crowded[1:] == [
        "── alarm a10 at 10",
        "── alarm a20 at 20",
        "── alarm a30 at 30",
        "── 3 more alarms at 40 to 60",
    ]


@pytest.mark.parametrize(
    ("stat", "of", "fits"),
    [
        ("Average", {"statistic": "Maximum", "period": 60}, True),
        ("Average", {"statistic": "p99", "period": 60}, True),
        ("Average", {"statistic": "Sum", "period": HOUR}, False),
        ("Sum", {"statistic": "Sum", "period": HOUR}, True),
        ("Sum", {"statistic": "Sum", "period": 300}, False),
        ("SampleCount", {"statistic": "Average", "period": HOUR}, False),
        ("Average", {"statistic": "Average", "dimensions": (("InstanceId", "i-2"),)}, False),
        ("Average", {"statistic": "Average", "threshold": None}, False),
    ],
)
def test_only_thresholds_on_the_scale_of_a_chart_are_drawn(stat, of, fits):
    usual = {"dimensions": (("InstanceId", "i-1"),), "threshold": 5.0}
    alarm = Alarm(THERE._replace(id="a"), AlarmSpec("AWS/EC2", "CPUUtilization", **usual | of))
    row = MetricRow(KINDS[0], stat, (series(WHOLE, stat=stat),))
    assert thresholds([row], [alarm]) == ((Threshold(5.0, "a"),) if fits else ())


def test_the_cursor_stands_at_its_time_and_reads_the_value_there():
    made = chart([series(WHOLE), series(HOLED)], ["web", "api"], "Percent", SPAN)
    drawn = plot(made, 80, 12)
    at = START + DAY + HOUR * 12
    column = drawn.column(made, at)
    assert abs(drawn.time(made, column) - at) < SPAN.seconds / drawn.width
    assert text(drawn.lines(made, at))[2][column] == "┊"
    first, second = text(legend(made, [series(WHOLE), series(HOLED)], "Percent", at))
    assert "12:00: 30 %" in first and "no data" in second
    assert nearest(made.traces[1], at, HOUR) is None


def test_several_traces_have_letters_on_the_canvas():
    made = chart([series(WHOLE), series([(at, 10.0) for at, _ in WHOLE])], ["a", "b"], "Percent", SPAN)
    drawn = "\n".join(text(plot(made, 80, 12).lines(made)))
    assert "A" in drawn and "B" in drawn


def test_a_chart_tells_the_time_of_its_zone_through_a_change_of_the_clocks():
    berlin, night = ZoneInfo("Europe/Berlin"), 1_792_800_000 + 12 * HOUR  # 24 October 2026, noon of UTC
    span = Span(night, night + DAY)
    ticks = time_ticks(span, 4, berlin)
    assert [word for _, word in ticks] == ["18:00", "Sun 25 Oct", "06:00", "12:00"]
    assert [at - night for at, _ in ticks] == [4 * HOUR, 10 * HOUR, 17 * HOUR, 23 * HOUR]
    made = chart([Series(series([]).query, span)], ["web"], "Percent", span, zone=berlin)
    assert text([title_line("CPU", "Average", made)])[0].endswith(
        "Sat 24 Oct 14:00 to Sun 25 Oct 13:00 CEST/CET"
    )
    assert zone_word(span, ZoneInfo("America/Sao_Paulo")) == "UTC-03"
    assert time_word(night + HOUR, 300, berlin) == "Sat 24 Oct 15:00"
    # CloudWatch's days are UTC's, whatever day it is elsewhere when they begin.
    assert time_word(START, DAY, ZoneInfo("America/New_York")) == "Tue 18 Aug 2026"


def test_a_span_over_a_new_year_names_the_years():
    assert span_words(Span(START - 300 * DAY, START)) == "Wed 22 Oct 2025 00:00 to Tue 18 Aug 2026 00:00"
    assert span_words(SPAN) == "Tue 18 Aug 00:00 to Fri 21 Aug 00:00"
    assert span_words(Span(START, START + HOUR)) == "Tue 18 Aug 00:00 to 01:00"


@pytest.mark.parametrize(
    ("span", "most", "words"),
    [
        (Span(START, START + 900), 5, ["Tue 18 Aug", "00:05", "00:10", "00:15"]),
        (Span(START, START + DAY), 4, ["Tue 18 Aug", "06:00", "12:00", "18:00", "Wed 19 Aug"]),
        (Span(START, START + 14 * DAY), 2, ["Mon 24 Aug", "Mon 31 Aug"]),
    ],
)
def test_ticks_of_time_are_round(span, most, words):
    assert [word for _, word in time_ticks(span, most)] == words


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(33_900_000, "Bytes", "33.9 MB"), (999, "Bytes", "999 B"), (1430, "Count", "1.43k"), (0, "Count", "0"),
     (34.06, "Percent", "34.1 %"), (0.251, "Percent", "0.25 %"), (100.0, "Percent", "100 %")],
)  # fmt: skip
def test_values_read_as_in_the_console(value, unit, said):
    assert value_text(value, unit) == said


def test_money():
    assert [usd(one) for one in (0.0, 0.00001, 0.00014, 0.096, 12.5)] == [
        "USD 0.00", "less than USD 0.0001", "USD 0.00014", "USD 0.10", "USD 12.50",
    ]  # fmt: skip


def test_a_title_says_statistic_period_and_zone():
    made = chart([series(WHOLE, stat="p90")], ["web"], "Bytes", SPAN)
    assert text([title_line("Network in", "p90", made)]) == [
        "Network in (B)  p90 of 1 h, Tue 18 Aug 00:00 to Fri 21 Aug 00:00 UTC"
    ]


def test_a_sparkline_has_gaps_and_a_scale():
    assert sparkline(HOLED, SPAN, 6, highest=60.0) == "▅▅  ▅▅"
    assert sparkline([], SPAN, 4) == "    "
    assert sparkline([(START, 0.0)], SPAN, 3) == "▁  "
    # Of fewer points than cells each stands for all of its period: only what is missing is a gap.
    sparse = [(at, 30.0) for at in range(START, START + 3 * DAY, DAY)]
    assert sparkline(sparse, SPAN, 8, highest=60.0) == "▅▅▅▅▅▅▅▅"
    assert sparkline(sparse[:2], SPAN, 6, highest=60.0) == "▅▅▅▅  "
    assert sparkline([sparse[0], sparse[2], (sparse[2][0] + DAY // 2, 30.0)], SPAN, 6, 60.0) == "▅   ▅▅"
