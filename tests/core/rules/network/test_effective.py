"""The effective rules of interfaces and instances: added up, traced, and honest about what is not known."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import GroupRef, InstanceInterface
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.network.effective import effective_of_instance, effective_of_interface
from tests.core.changes.worlds import key
from tests.core.rules.network.sample import everything, instance, interface, network, prefix_list, rule

RULES = (
    rule("r1", "0.0.0.0/1"),
    rule("r2", "128.0.0.0/1", group="sg-2"),
    rule("r3", "sg-9", first=443),
    rule("r4", "sg-9", first=443, group="sg-2"),
    everything("r5", egress=True),
)
ENI = interface("eni-1", "sg-1", "sg-2")


def test_groups_add_up_and_each_opening_names_its_rules():
    found = effective_of_interface(network(*RULES, ENI), key("eni-1"))
    ingress = [e for e in found.exposures if not e.egress]
    assert [(e.traffic, e.share, e.rules) for e in ingress] == [("tcp/22", 1.0, ("r1", "r2"))]
    assert [(e.traffic, e.rules) for e in found.exposures if e.egress] == [("all", ("r5",))]
    assert found.groups == ("sg-1", "sg-2") and found.unknown == ()


def test_rules_that_say_the_same_are_one_line():
    found = effective_of_interface(network(*RULES, ENI), key("eni-1"))
    grant = next(g for g in found.grants if g.peer == "sg-9")
    assert (grant.traffic, grant.rules, grant.groups) == ("tcp/443", ("r3", "r4"), ("sg-1", "sg-2"))
    assert (grant.families, grant.share) == ((4, 6), 0.0)
    assert [(c.rule, c.by, c.how) for c in found.covered] == [("r4", ("r3",), "duplicate")]


def test_each_interface_of_an_instance_also_when_only_the_instance_tells_of_it():
    inner = InstanceInterface("eni-9", groups=(GroupRef("sg-2", ""),))
    world = network(*RULES, ENI, instance("i-1", InstanceInterface("eni-1"), inner))
    found = effective_of_instance(world, key("i-1"))
    assert [(one.interface.id, one.groups) for one in found] == [
        ("eni-1", ("sg-1", "sg-2")),
        ("eni-9", ("sg-2",)),
    ]
    assert effective_of_instance(world, key("i-2")) is Missing.GONE


def test_what_is_not_read_is_said():
    found = effective_of_interface(network(ENI, unread=(Kind.RULES,)), key("eni-1"))
    assert found.unknown == ("The security group rules have not been read.",)
    found = effective_of_interface(
        network(rule("r1", "pl-1"), ENI, unread=(Kind.PREFIX_LISTS,)), key("eni-1")
    )
    assert found.unknown == ("The entries of the prefix list pl-1 have not been read.",)
    assert [g.share for g in found.grants] == [None]
    found = effective_of_interface(network(rule("r1", "pl-1"), ENI, prefix_list("pl-1")), key("eni-1"))
    assert found.unknown == ()
