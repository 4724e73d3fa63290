"""How an instance holds what many instances have in common, and gives it back as AWS told it."""

from hypothesis import example, given
from hypothesis import strategies as st

from ec2tui.core.model.instance import PUBLIC, Hardware, Instance, short_name, whole_name
from ec2tui.core.model.key import Key

NAME = "ec2-203-0-113-9.eu-west-1.compute.amazonaws.com"
OTHER = "ec2-203-0-113-10.eu-west-1.compute.amazonaws.com"


@given(st.text(st.characters(exclude_characters="\0")) | st.none(), st.text() | st.none())
@example(NAME, "203.0.113.9")
@example(NAME, "203.0.113.1")
@example("ec2-203-0-113-9.", "203.0.113.9")
@example("ec2-203-0-113-9", "203.0.113.9")
@example("ec2-.", "")
def test_a_name_is_given_back_as_it_was_told(name: str | None, address: str | None) -> None:
    assert whole_name(short_name(name, PUBLIC, address), PUBLIC, address) == (name or None)


def test_names_of_one_region_are_one_text() -> None:
    held = [short_name(NAME, PUBLIC, "203.0.113.9"), short_name(OTHER, PUBLIC, "203.0.113.10")]
    assert held[0] is held[1]


def test_a_name_goes_with_its_address() -> None:
    key = Key("1", "eu-west-1", "i-1")
    instance = Instance(key, "running", "t3.micro", public_host=short_name(NAME, PUBLIC, "203.0.113.9"))
    assert instance.public_dns is None


def test_every_fact_can_be_asked_for() -> None:
    instance = Instance(Key("1", "eu-west-1", "i-1"), "running", "t3.micro", hardware=Hardware(cores=2))
    facts = {name: getattr(instance, name) for name in Instance.FACTS}
    assert facts["cores"] == 2
    assert {"public_dns", "private_dns", *Hardware.__struct_fields__} <= facts.keys()
    assert not {"public_host", "private_host", "hardware"} & facts.keys()
