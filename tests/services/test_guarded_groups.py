"""Reviews of security groups with the real rules: blocked, judged again, and locked out."""

from dataclasses import replace

import msgspec
import pytest

from ec2tui.core.changes.isolation_group import DeleteSecurityGroup
from ec2tui.core.changes.plan import Step
from ec2tui.core.changes.security_group_rules import AuthorizeRule, RevokeRule
from ec2tui.core.changes.time_box import Boxing, lasting, opened, retimed
from ec2tui.core.grammar.expiry import EXPIRES_AT, tag_value
from ec2tui.core.grammar.spec import rule_of
from ec2tui.core.model.connect_endpoint import ConnectEndpoint
from ec2tui.core.model.instance import GroupRef
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.origin import Origin
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.vpc_endpoint import VpcEndpoint
from ec2tui.services.applied import Applied, Changed, Refused
from ec2tui.services.apply import apply
from ec2tui.services.ports import Page
from ec2tui.services.review import review
from ec2tui.services.subjects import FRESH
from tests.services.fakes import REGION, instance, key, problem
from tests.services.group_fakes import Groups, groups_context, spec


def account() -> Groups:
    aws = Groups(web={"sgr-1": "tcp/22 from 99.0.0.0/24"}, more={"sgr-2": "tcp/22 from 0.0.0.0/1"})
    interface = NetworkInterface(
        key("eni-1"),
        instance_id="i-1",
        public_ips=("192.0.3.1",),
        groups=(GroupRef("sg-web", "web"), GroupRef("sg-more", "more")),
    )
    aws.items[REGION, Kind.INTERFACES] = {"eni-1": interface}
    aws.pages[REGION, Kind.INTERFACES] = [Page((interface,))]
    return aws


async def test_groups_of_one_interface_add_up_though_only_one_is_changed() -> None:
    aws = account()
    context = groups_context(aws)
    found = await review(context, [AuthorizeRule(key("sg-web"), spec("https from 10.0.0.0/8"))])
    assert found.level.rank < Level.BLOCK.rank
    half = AuthorizeRule(key("sg-web"), spec("tcp/443 from 128.0.0.0/1"))
    assert (await review(context, [half])).level is not Level.BLOCK
    ssh = await review(context, [AuthorizeRule(key("sg-web"), spec("tcp/22 from 128.0.0.0/3"))])
    blocking = {j.rule for j in ssh.judgements if j.level is Level.BLOCK}
    assert blocking == {"split_internet", "admin_port_public"}
    assert "by sg-more and sg-web together on eni-1" in ssh.judgements[0].reason
    assert isinstance(await apply(context, ssh), Refused)


async def test_a_group_that_moved_under_the_review_is_reviewed_again() -> None:
    aws = account()
    context = groups_context(aws)
    reviewed = await review(context, [AuthorizeRule(key("sg-web"), spec("tcp/8443 from 10.0.0.0/8"))])
    aws.rules["sgr-3"] = aws.rules["sgr-1"].__class__(
        key("sgr-3"), "sg-web", False, "udp", 53, 53, cidr="10.0.0.0/8"
    )
    came = await apply(context, reviewed, reviewed.confirm)
    assert isinstance(came, Changed), came
    assert isinstance(await apply(context, came.review, came.review.confirm), Applied)


async def test_whoever_comes_in_by_a_rule_does_not_revoke_it() -> None:
    aws = account()
    context = replace(groups_context(aws), origin=Origin(("99.0.0.7",), "said"))
    found = await review(context, [RevokeRule(key("sgr-1"), "sg-web", False)])
    assert [j.rule for j in found.judgements if j.level is Level.BLOCK] == []
    del aws.rules["sgr-2"]
    context = replace(groups_context(aws), origin=Origin(("99.0.0.7",), "said"))
    found = await review(context, [RevokeRule(key("sgr-1"), "sg-web", False)])
    assert [j.rule for j in found.judgements if j.level is Level.BLOCK] == ["lock_out"]


async def test_what_another_group_of_the_interfaces_gained_meanwhile_is_judged_too() -> None:
    aws = account()
    del aws.rules["sgr-2"]
    context = groups_context(aws)
    reviewed = await review(context, [AuthorizeRule(key("sg-web"), spec("tcp/22 from 128.0.0.0/3"))])
    assert reviewed.level is not Level.BLOCK
    aws.rules["sgr-2"] = rule_of(spec("tcp/22 from 0.0.0.0/1"), key("sg-more"), "sgr-2")
    came = await apply(context, reviewed, reviewed.confirm)
    assert isinstance(came, Changed) and came.review.level is Level.BLOCK, came
    assert "by sg-more and sg-web together on eni-1" in came.review.judgements[0].reason
    assert aws.sent == []


async def test_who_joined_or_left_the_group_meanwhile_is_judged_too() -> None:
    aws = account()
    both = aws.items[REGION, Kind.INTERFACES]["eni-1"]
    assert isinstance(both, NetworkInterface)
    alone = msgspec.structs.replace(both, groups=(GroupRef("sg-web", "web"),))
    context = groups_context(aws)
    for interface, splits in ((alone, False), (both, True), (alone, False)):
        aws.items[REGION, Kind.INTERFACES] = {"eni-1": interface}
        aws.pages[REGION, Kind.INTERFACES] = [Page((interface,))]
        found = await review(context, [AuthorizeRule(key("sg-web"), spec("tcp/22 from 128.0.0.0/3"))])
        assert ("split_internet" in {j.rule for j in found.judgements}) is splits


@pytest.mark.parametrize("preserves", [False, True])
async def test_the_instance_connect_endpoint_that_one_comes_in_by_is_read_before_its_rule_is_revoked(
    preserves: bool,
) -> None:
    line = "tcp/22 from 99.0.0.7/32" if preserves else "tcp/22 from sg-more"
    aws = Groups(web={"sgr-1": line}, more={})
    inside = NetworkInterface(
        key("eni-1"), vpc_id="vpc-1", instance_id="i-1", groups=(GroupRef("sg-web", "web"),)
    )
    aws.items[REGION, Kind.INTERFACES] = {"eni-1": inside}
    aws.pages[REGION, Kind.INTERFACES] = [Page((inside,))]
    endpoint = ConnectEndpoint(
        key("eice-1"), vpc_id="vpc-1", group_ids=("sg-more",), preserve_client_ip=preserves
    )
    aws.pages[REGION, Kind.CONNECT_ENDPOINTS] = [Page((endpoint,))]
    context = replace(groups_context(aws), origin=Origin(("99.0.0.7",), "said"))
    found = await review(context, [RevokeRule(key("sgr-1"), "sg-web", False)])
    said = [j.reason for j in found.judgements if j.level is Level.BLOCK]
    assert said and "the instance connect endpoint on port 22" in said[0]
    # It went: nobody comes in by that rule any more.
    aws.pages[REGION, Kind.CONNECT_ENDPOINTS] = [Page(())]
    await context.clock.sleep(FRESH + 1)
    found = await review(context, [RevokeRule(key("sgr-1"), "sg-web", False)])
    assert "lock_out" not in {j.rule for j in found.judgements}


async def test_the_way_of_the_agent_of_ssm_is_read_before_its_rule_is_revoked() -> None:
    aws = Groups(web={"sgr-1": "tcp/443 to sg-more"}, more={})
    group = (GroupRef("sg-web", "web"),)
    inside = NetworkInterface(key("eni-1"), vpc_id="vpc-1", instance_id="i-1", groups=group)
    aws.pages[REGION, Kind.INTERFACES] = [Page((inside,))]
    aws.pages[REGION, Kind.VPC_ENDPOINTS] = [
        Page(
            tuple(
                VpcEndpoint(
                    key(f"vpce-{service}"),
                    vpc_id="vpc-1",
                    service=f"com.amazonaws.eu-west-1.{service}",
                    groups=(GroupRef("sg-more", "more"),),
                )
                for service in ("ssm", "ssmmessages")
            )
        )
    ]
    context = replace(groups_context(aws), origin=Origin(("99.0.0.7",), "said"))
    role = "arn:aws:iam::123456789012:instance-profile/web"
    aws.items[REGION, Kind.INSTANCES] = {"i-1": instance("i-1", profile_arn=role, vpc_id="vpc-1")}
    found = await review(context, [RevokeRule(key("sgr-1"), "sg-web", True)])
    said = [j.reason for j in found.judgements if j.level is Level.BLOCK]
    assert said and "no rule lets in SSM any more" in said[0]


@pytest.mark.parametrize(
    ("meanwhile", "came"), [("nothing", Applied), ("another rule", Changed), ("no answer", Refused)]
)
async def test_guard_18_only_what_was_reviewed_is_sent(meanwhile: str, came: type) -> None:
    """It passes, it is reviewed again, or it is not known and nothing is sent."""
    aws = account()
    context = groups_context(aws)
    reviewed = await review(context, [AuthorizeRule(key("sg-web"), spec("tcp/8443 from 10.0.0.0/8"))])
    if meanwhile == "another rule":
        aws.rules["sgr-3"] = rule_of(spec("udp/53 from 10.0.0.0/8"), key("sg-web"), "sgr-3")
    if meanwhile == "no answer":
        aws.failing[Kind.RULES] = problem(Outcome.UNREACHABLE, "ec2:DescribeSecurityGroupRules")
    assert isinstance(await apply(context, reviewed, reviewed.confirm), came)
    assert bool(aws.sent) is (came is Applied)


async def test_a_group_that_somebody_joined_meanwhile_is_not_deleted() -> None:
    aws = Groups(web={})
    context = groups_context(aws)
    reviewed = await review(context, [DeleteSecurityGroup(key("sg-web"))])
    assert reviewed.level is not Level.BLOCK
    inside = NetworkInterface(key("eni-1"), instance_id="i-1", groups=(GroupRef("sg-web", "web"),))
    aws.items[REGION, Kind.INTERFACES] = {"eni-1": inside}
    aws.pages[REGION, Kind.INTERFACES] = [Page((inside,))]
    came = await apply(context, reviewed, reviewed.confirm)
    assert isinstance(came, Changed) and came.review.level is Level.BLOCK and aws.sent == []


MINUTE_FROM_NOW = "In 1 minute you would be locked out of i-1: no rule without an end lets in your address"


@pytest.mark.parametrize("how", ["an end for the rule", "another with an end instead", "revoked later on"])
async def test_a_rule_with_an_end_is_no_way_in_that_stays(how: str) -> None:
    aws = account()
    del aws.rules["sgr-2"]
    context = replace(groups_context(aws), origin=Origin(("99.0.0.7",), "said"))
    now = int(context.clock.now())
    mine, brief = aws.rules["sgr-1"], spec("tcp/22 from 99.0.0.7/32 for 1m")
    inventory, revoke = context.store.inventory, RevokeRule(key("sgr-1"), "sg-web", False)
    if how == "an end for the rule":
        found = await review(context, retimed(mine, now + 60, inventory, Boxing()))
    elif how == "another with an end instead":
        opens = opened(key("sg-web"), lasting(brief, now), inventory, Boxing())
        found = await review(context, (*opens, Step(revoke)))
    else:
        ends = rule_of(lasting(brief, now), key("sg-web"), "sgr-3")
        aws.rules["sgr-3"] = msgspec.structs.replace(ends, tags=((EXPIRES_AT, tag_value(now + 60)),))
        found = await review(context, [revoke])
    said = [(j.rule, j.reason) for j in found.judgements if j.level is Level.BLOCK]
    assert [rule for rule, _ in said] == ["lock_out"] and said[0][1].startswith(MINUTE_FROM_NOW), said
    assert "says_nothing_new" not in {j.rule for j in found.judgements}
    assert isinstance(await apply(context, found, found.confirm), Refused) and aws.sent == []


async def test_moving_an_end_that_is_there_locks_nobody_out() -> None:
    aws = account()
    del aws.rules["sgr-2"]
    context = replace(groups_context(aws), origin=Origin(("99.0.0.7",), "said"))
    now = int(context.clock.now())
    mine = msgspec.structs.replace(aws.rules["sgr-1"], tags=((EXPIRES_AT, tag_value(now + 600)),))
    aws.rules["sgr-1"] = mine
    for until in (now + 60, now + 6000):
        found = await review(context, retimed(mine, until, context.store.inventory, Boxing()))
        assert "lock_out" not in {j.rule for j in found.judgements}


async def test_that_other_hosts_come_in_by_a_rule_is_told_by_the_name_of_their_group() -> None:
    aws = Groups(web={"sgr-1": "tcp/22 from sg-more"}, more={})
    inside, host = (
        NetworkInterface(
            key(f"eni-{n}"),
            vpc_id="vpc-1",
            instance_id=f"i-{n}",
            private_ips=(f"10.0.0.{n}",),
            groups=(GroupRef(f"sg-{name}", name),),
        )
        for n, name in ((1, "web"), (2, "more"))
    )
    aws.items[REGION, Kind.INTERFACES] = {"eni-1": inside, "eni-2": host}
    aws.pages[REGION, Kind.INTERFACES] = [Page((inside, host))]
    context = replace(groups_context(aws), origin=Origin(("99.0.0.7",), "said"))
    found = await review(context, [RevokeRule(key("sgr-1"), "sg-web", False)])
    [said] = [j for j in found.judgements if j.rule == "lock_out"]
    assert said.unknown and said.level is Level.CONFIRM
    assert said.reason.startswith("Other hosts come in to i-1 by this, from group more on port 22;")
