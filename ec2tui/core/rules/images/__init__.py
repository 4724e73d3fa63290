"""What an image is worth: a verdict from facts, pure and the same wherever an image is shown or launched."""

from ec2tui.core.rules.images.facts import ImageFacts
from ec2tui.core.rules.images.judge import judge_image

__all__ = ["ImageFacts", "judge_image"]
