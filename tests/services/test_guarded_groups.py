"""Reviews of security groups with the real rules: blocked, judged again, and locked out."""

from dataclasses import replace

from ec2tui.core.changes.security_group_rules import AuthorizeRule, RevokeRule
from ec2tui.core.model.instance import GroupRef
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.origin import Origin
from ec2tui.services.applied import Applied, Changed, Refused
from ec2tui.services.apply import apply
from ec2tui.services.ports import Page
from ec2tui.services.review import review
from tests.services.fakes import REGION, key
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
