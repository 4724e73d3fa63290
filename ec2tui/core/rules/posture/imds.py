"""Posture checks of the instance metadata service, which hands out the credentials of roles."""

from ec2tui.core.model.account_setting import AccountSetting
from ec2tui.core.model.finding import Severity
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.posture.check import Check, Verdict, failed, not_applicable, passed
from ec2tui.core.rules.posture.scene import Scene

CONTAINERS = ("eks:", "kubernetes.io/cluster/", "aws:eks:", "aws:ecs:", "AmazonECSManaged")
"""What the keys of tags begin with on hosts of containers, which are one hop further away."""


def version_one(instance: Instance, scene: Scene) -> Verdict:
    """Version 1 of the metadata service answers any request that software on the instance can be talked into
    (server-side request forgery), with the credentials of the role. Require version 2, which wants a token.
    """
    options = instance.metadata
    if options.http_endpoint == "disabled":
        return not_applicable("The metadata service is off.")
    if not options.http_tokens:
        return scene.unknown(
            instance.key, Kind.INSTANCES, say="AWS does not tell which version of the service answers."
        )
    if options.http_tokens == "optional":
        return failed("Version 1 of the metadata service answers.")
    return passed("Only version 2 of the metadata service answers.")


def hop_limit(instance: Instance, scene: Scene) -> Verdict:
    """A hop limit above 1 lets containers, and whatever routes through the instance, ask for its credentials.
    Set it to 1, unless containers need it, and switch the IPv6 endpoint off where nothing speaks to it.
    """
    options = instance.metadata
    if options.http_endpoint == "disabled":
        return not_applicable("The metadata service is off.")
    if any(key.startswith(CONTAINERS) for key, _ in instance.tags):
        return not_applicable("It is a host of containers, which may need a second hop.")
    if options.hop_limit is None:
        return scene.unknown(instance.key, Kind.INSTANCES, say="AWS does not tell the hop limit.")
    if options.hop_limit > 1:
        return failed(f"The hop limit of the metadata service is {options.hop_limit}.")
    if options.ipv6 == "enabled":
        return failed("The metadata service answers by IPv6 too.")
    return passed("The hop limit of the metadata service is 1.")


def default_version(setting: AccountSetting, _scene: Scene) -> Verdict:
    """What the account does not say, each image and each launch decides. Require version 2 of the metadata
    service by default in every region.
    """
    if setting.value == "required" or setting.enforced:
        how = " and nothing else is accepted" if setting.enforced else ""
        return passed(f"Launches get version 2 of the metadata service{how}.")
    said = f"The default is {setting.value}" if setting.value else "The account has no default"
    return failed(f"{said}: a launch that says nothing may get version 1 of the metadata service.")


CHECKS: tuple[Check, ...] = (
    Check(
        "INS-01",
        "Version 1 of the metadata service answers",
        Severity.HIGH,
        version_one,
        reads=(Kind.INSTANCES,),
        kind=Kind.INSTANCES,
    ),
    Check(
        "INS-02",
        "The metadata service reaches further than the instance",
        Severity.LOW,
        hop_limit,
        reads=(Kind.INSTANCES,),
        kind=Kind.INSTANCES,
    ),
)
"""The checks of instances."""

DEFAULT = Check(
    "INS-03",
    "Version 2 of the metadata service is not the default",
    Severity.MEDIUM,
    default_version,
    reads=(Kind.METADATA_DEFAULTS,),
    kind=Kind.METADATA_DEFAULTS,
)
"""The check of the account's default."""
