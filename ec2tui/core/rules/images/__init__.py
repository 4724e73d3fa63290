"""What an image is worth: a verdict from facts, pure and the same wherever an image is shown or launched."""

from ec2tui.core.rules.images.facts import ImageFacts
from ec2tui.core.rules.images.judge import judge_image
from ec2tui.core.rules.images.known import facts_of, images_of, verdict_of

__all__ = ["ImageFacts", "facts_of", "images_of", "judge_image", "verdict_of"]
