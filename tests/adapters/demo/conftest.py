import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from ec2tui.adapters.demo.launcher import Demo, launch

START = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


class Account:
    """One demo endpoint with boto3 clients of its own."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self._clients: dict[tuple[str, str], Any] = {}

    def client(self, service: str, region: str = "eu-west-1") -> Any:
        if (service, region) not in self._clients:
            self._clients[service, region] = boto3.client(
                service,
                region_name=region,
                endpoint_url=self.demo.endpoint_url,
                aws_access_key_id=self.demo.access_key,
                aws_secret_access_key=self.demo.secret_key,
                config=Config(retries={"total_max_attempts": 1}),
            )
        return self._clients[service, region]

    @property
    def ec2(self) -> Any:
        return self.client("ec2")

    def control(self, command: str) -> Any:
        import json

        request = Request(
            f"{self.demo.endpoint_url}/_ec2tui/{command}", headers={"X-Demo-Key": self.demo.access_key}
        )
        with urlopen(request, timeout=20) as reply:
            return json.load(reply)

    def id(self, name: str, kind: str = "instance", region: str = "eu-west-1") -> str:
        return str(self.control("names")["names"][f"{region}/{kind}/{name}"])

    def instance(self, instance_id: str, region: str = "eu-west-1") -> dict[str, Any]:
        found = self.client("ec2", region).describe_instances(InstanceIds=[instance_id])
        return dict(found["Reservations"][0]["Instances"][0])

    def launch(self, **given: Any) -> str:
        subnet = self.id("staging-app-a", "subnet")
        asked = {"ImageId": self.id("golden", "image"), "InstanceType": "t3.small", "SubnetId": subnet}
        made = self.ec2.run_instances(**{"MinCount": 1, "MaxCount": 1, **asked, **given})
        return str(made["Instances"][0]["InstanceId"])

    def running(self, **given: Any) -> str:
        instance_id = self.launch(**given)
        self.control("advance?seconds=30")
        return instance_id


def error_code(call: Any, /, **given: Any) -> str:
    """The AWS code with which the call fails."""
    with pytest.raises(ClientError) as caught:
        call(**given)
    return str(caught.value.response["Error"]["Code"])


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    os.environ.pop("AWS_PROFILE", None)
    directory: Path = tmp_path_factory.mktemp("demo")
    demo = launch(directory=directory, standing_at=START)
    try:
        demo.wait_ready()
        yield Account(demo)
    finally:
        demo.close()


@pytest.fixture
def group(account: Account) -> Iterator[str]:
    made = account.ec2.create_security_group(
        GroupName="scratch", Description="for one test", VpcId=account.id("staging", "vpc")
    )["GroupId"]
    yield made
    account.ec2.delete_security_group(GroupId=made)


def rules(account: Account, group: str, egress: bool = False) -> list[dict[str, Any]]:
    """The rules of a group in one direction."""
    chosen = [{"Name": "group-id", "Values": [group]}]
    found = account.ec2.describe_security_group_rules(Filters=chosen)["SecurityGroupRules"]
    return [rule for rule in found if rule["IsEgress"] is egress]


def tcp(port: int, *cidrs: str) -> dict[str, Any]:
    """A permission for one port from some addresses."""
    ranges = [{"CidrIp": cidr, "Description": f"rule {port}"} for cidr in cidrs]
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": ranges}
