"""`[guardrails.images]`: mistakes are named, and a machine's policy is only tightened."""

from typing import Any

import pytest

from ec2tui.core.config.guardrails import policy_in_force
from ec2tui.core.model.image_policy import ImagePolicy, Publisher
from ec2tui.core.rules.images_policy import mistakes, tighten_images
from ec2tui.core.rules.policy_file import PolicyDocument

OWNER, OTHER = "123456789012", "210987654321"


@pytest.mark.parametrize(
    ("policy", "path", "words"),
    [
        (ImagePolicy(maximum_age=0), "maximum_age", "days"),
        (ImagePolicy(maximum_behind=-1), "maximum_behind", "days"),
        (ImagePolicy(require=("owner", "imdsv2")), "require[1]", "imds"),
        (ImagePolicy(owners=("self",)), "owners[0]", "12 digits"),
        (ImagePolicy(publishers={"x": Publisher(("abc",))}), "publishers.x.owners[0]", "12 digits"),
        (ImagePolicy(publishers={"x": Publisher(parameters=("/acme/ami",))}), "publishers.x.parameters[0]",
         "/aws/service/"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named(policy: ImagePolicy, path: str, words: str) -> None:
    ((found, message),) = mistakes(policy)
    assert found == path
    assert words in message


def test_the_default_has_no_mistakes() -> None:
    assert not tuple(mistakes(ImagePolicy(publishers=ImagePolicy().catalogue)))


@pytest.mark.parametrize(
    ("name", "strict", "loose"),
    [
        ("maximum_age", 90, 400),
        ("maximum_behind", 10, 30),
        ("unvetted", "block", "confirm"),
        ("search", False, True),
        ("builtin", False, True),
        ("own", ("base-*",), ("base-*", "*")),
        ("owners", (OWNER,), (OWNER, OTHER)),
        ("publishers", {"a": Publisher((OWNER,), ("a-*",))}, {"a": Publisher((OWNER,))}),
        ("publishers", {"a": Publisher((OWNER,))}, {"b": Publisher((OTHER,))}),
    ],
)
def test_the_stricter_counts_and_what_loosens_is_refused(name: str, strict: Any, loose: Any) -> None:
    machine, user = ImagePolicy(**{name: strict}), ImagePolicy(**{name: loose})
    merged, decided, refused = tighten_images(machine, user)
    assert getattr(merged, name) == strict
    assert name in decided
    assert len(refused) == 1
    # The other way round the user's is the stricter one, and nobody minds.
    if name != "publishers":
        merged, _, refused = tighten_images(user, machine)
        assert (getattr(merged, name), refused) == (strict, ())


def test_required_facts_add_up_and_none_is_dropped() -> None:
    machine, user = ImagePolicy(require=("imds",)), ImagePolicy(require=("owner",))
    merged, _, ((name, _, lost),) = tighten_images(machine, user)
    assert merged.required == ("imds", "owner")
    assert (name, lost) == ("require", "no imds")
    merged, _, refused = tighten_images(machine, ImagePolicy())
    assert "imds" in merged.required
    assert "owner" in merged.required
    assert not refused


def test_nothing_of_the_machines_leaves_the_users_alone() -> None:
    user = ImagePolicy(unvetted="block", own=(), publishers={"x": Publisher((OWNER,))})
    assert tighten_images(ImagePolicy(), user) == (user, (), ())


def test_the_machines_file_closes_the_catalogue() -> None:
    text = '[guardrails.images]\nbuiltin = false\nowners = ["123456789012"]\nunvetted = "block"\n'
    user = PolicyDocument(images=ImagePolicy(unvetted="confirm"))
    force = policy_in_force(user, text, "/etc/ec2tui/policy.toml")
    assert not force.mistakes
    assert force.policy.images.unvetted == "block"
    assert force.policy.images.catalogue == {}
    assert "images.unvetted = confirm loosens" in force.refused[0]
    assert "/etc/ec2tui/policy.toml" in force.policy.setting("images.unvetted")


def test_a_mistake_in_it_is_told_with_its_path() -> None:
    force = policy_in_force(PolicyDocument(images=ImagePolicy(maximum_age=0)), None)
    assert force.mistakes == ("guardrails.images.maximum_age: a number of days is 1 to 36500",)
