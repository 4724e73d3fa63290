"""Who owns an instance, as far as its tags tell: CloudFormation, Terraform, Auto Scaling, EKS."""

from typing import NamedTuple

from ec2tui.core.model.instance import Instance, Tags


class Owner(NamedTuple):
    """A tool that made the instance and may make or destroy it again; `proof` is the tag that says so.

    Tags that begin with `aws:` are AWS's own and cannot be forged; all others are convention.
    """

    tool: str
    name: str
    proof: str


_NAMED = (
    ("aws:cloudformation:stack-name", "CloudFormation stack"),
    ("aws:autoscaling:groupName", "Auto Scaling group"),
    ("aws:ec2spot:fleet-request-id", "Spot fleet"),
    ("aws:ec2:fleet-id", "EC2 fleet"),
    ("aws:elasticmapreduce:job-flow-id", "EMR cluster"),
    ("aws:servicecatalog:provisionedProductArn", "Service Catalog product"),
    ("aws:eks:cluster-name", "EKS cluster"),
    ("eks:cluster-name", "EKS cluster"),
    ("elasticbeanstalk:environment-name", "Elastic Beanstalk environment"),
    ("karpenter.sh/nodepool", "Karpenter node pool"),
)
_CLUSTER = "kubernetes.io/cluster/"
_MANAGED_BY = frozenset({"managedby", "managed-by", "managed_by", "provisioner", "createdby", "created-by"})
_WORKSPACE = frozenset(
    {"terraform-workspace", "terraform_workspace", "tfc-workspace", "workspace", "tf-module"}
)


def owners(instance: Instance) -> tuple[Owner, ...]:
    """The owners that the tags name, AWS's own words first; empty when no tag tells."""
    tags = dict(instance.tags)
    found = [Owner(tool, tags[key], key) for key, tool in _NAMED if tags.get(key)]
    clusters = (key for key, _ in instance.tags if key.startswith(_CLUSTER))
    found += [Owner("Kubernetes cluster", key.removeprefix(_CLUSTER), key) for key in clusters]
    terraform = _terraform(instance.tags)
    return tuple(found) + ((terraform,) if terraform else ())


def _terraform(tags: Tags) -> Owner | None:
    """Terraform marks nothing by itself; people tag `terraform=true` or `ManagedBy=terraform`."""
    proof = next((key for key, value in tags if _says_terraform(key.casefold(), value.casefold())), None)
    if proof is None:
        return None
    workspace = next((value for key, value in tags if key.casefold() in _WORKSPACE), "")
    return Owner("Terraform", workspace, proof)


def _says_terraform(key: str, value: str) -> bool:
    if key in _MANAGED_BY:
        return "terraform" in value or "opentofu" in value
    return key == "terraform" and value not in ("false", "no", "0", "")
