"""What may stand at a place of a line is offered there, and what is offered reads."""

import pytest

from ec2tui.core.grammar.completion import Vocabulary, complete
from ec2tui.core.grammar.line import Parsed, parse

HERE = Vocabulary((("sg-1", "web"), ("sg-2", "my app")), (("pl-1", "com.amazonaws.eu-west-1.s3"),))


def offered(text: str) -> list[str]:
    return [one.text for one in complete(text, len(text), HERE)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("htt", ["http", "https"]),
        ("icmp/echo-req", ["icmp/echo-request"]),
        ("tcp/post", ["tcp/postgres", "tcp/postgresql"]),
        ("ssh f", ["from"]),
        ("ssh from any", ["anywhere", "anywhere6"]),
        ("ssh from sg", ["sg-1", "sg-2"]),
        ("ssh from group ", ["web", '"my app"']),
        ("ssh from prefix ", ["list"]),
        ("ssh from prefix list com", ["com.amazonaws.eu-west-1.s3"]),
        ("ssh from self ", ["for", "until"]),
        ("ssh from self for 1", ["15m", "1h", "1d"]),
        ("ssh from self for 1h ", []),
        ('ssh from self "a', []),
    ],
)
def test_what_may_follow_is_offered(text: str, wanted: list[str]) -> None:
    assert offered(text) == wanted


def test_a_completion_replaces_the_word_before_the_position() -> None:
    (found,) = complete("ss from self", 2, HERE)[:1]
    assert (found.start, found.end, found.text) == (0, 2, "ssh")


def test_every_service_and_protocol_that_is_offered_reads() -> None:
    for word in [*offered(""), *offered("icmp/"), *offered("tcp/")]:
        assert isinstance(parse(f"{word} from self"), Parsed), word
