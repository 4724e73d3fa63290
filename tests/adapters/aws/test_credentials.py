"""Where credentials come from, and what is said when there are none."""

import asyncio
import datetime
import hashlib
import json
import logging
import os
import sys

import pytest

from ec2tui.adapters.aws import credentials
from ec2tui.adapters.aws.client import AwsConnector
from ec2tui.adapters.aws.gateway import AwsGateway
from ec2tui.core.model.identity import Identity
from ec2tui.core.model.problem import Outcome, Problem
from tests.adapters.aws.endpoint import Endpoint, error, never, reply_xml, xml

SOON = "2099-01-02T03:04:05Z"
EPOCH = datetime.datetime(2099, 1, 2, 3, 4, 5, tzinfo=datetime.UTC).timestamp()


@pytest.fixture(autouse=True)
def no_keys(monkeypatch, aws_files):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")


async def attempt(profile=None, ask=never, **options):
    made = await AwsConnector(**options).connect(profile, ask)
    if isinstance(made, AwsGateway):
        await made.aclose()
    return made


async def test_none_at_all():
    problem = await attempt()
    assert isinstance(problem, Problem)
    assert problem.outcome is Outcome.NO_CREDENTIALS
    assert "AWS_PROFILE" in problem.hint


async def test_an_unknown_profile():
    problem = await attempt("nowhere")
    assert isinstance(problem, Problem) and problem.outcome is Outcome.NO_CREDENTIALS
    assert "nowhere" in problem.message and "aws configure --profile nowhere" in problem.hint


async def test_half_a_key_pair(aws_files):
    (aws_files / "credentials").write_text("[half]\naws_access_key_id = AKIAHALF\n")
    problem = await attempt("half")
    assert isinstance(problem, Problem) and problem.outcome is Outcome.NO_CREDENTIALS
    assert "aws configure --profile half" in problem.hint


async def test_a_broken_file(aws_files):
    (aws_files / "config").write_text("[profile x\nregion")
    problem = await attempt()
    assert isinstance(problem, Problem) and problem.outcome is Outcome.NO_CREDENTIALS
    assert str(aws_files / "config") in problem.message


async def test_an_address_that_is_none():
    problem = await attempt(endpoint_url="127.0.0.1:99")
    assert isinstance(problem, Problem) and problem.outcome is Outcome.INVALID


async def test_keys_of_the_environment_and_of_files(aws_files, monkeypatch):
    (aws_files / "config").write_text("[profile work]\nregion = eu-west-3\n")
    (aws_files / "credentials").write_text(
        "[work]\naws_access_key_id = AKIAWORK\naws_secret_access_key = s\n"
    )
    made = await attempt("work")
    assert isinstance(made, AwsGateway)
    assert (made.profile, made.default_region) == ("work", "eu-west-3")
    monkeypatch.setenv("AWS_REGION", "eu-north-1")
    made = await attempt("work")
    assert isinstance(made, AwsGateway) and made.default_region == "eu-north-1"
    made = await attempt("work", region_hint="ap-south-1")
    assert isinstance(made, AwsGateway) and made.default_region == "ap-south-1"
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    made = await attempt()
    assert isinstance(made, AwsGateway)
    assert (made.profile, made._login.access_key_id, made._login.method) == ("default", "AKIAENV", "env")


async def test_default_without_a_section_means_the_chain(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    made = await attempt("default")
    assert isinstance(made, AwsGateway) and made.default_region is None


def sso_profile(aws_files, monkeypatch, expires: str | None):
    monkeypatch.setenv("HOME", str(aws_files))
    (aws_files / "config").write_text(
        "[profile corp]\nsso_start_url = https://corp.example/start\nsso_region = us-east-1\n"
        "sso_account_id = 123456789012\nsso_role_name = Reader\nregion = us-east-1\n"
    )
    cache = aws_files / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    if expires:
        name = hashlib.sha1(b"https://corp.example/start").hexdigest()
        (cache / f"{name}.json").write_text(json.dumps({"accessToken": "token", "expiresAt": expires}))
    monkeypatch.setattr("botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR", str(cache))


@pytest.mark.parametrize("expires", [None, "2020-01-01T00:00:00Z"])
async def test_an_sso_login_that_is_missing_or_over(aws_files, monkeypatch, expires):
    sso_profile(aws_files, monkeypatch, expires)
    problem = await attempt("corp")
    assert isinstance(problem, Problem)
    assert problem.outcome is Outcome.EXPIRED
    assert problem.hint == "aws sso login --profile corp"


def process_profile(aws_files, code: str) -> None:
    script = aws_files / "source.py"
    script.write_text(code)
    (aws_files / "config").write_text(f"[profile tool]\ncredential_process = {sys.executable} {script}\n")


async def test_credential_process(aws_files):
    answer = {
        "Version": 1,
        "AccessKeyId": "ASIATOOL",
        "SecretAccessKey": "s",
        "SessionToken": "t",
        "Expiration": SOON,
    }
    process_profile(aws_files, f"import sys; assert not sys.stdin.read(); print('''{json.dumps(answer)}''')")
    identity = reply_xml(
        "GetCallerIdentity",
        "<GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ann</Arn><UserId>u</UserId>"
        "<Account>123456789012</Account></GetCallerIdentityResult>",
    )
    async with Endpoint(xml(identity)) as endpoint:
        made = await AwsConnector(endpoint_url=endpoint.url).connect("tool", never)
        assert isinstance(made, AwsGateway)
        assert await made.identify() == Identity(
            account="123456789012",
            arn="arn:aws:iam::123456789012:user/ann",
            method="custom-process",
            access_key_id="ASIATOOL",
            expires_at=EPOCH,
        )
        await made.aclose()


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit('no vault')",
        "print('no JSON')",
        "print('{}')",
        "print('{\"Version\": 1}')",
        "print('[1]')",
    ],
)
async def test_a_credential_process_that_fails(aws_files, code):
    process_profile(aws_files, code)
    problem = await attempt("tool")
    assert isinstance(problem, Problem) and problem.outcome is Outcome.NO_CREDENTIALS
    assert "tool" in problem.hint


async def test_a_credential_process_that_does_not_exist(aws_files):
    (aws_files / "config").write_text("[profile tool]\ncredential_process = /nowhere/at-all\n")
    problem = await attempt("tool")
    assert isinstance(problem, Problem) and problem.outcome is Outcome.NO_CREDENTIALS


async def test_connecting_can_be_cancelled_and_ends_the_process(aws_files):
    pid_file = aws_files / "pid"
    process_profile(
        aws_files,
        "import os, pathlib, time\n"
        f"path = pathlib.Path({str(pid_file)!r})\n"
        "path.with_suffix('.new').write_text(str(os.getpid()))\n"
        "path.with_suffix('.new').rename(path)\n"
        "time.sleep(60)\n",
    )
    task = asyncio.create_task(attempt("tool"))
    async with asyncio.timeout(30):
        while not pid_file.exists():
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        while True:
            try:
                os.kill(int(pid_file.read_text()), 0)
            except ProcessLookupError:
                break
            await asyncio.sleep(0.01)


ASSUMED = reply_xml(
    "AssumeRole",
    "<AssumeRoleResult><AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/ops/me</Arn>"
    "<AssumedRoleId>A:me</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>ASIAROLE</AccessKeyId>"
    f"<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>{SOON}</Expiration>"
    "</Credentials></AssumeRoleResult>",
)


@pytest.fixture
def mfa_profile(aws_files):
    (aws_files / "config").write_text(
        "[profile ops]\nrole_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = base\n"
        "mfa_serial = arn:aws:iam::123456789012:mfa/me\nregion = us-east-1\n"
    )
    (aws_files / "credentials").write_text(
        "[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n"
    )


async def test_an_mfa_code_is_asked_on_the_callers_loop(mfa_profile, monkeypatch):
    questions = []
    loop = asyncio.get_running_loop()

    async def ask(text):
        assert asyncio.get_running_loop() is loop
        questions.append(text)
        return " 123456 "

    async with Endpoint(xml(ASSUMED)) as endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint.url)
        made = await attempt("ops", ask)
        again = await attempt("ops", ask)
    assert isinstance(made, AwsGateway) and isinstance(again, AwsGateway)
    assert made._login.access_key_id == "ASIAROLE"
    assert (made._login.method, made._login.expires_at) == ("assume-role", EPOCH)
    assert len(questions) == 2 and "mfa/me" in questions[0]
    assert [form["TokenCode"] for form in endpoint.forms] == ["123456", "123456"]


@pytest.mark.parametrize("answer", [None, ""])
async def test_no_code_no_connection(mfa_profile, answer):
    async def ask(_):
        return answer

    problem = await attempt("ops", ask)
    assert isinstance(problem, Problem) and problem.outcome is Outcome.NO_CREDENTIALS
    assert "MFA" in problem.message and problem.hint


async def test_a_wrong_code_is_said(mfa_profile, monkeypatch):
    async def ask(_):
        return "000000"

    async with Endpoint(error("AccessDenied", "MultiFactorAuthentication failed", 403)) as endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint.url)
        problem = await attempt("ops", ask)
    assert isinstance(problem, Problem) and problem.outcome is Outcome.DENIED
    assert "MultiFactorAuthentication" in problem.message


async def test_cancelling_while_a_code_is_asked_takes_the_question_back(mfa_profile):
    asked = asyncio.Event()
    withdrawn = asyncio.Event()

    async def ask(_):
        asked.set()
        try:
            await asyncio.sleep(60)
        finally:
            withdrawn.set()

    task = asyncio.create_task(attempt("ops", ask))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.wait_for(withdrawn.wait(), 10)


async def test_the_metadata_service_is_asked_briefly():
    from botocore.session import Session

    session = Session()
    assert {name: session.get_config_variable(name) for name in credentials.IMDS} == credentials.IMDS


def test_debug_is_off_even_when_the_root_logger_wants_it(caplog):
    with caplog.at_level(logging.DEBUG):
        for name in credentials.QUIET:
            logging.getLogger(name).setLevel(logging.NOTSET)
        credentials.silence()
        for name in credentials.QUIET:
            assert not logging.getLogger(f"{name}.auth").isEnabledFor(logging.DEBUG)


async def test_no_secret_is_logged_or_written(aws_files, monkeypatch, caplog):
    (aws_files / "credentials").write_text(
        "[w]\naws_access_key_id = AKIAW\naws_secret_access_key = TOPSECRET\n"
    )
    before = {path: path.read_bytes() for path in aws_files.rglob("*") if path.is_file()}
    with caplog.at_level(logging.DEBUG):
        async with Endpoint(error("AccessDenied", status=403)) as endpoint:
            made = await AwsConnector(endpoint_url=endpoint.url).connect("w", never)
            assert isinstance(made, AwsGateway)
            await made.identify()
            await made.aclose()
    assert "TOPSECRET" not in caplog.text
    assert {path: path.read_bytes() for path in aws_files.rglob("*") if path.is_file()} == before
