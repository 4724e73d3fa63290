"""The program as a whole: what it imports, how it ends, and the verbs that need no AWS."""

import json
import os
import signal
import subprocess
import sys

import pytest

from ec2tui import __version__
from ec2tui.core.config.schema import Document
from tests.cli.endpoint import DENIED, NAMESPACE, instances, item

A = "i-0aaaaaaaaaaaaaaaa"


def imported(environment, *argv):
    """The modules that are loaded after running the program with these arguments."""
    code = (
        "import sys\nfrom ec2tui.__main__ import main\ncode = main(sys.argv[1:])\n"
        "sys.stderr.write('\\nMODULES ' + ' '.join(sys.modules))\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *argv], env=environment, capture_output=True, text=True, check=False
    )
    return done, {name.split(".")[0] for name in done.stderr.rpartition("MODULES ")[2].split()}


def test_the_version_imports_next_to_nothing(environment):
    done, modules = imported(environment, "--version")
    assert done.stdout == f"ec2tui {__version__}\n" and done.returncode == 0
    assert not modules & {"argparse", "asyncio", "msgspec", "botocore", "textual", "keyring", "ssl"}


def test_ls_loads_no_user_interface_and_no_emulator(environment, endpoint, at):
    endpoint.answer = lambda call: instances(item(A))
    done, modules = imported(environment, *at, "ls", "-o", "json")
    assert A in done.stdout and "botocore" in modules
    assert not modules & {"textual", "rich", "moto", "flask", "boto3", "keyring"}


def test_a_query_mistake_points_at_its_place_before_aws_is_asked(program, endpoint, at):
    done = program(*at, "ls", "web", "nmae:x")
    assert (done.returncode, done.stdout) == (2, "") and endpoint.calls == []
    _, text, marker = done.stderr.splitlines()
    assert text[marker.index("^") : marker.rindex("^") + 1] == "nmae"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ls", "--columns", "name,stat"), ("stat", "state")),
        (("ls", "--sort", "nmae"), ("nmae", "name")),
        (("ls", "--columns", "zzzzzzzz"), ("tag:KEY",)),
        (("--config", "/no/such.toml", "ls"), ("/no/such.toml", "--config")),
    ],
)
def test_bad_usage_exits_2_in_one_line(program, endpoint, at, arguments, words):
    done = program(*at, *arguments)
    assert (done.returncode, done.stdout) == (2, "") and endpoint.calls == []
    assert len(done.stderr.splitlines()) == 1 and all(word in done.stderr for word in words)


def test_a_broken_configuration_starts_nothing_and_names_every_mistake(program, endpoint, at, tmp_path):
    file = tmp_path / "broken.toml"
    file.write_text("[ui]\ntheem = 'dark'\n[keys]\nmark = 'J'\n")
    done = program("--config", str(file), *at, "ls")
    assert done.returncode == 2 and endpoint.calls == []
    assert "broken.toml line 2: ui.theem: unknown key; did you mean ui.theme?" in done.stderr
    assert "broken.toml line 4" in done.stderr


def test_the_configuration_chooses_columns_and_regions(new_program, endpoint, tmp_path):
    endpoint.answer = lambda call: instances(item(A, "web"))
    file = tmp_path / "ours.toml"
    file.write_text("[ui]\ncolumns = ['id', 'tag:Name']\n[aws]\nregions = ['eu-west-3']\n")
    done = new_program("--config", str(file), "--endpoint-url", endpoint.url, "ls")
    assert done.stdout.splitlines()[0].split() == ["Id", "Name"]
    assert {call.region for call in endpoint.calls} == {"eu-west-3"}


def test_config_tells_each_value_and_who_decided_it(program, tmp_path):
    file = tmp_path / "ours.toml"
    file.write_text("[profiles.p]\nproduction = true\n[keys]\nmark.all = 'f12'\n")
    done = program("--config", str(file), "--region", "eu-west-1", "config", "-o", "json", AWS_PROFILE="p")
    entries = {entry["path"]: (entry["value"], entry["origin"]) for entry in json.loads(done.stdout)}
    assert entries["regions"] == (["eu-west-1"], "--region")
    assert entries["profile"] == ("p", "AWS_PROFILE")
    assert entries["profiles.p.production"] == (True, f"{file} line 2")
    assert entries["keys.mark.all"] == (["f12"], f"{file} line 4")
    assert entries["ui.theme"] == ("dark", "default")
    assert program("config").returncode == 0


def test_the_schema_takes_what_the_parser_takes(program):
    schema = json.loads(program("config", "--schema").stdout)
    assert set(schema["$defs"]["Document"]["properties"]) == set(Document.__struct_fields__)
    assert schema["$defs"]["Ui"]["additionalProperties"] is False


REGIONS = (
    200,
    f"<DescribeRegionsResponse {NAMESPACE}><regionInfo><item><regionName>eu-west-1</regionName></item>"
    "</regionInfo></DescribeRegionsResponse>",
)


def test_doctor_grades_a_working_set_up(new_program, endpoint, at):
    endpoint.answer = lambda call: REGIONS if call.operation == "DescribeRegions" else instances(item(A))
    done = new_program(*at, "doctor", "-o", "json")
    checks = {check["check"]: check["status"] for check in json.loads(done.stdout)}
    assert done.returncode == 0, done.stdout
    for name in (
        "python",
        "configuration",
        "regions",
        "endpoint",
        "clock",
        "credentials",
        "identity",
        "instances",
    ):
        assert checks[name] == "ok", name
    assert {"ssh", "session-manager-plugin", "keyring", "colours", "size", "unicode"} <= checks.keys()


def test_doctor_finds_what_is_wrong_and_exits_1(program, endpoint, at, tmp_path):
    file = tmp_path / "broken.toml"
    file.write_text("uii = 1")
    endpoint.answer = lambda call: DENIED
    done = program("--config", str(file), *at, "doctor", "-o", "json")
    checks = {check["check"]: check for check in json.loads(done.stdout)}
    assert done.returncode == 1
    assert checks["configuration"]["status"] == checks["instances"]["status"] == "fail"
    assert checks["instances"]["mend"]


def test_doctor_without_credentials_or_network(program):
    keys = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    done = program("--endpoint-url", "http://127.0.0.1:1", "--region", "eu-west-1", "doctor", without=keys)
    lines = {tuple(line.split()[:2]) for line in done.stdout.splitlines()}
    assert done.returncode == 1 and {("fail", "credentials"), ("fail", "endpoint")} <= lines


@pytest.mark.parametrize("keys", [(), ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")])
def test_doctor_asks_the_address_that_the_shared_configuration_names(program, endpoint, tmp_path, keys):
    file = tmp_path / "emulated"
    file.write_text(
        "[default]\nregion = eu-west-1\nservices = emulator\n"
        f"[services emulator]\nec2 =\n  endpoint_url = {endpoint.url}\n"
    )
    done = program("doctor", "-o", "json", without=keys, AWS_CONFIG_FILE=str(file), AWS_REGION="eu-west-1")
    checks = {check["check"]: check for check in json.loads(done.stdout)}
    assert checks["endpoint"]["status"] == "ok"
    assert checks["endpoint"]["detail"].startswith(endpoint.url.removeprefix("http://"))


def test_doctor_says_what_cannot_be_written(program, at, endpoint, tmp_path):
    file, blocked = tmp_path / "config.toml", tmp_path / "blocked"
    blocked.touch()
    file.write_text(f"[audit]\npath = {json.dumps(str(blocked / 'audit.jsonl'))}")
    done = program("--config", str(file), *at, "doctor", "-o", "json", XDG_CACHE_HOME=str(blocked))
    checks = {check["check"]: check for check in json.loads(done.stdout)}
    assert checks["record"]["status"] == "fail" and "no directory" in checks["record"]["detail"]
    assert checks["cache"]["status"] == "warn" and "no saved rows" in checks["cache"]["mend"]
    assert blocked.is_file()


def test_the_policy_is_held_to_regions_and_a_time(program):
    done = program("iam-policy", "reader", "--for", "8h", "--region", "eu-west-1")
    [read] = [one for one in json.loads(done.stdout)["Statement"] if one["Sid"] == "Read"]
    assert done.returncode == 0 and "user data" in done.stderr
    assert read["Condition"]["StringEquals"] == {"aws:RequestedRegion": ["eu-west-1"]}
    assert read["Condition"]["DateLessThan"]["aws:CurrentTime"].endswith("Z")
    assert program("iam-policy", "reader", "--for", "8").returncode == 2


def test_completion_offers_what_the_parser_takes(program, tmp_path):
    script = tmp_path / "completion.bash"
    script.write_text(program("completion", "bash").stdout)

    def complete(*words):
        typed = f'COMP_WORDS=({" ".join(words)} ""); COMP_CWORD={len(words)}'
        code = f'source {script}; {typed}; _ec2tui; echo "${{COMPREPLY[@]}}"'
        return subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert {"ls", "show", "doctor", "--region"} <= set(complete("ec2tui"))
    assert complete("ec2tui", "ls", "-o") == ["table", "json", "csv", "ids"]
    assert complete("ec2tui", "show", "-o") == ["table", "json"]
    assert "--columns" in complete("ec2tui", "ls") and "--columns" not in complete("ec2tui", "show")
    assert "complete -c ec2tui" in program("completion", "fish").stdout
    assert "bashcompinit" in program("completion", "zsh").stdout


def test_ctrl_c_exits_130_without_a_traceback(environment, endpoint, at):
    import threading

    asked, release = threading.Event(), threading.Event()

    def hang(call):
        asked.set()
        release.wait(60)
        return instances()

    endpoint.answer = hang
    command = [sys.executable, "-m", "ec2tui", *at, "ls", "-o", "json"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert asked.wait(30)
        os.kill(child.pid, signal.SIGINT)
        out, err = child.communicate(timeout=30)
    release.set()
    assert (child.returncode, out, err) == (130, "", "ec2tui: interrupted\n")


def test_demo_says_when_its_port_is_taken(program, endpoint):
    port = endpoint.url.rpartition(":")[2]
    done = program("demo", "--serve", "--port", port)
    assert (done.returncode, done.stdout) == (2, "") and f"port {port}" in done.stderr
