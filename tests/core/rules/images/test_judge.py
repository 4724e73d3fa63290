"""The verdict on an image: each fact failing alone, each fact unknown alone, and what they add up to."""

import pytest

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image, ImageSharing, ImageSnapshot
from ec2tui.core.model.image_policy import FACTS as IDS
from ec2tui.core.model.image_policy import ImagePolicy, Publisher
from ec2tui.core.model.image_verdict import FactState, Standing
from ec2tui.core.model.judgement import Level
from ec2tui.core.rules.images import ImageFacts, judge_image
from ec2tui.core.rules.images.judge import FACTS as RULES
from tests.core.rules.images.samples import (
    DAY,
    FACTS,
    KEY,
    NOW,
    OWN,
    STRANGER,
    UBUNTU,
    facts,
    own,
    ubuntu,
)

POLICY = ImagePolicy()
NEWER = ubuntu(key=KEY._replace(id="ami-0bb"), creation_time=NOW)
IMPOSTOR = ubuntu(
    owner_id=STRANGER, name=UBUNTU.name.replace("noble", "n\u043eble"), key=KEY._replace(id="ami-0dd")
)

FAILING: tuple[tuple[str, Image, ImageFacts, Standing], ...] = (
    ("owner", ubuntu(owner_id=STRANGER, name="web-7.2", key=KEY._replace(id="ami-0ee")),
     facts(parameters={"/aws/service/else": "ami-0ee"}), Standing.UNVETTED),
    ("lookalike", ubuntu(owner_id=STRANGER), facts(parameters={"/aws/service/else": KEY.id}),
     Standing.IMPOSTOR),
    ("provenance", UBUNTU, facts(parameters={}), Standing.VETTED),
    ("allowed", ubuntu(allowed=False), FACTS, Standing.UNVETTED),
    ("state", ubuntu(state="disabled"), FACTS, Standing.UNAVAILABLE),
    ("state", ubuntu(state="deregistered"), FACTS, Standing.DEREGISTERED),
    ("deprecation", ubuntu(deprecation_time=NOW - DAY), FACTS, Standing.DEPRECATED),
    ("age", ubuntu(creation_time=NOW - 366 * DAY), facts(newest=ubuntu(creation_time=NOW - 366 * DAY)),
     Standing.OUTDATED),
    ("newest", ubuntu(creation_time=NOW - 91 * DAY), facts(newest=NEWER), Standing.OUTDATED),
    ("sharing", own(public=True), FACTS, Standing.VETTED),
    ("sharing", OWN, facts(sharing=ImageSharing(KEY, public=True)), Standing.VETTED),
    ("encryption", ubuntu(snapshots=(ImageSnapshot("/dev/sda1", "snap-0aa", 8, False),)), FACTS,
     Standing.VETTED),
    ("imds", ubuntu(imds_support=None), FACTS, Standing.VETTED),
    ("boot_mode", ubuntu(boot_mode=None), FACTS, Standing.VETTED),
    ("boot_mode", ubuntu(boot_mode="legacy-bios"), FACTS, Standing.VETTED),
    ("tpm", ubuntu(tpm_support=None), FACTS, Standing.VETTED),
    ("ena", ubuntu(ena_support=False), FACTS, Standing.VETTED),
)  # fmt: skip

UNKNOWN: tuple[tuple[str, Image, ImageFacts, tuple[str, ...], Standing], ...] = (
    ("owner", ubuntu(owner_id=""), FACTS, (), Standing.UNKNOWN),
    ("provenance", UBUNTU, facts(parameters=Missing.DENIED), ("ssm:GetParameters",), Standing.VETTED),
    ("allowed", UBUNTU, facts(allowed=Missing.DENIED), ("ec2:GetAllowedImagesSettings",), Standing.UNKNOWN),
    ("allowed", ubuntu(allowed=None), FACTS, (), Standing.UNKNOWN),
    ("state", ubuntu(state=""), FACTS, (), Standing.UNKNOWN),
    ("age", ubuntu(creation_time=None), facts(newest=NEWER), (), Standing.UNKNOWN),
    ("newest", UBUNTU, facts(newest=Missing.NOT_READ), ("ec2:DescribeImages", "ssm:GetParameters"),
     Standing.UNKNOWN),
    ("sharing", OWN, facts(sharing=Missing.DENIED), ("ec2:DescribeImageAttribute",), Standing.VETTED),
    ("encryption", ubuntu(snapshots=(ImageSnapshot("/dev/sda1", "snap-0aa", 8, None),)), FACTS, (),
     Standing.VETTED),
    ("ena", ubuntu(ena_support=None), FACTS, (), Standing.VETTED),
)  # fmt: skip


def failing(image: Image, known: ImageFacts) -> set[str]:
    told = judge_image(image, known, POLICY).facts
    return {fact.id for fact in told if fact.state is FactState.FAILS}


def test_an_image_that_everything_speaks_for_is_vetted() -> None:
    verdict = judge_image(UBUNTU, FACTS, POLICY)
    assert {fact.state for fact in verdict.facts} == {FactState.HOLDS}
    assert (verdict.standing, verdict.level, verdict.publisher) == (Standing.VETTED, Level.OK, "Ubuntu")


@pytest.mark.parametrize(("id", "image", "known", "standing"), FAILING, ids=lambda one: str(one)[:24])
def test_a_fact_fails_alone(id: str, image: Image, known: ImageFacts, standing: Standing) -> None:
    alone = failing(image, known)
    # Who is called like a publisher and is not it has a wrong owner too.
    assert alone == ({"owner", "lookalike"} if id == "lookalike" else {id})
    verdict = judge_image(image, known, POLICY)
    assert verdict.standing is standing
    if standing is not Standing.VETTED:
        assert verdict.reason == verdict.fact(id).reason
        assert verdict.level is not Level.OK


def test_every_fact_has_an_example_that_fails_it() -> None:
    assert tuple(rule.id for rule in RULES) == IDS
    assert set(IDS) == {id for id, *_ in FAILING}


@pytest.mark.parametrize(("id", "image", "known", "needs", "standing"), UNKNOWN, ids=lambda o: str(o)[:24])
def test_a_fact_that_is_not_known_is_no_pass(
    id: str, image: Image, known: ImageFacts, needs: tuple[str, ...], standing: Standing
) -> None:
    verdict = judge_image(image, known, POLICY)
    fact = verdict.fact(id)
    assert (fact.state, fact.needs) == (FactState.UNKNOWN, needs)
    assert all(permission in fact.reason for permission in needs)
    assert verdict.standing is standing
    assert (verdict.level is Level.OK) is (standing is Standing.VETTED)


@pytest.mark.parametrize("unvetted", ["confirm", "block"])
def test_policy_says_what_an_unvetted_image_needs(unvetted: str) -> None:
    policy = ImagePolicy(unvetted=unvetted)  # type: ignore[arg-type]
    stranger = ubuntu(owner_id=STRANGER, name="web-7.2")
    assert judge_image(stranger, facts(parameters={}), policy).level == unvetted
    assert judge_image(ubuntu(deprecation_time=NOW), FACTS, policy).level == unvetted


def test_an_impostor_is_blocked_with_its_owner_whatever_is_required() -> None:
    verdict = judge_image(IMPOSTOR, facts(parameters={}), ImagePolicy(require=()))
    assert (verdict.standing, verdict.level) == (Standing.IMPOSTOR, Level.BLOCK)
    assert STRANGER in verdict.reason
    assert "U+043E" in verdict.reason


def test_what_policy_requires_beyond_the_default_decides() -> None:
    policy = ImagePolicy(require=("owner", "imds"))
    assert judge_image(ubuntu(imds_support=None), FACTS, policy).standing is Standing.UNVETTED
    assert judge_image(ubuntu(creation_time=NOW - 900 * DAY), FACTS, policy).standing is Standing.VETTED


@pytest.mark.parametrize(
    ("image", "policy", "vetted"),
    [
        (OWN, ImagePolicy(), True),
        (OWN, ImagePolicy(own=("acme-golden-*",)), True),
        (OWN, ImagePolicy(own=("base-*",)), False),
        (UBUNTU, ImagePolicy(builtin=False), False),
        (UBUNTU, ImagePolicy(builtin=False, owners=(UBUNTU.owner_id,)), True),
        (ubuntu(name="windows-on-ubuntu"), ImagePolicy(), False),
        (ubuntu(owner_id=STRANGER, name="web"), ImagePolicy(publishers={"W": Publisher((STRANGER,))}), True),
        (ubuntu(owner_id="092701018921", public_parameter="/aws/service/bottlerocket/x/latest/image_id"),
         ImagePolicy(), True),
        (ubuntu(owner_id="092701018921", name="x", public_parameter="/aws/service/marketplace/prod-1/1"),
         ImagePolicy(), False),
    ],
)  # fmt: skip
def test_the_catalogue_is_policy(image: Image, policy: ImagePolicy, vetted: bool) -> None:
    verdict = judge_image(image, facts(parameters={}), policy)
    assert verdict.vetted is vetted, verdict.reason


def test_allowed_images_switched_off_keeps_nothing_out() -> None:
    setting = FACTS.allowed
    assert not isinstance(setting, Missing)
    off = facts(allowed=type(setting)(setting.key, "disabled"))
    assert judge_image(ubuntu(allowed=None), off, POLICY).vetted
