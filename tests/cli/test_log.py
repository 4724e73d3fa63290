"""`log --verify` names the line that was edited, and `log --settle` asks AWS about what is open."""

import json

import pytest


def test_a_record_that_is_whole(on_demo):
    assert on_demo("log").returncode == 0
    done = on_demo("log", "--verify", "-o", "json")
    shown = json.loads(done.stdout)
    assert done.returncode == 0 and shown["whole"] and shown["seal"]["state"] == "unsealed"


def test_an_edited_byte_is_found_and_its_line_named(demo_program, tmp_path):
    for value in ("one", "two"):
        assert demo_program("tag", "demo-box", "--set", f"x={value}", "--yes").returncode == 0
    record = tmp_path / "audit.jsonl"
    whole = demo_program("log", "--verify")
    assert whole.returncode == 0 and "whole" in whole.stdout and "unsealed" in whole.stdout
    assert "without a trace" in whole.stdout
    lines = record.read_bytes().splitlines(keepends=True)
    at = next(index for index, line in enumerate(lines) if b'"two"' in line)
    lines[at] = lines[at].replace(b'"two"', b'"tvo"', 1)
    record.write_bytes(b"".join(lines))
    done = demo_program("log", "--verify")
    assert done.returncode == 1 and f"line {at + 1}: edited" in done.stdout
    faults = json.loads(demo_program("log", "--verify", "-o", "json").stdout)["faults"]
    assert {"line": at + 1, "kind": "edited"}.items() <= faults[0].items()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda lines: [*lines[:1], *lines[2:]], "line 2: removed"),
        (lambda lines: lines[:-1], "line 3: cut"),
        (lambda lines: [*lines[:-1], lines[-1][:-9]], "line 4: torn"),
        (lambda lines: [lines[0], lines[2], lines[1], lines[3]], "line 2: reordered"),
        (lambda lines: [], "the record: cut: records 1 to 4 are missing"),
    ],
    ids=["removed", "cut", "torn", "moved", "emptied"],
)
def test_whatever_was_done_to_the_record_is_named_with_its_line(on_demo, tmp_path, damage, said):
    record = tmp_path / "audit.jsonl"
    for value in ("one", "two"):
        assert on_demo("tag", "demo-box", "--set", f"y={value}", "--yes").returncode == 0
    record.write_bytes(b"".join(damage(record.read_bytes().splitlines(keepends=True))))
    done = on_demo("log", "--verify")
    assert done.returncode == 1 and said in done.stdout


def test_an_intent_without_an_outcome_is_unknown_until_aws_is_asked(demo_program, tmp_path):
    assert demo_program("tag", "demo-box", "--set", "seen=yes", "--yes").returncode == 0
    for path in tmp_path.glob("audit*"):
        if path.suffix != ".jsonl" and path.is_file():
            path.unlink()
    record = tmp_path / "audit.jsonl"
    lines = record.read_bytes().splitlines(keepends=True)
    kinds = [json.loads(line)["record"]["kind"] for line in lines]
    record.write_bytes(b"".join(lines[: kinds.index("outcome")]))
    listed = demo_program("log", "-o", "json")
    assert json.loads(listed.stdout)[0]["outcome"] == "unknown" and "--settle" in listed.stderr
    done = demo_program("log", "--settle", "-o", "json")
    settled = json.loads(done.stdout)["settled"]
    assert done.returncode == 0 and [(one["result"], one["settled"]) for one in settled] == [("done", True)]
    assert json.loads(demo_program("log", "-o", "json").stdout)[0]["outcome"] == "ok"


def test_as_many_as_asked_for_the_newest_last(on_demo):
    for value in ("1", "2", "3"):
        assert on_demo("tag", "demo-box", "--set", f"n={value}", "--yes").returncode == 0
    shown = json.loads(on_demo("log", "-n", "2", "-o", "json").stdout)
    assert [one["change"]["value"] for one in shown] == ["2", "3"]
    assert on_demo("log", "-n", "0").returncode == 2


def test_a_record_that_cannot_be_written_keeps_the_change_from_being_sent(on_demo, account, tmp_path):
    (tmp_path / "audit.jsonl").mkdir()
    done = on_demo("tag", "demo-box", "--set", "x=lost", "--yes")
    assert done.returncode == 5 and "record" in done.stderr
    assert account.changes() == {} and account.tags("demo-box").get("x") != "lost"
