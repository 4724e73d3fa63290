"""A verdict on a wide source names all that would be open to it."""

import pytest

from tests.core.rules.cases import Example
from tests.core.rules.group_cases import BASE, allow
from tests.core.rules.test_guardrails import judged


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("all from 8.0.0.0/8", "tcp, udp, icmp and 2 more protocols would be open"),
        ("tcp from 8.0.0.0/8", "tcp would be open"),
        ("tcp/20-30 from 8.0.0.0/8", "tcp/20-30 would be open"),
    ],
)
def test_it_names_every_port_and_protocol(line: str, words: str) -> None:
    found = [
        j.reason for j in judged(Example("wide_source", allow(line), BASE, ())) if j.rule == "wide_source"
    ]
    assert len(found) == 1 and found[0].startswith(words)
