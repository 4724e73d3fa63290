"""Models read fast are the models that botocore reads, as far as they go."""

from contextvars import copy_context

import botocore.session
import pytest

from ec2tui.adapters.aws.service_models import EC2, WHOLE, ServiceModelFiles, ec2_model, read_fast
from ec2tui.core.model.api_call import ApiCall
from tests.adapters.aws.endpoint import Endpoint, connect, reply_xml, xml
from tests.adapters.aws.trim_models import named, trimmed, whole, written


def fast():
    loader = botocore.session.Session().get_component("data_loader")
    read_fast(loader)
    return loader


def everything(service: str):
    def load():
        WHOLE.set(True)
        return fast().load_service_model(service, "service-2")

    return copy_context().run(load)


@pytest.mark.parametrize("service", ["ec2", "sts", "cloudwatch"])
def test_the_same_model(service):
    theirs = botocore.session.Session().get_component("data_loader").load_service_model(service, "service-2")
    model = everything(service)
    assert model == theirs
    assert list(model["operations"]) == list(theirs["operations"])


def test_ours_is_the_part_of_botocores_that_the_program_names():
    """When this fails: python -m tests.adapters.aws.trim_models."""
    model = whole()
    assert fast().load_service_model("ec2", "service-2") is ec2_model()
    assert ec2_model() == trimmed(model), "made of another botocore, or operations have come or gone"
    assert EC2.read_text() == written(trimmed(model))
    for name, shape in ec2_model()["shapes"].items():
        assert shape.get("members", {}).keys() == model["shapes"][name].get("members", {}).keys()
    assert {"DescribeInstances", "StopInstances", "RevokeSecurityGroupIngress"} <= named(model)


async def test_an_operation_that_nobody_named_is_looked_up_in_the_whole_model():
    assert "DescribeFpgaImages" not in ec2_model()["operations"]
    async with Endpoint(xml(reply_xml("DescribeFpgaImages", "<fpgaImageSet/>"))) as endpoint:
        gateway = await connect(endpoint.url)
        reply = await gateway.fetch(ApiCall("ec2", "DescribeFpgaImages", "us-east-1"))
        await gateway.aclose()
    assert reply.problem is None and reply.body == {"FpgaImages": []}


def test_a_service_that_is_not_there():
    with pytest.raises(botocore.exceptions.DataNotFoundError):
        fast().load_service_model("no-such-service", "service-2")


def test_a_file_that_is_not_there():
    assert ServiceModelFiles().load_file("/nowhere/model") is None
