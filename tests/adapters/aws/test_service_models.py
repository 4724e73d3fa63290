"""Models read fast are the models that botocore reads."""

import botocore.session
import pytest

from ec2tui.adapters.aws.service_models import ServiceModelFiles, read_fast


@pytest.mark.parametrize("service", ["ec2", "sts", "cloudwatch"])
def test_the_same_model(service):
    theirs = botocore.session.Session().get_component("data_loader")
    ours = botocore.session.Session().get_component("data_loader")
    read_fast(ours)
    model = ours.load_service_model(service, "service-2")
    assert model == theirs.load_service_model(service, "service-2")
    assert list(model["operations"]) == list(theirs.load_service_model(service, "service-2")["operations"])


def test_a_service_that_is_not_there():
    ours = botocore.session.Session().get_component("data_loader")
    read_fast(ours)
    with pytest.raises(botocore.exceptions.DataNotFoundError):
        ours.load_service_model("no-such-service", "service-2")


def test_a_file_that_is_not_there():
    assert ServiceModelFiles().load_file("/nowhere/model") is None
