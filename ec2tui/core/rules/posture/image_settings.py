"""What a region's settings about images say: whether own ones may be public, and which may be launched."""

from ec2tui.core.model.account_setting import AccountSetting
from ec2tui.core.model.finding import Severity
from ec2tui.core.model.image import AllowedImages
from ec2tui.core.rules.posture.check import Verdict, failed, passed
from ec2tui.core.rules.posture.scene import Scene


def images_may_be_public(setting: AccountSetting, _scene: Scene) -> Verdict:
    """Whether own images of a region can be made public (AMI-04)."""
    if setting.value == "block-new-sharing":
        return passed("No own image can become public.")
    return failed("Any own image can be made public.")._replace(severity=Severity.MEDIUM)


def any_image_allowed(setting: AllowedImages, _scene: Scene) -> Verdict:
    """Whether the account's own list of images holds launches back (AMI-06)."""
    if setting.state == "enabled":
        return passed("Only images that the account allows can be launched.")
    if setting.state == "audit-mode":
        return failed("Which images are allowed is only audited: strangers' are launched all the same.")
    return failed("The account does not say which images may be launched.")
