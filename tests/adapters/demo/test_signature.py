"""Who signs with another key, for another region, or changes what was signed, stays outside."""

from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from ec2tui.adapters.demo.signature import read_authorization, signed_with

from .conftest import Account

SCOPED = "Credential should be scoped to a valid region, not 'mars-north-1'."
CALLS = {
    "ec2": "describe_instances",
    "sts": "get_caller_identity",
    "iam": "list_roles",
    "cloudwatch": "describe_alarms",
    "scheduler": "list_schedules",
}
QUERY = ("sts", "iam")


def refused(account: Account, service: str, region: str = "eu-west-1", **keys: str) -> tuple[str, int, str]:
    given = {
        "aws_access_key_id": account.demo.access_key,
        "aws_secret_access_key": account.demo.secret_key,
        **keys,
    }
    client: Any = boto3.client(
        service,
        region_name=region,
        endpoint_url=account.demo.endpoint_url,
        config=Config(retries={"total_max_attempts": 1}),
        **given,
    )
    with pytest.raises(ClientError) as caught:
        getattr(client, CALLS[service])()
    error = caught.value.response["Error"]
    return error["Code"], caught.value.response["ResponseMetadata"]["HTTPStatusCode"], error["Message"]


@pytest.mark.parametrize("service", list(CALLS))
def test_each_service_refuses_in_its_own_words(account: Account, service: str) -> None:
    secret = refused(account, service, aws_secret_access_key="not-the-demo's")
    stranger = refused(account, service, aws_access_key_id="AKIASTRANGER")
    sleeping = refused(account, service, region="ap-east-1")
    nowhere = refused(account, service, region="mars-north-1")
    if service == "ec2":
        assert secret[:2] == stranger[:2] == nowhere[:2] == ("AuthFailure", 401)
        assert secret[2] == "AWS was not able to validate the provided access credentials"
    elif service in QUERY:
        assert (secret[:2], stranger[:2]) == (("SignatureDoesNotMatch", 403), ("InvalidClientTokenId", 403))
    else:
        status = 403 if service == "scheduler" else 400
        assert secret[:2] == ("InvalidSignatureException", status)
        assert stranger[:2] == ("UnrecognizedClientException", status)
    assert sleeping == stranger
    assert nowhere == (secret[0], secret[1], SCOPED)


def test_every_service_accepts_the_demos_own_keys(account: Account) -> None:
    for service, operation in CALLS.items():
        getattr(account.client(service), operation)()
    key = account.client("ssm").get_parameters_by_path(Path="/aws/service/ami-amazon-linux-latest/")
    assert "Parameters" in key


def test_what_was_signed_cannot_be_changed_and_what_is_unsigned_stays_out(account: Account) -> None:
    url, form = account.demo.endpoint_url, "application/x-www-form-urlencoded"
    body = b"Action=DescribeVpcs&Version=2016-11-15"
    signed = AWSRequest("POST", url + "/", {"Content-Type": form}, body)
    SigV4Auth(Credentials(account.demo.access_key, account.demo.secret_key), "ec2", "eu-west-1").add_auth(
        signed
    )
    headers = dict(signed.headers)
    with urlopen(Request(url + "/", body, headers), timeout=10) as reply:
        assert reply.status == 200
    for changed, given in ((body.replace(b"Vpcs", b"Tags"), headers), (body, {"Content-Type": form})):
        with pytest.raises(HTTPError) as caught:
            urlopen(Request(url + "/", changed, given), timeout=10)
        assert caught.value.code in (401, 403)


def test_the_signature_is_the_one_of_awss_own_example() -> None:
    said = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
    environ = {
        "REQUEST_METHOD": "GET",
        "REQUEST_URI": "/?Version=2010-05-08&Action=ListUsers",
        "HTTP_HOST": "iam.amazonaws.com",
        "HTTP_X_AMZ_DATE": "20150830T123600Z",
        "CONTENT_TYPE": "application/x-www-form-urlencoded; charset=utf-8",
        "HTTP_AUTHORIZATION": "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
        f"SignedHeaders=content-type;host;x-amz-date, Signature={said}",
    }
    claim = read_authorization(environ)
    assert claim is not None and (claim.service, claim.region) == ("iam", "us-east-1")
    assert signed_with(claim, environ, b"", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    assert not signed_with(claim, environ, b"", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEz")
    assert read_authorization({"HTTP_AUTHORIZATION": "Bearer token"}) is None
