"""Host keys from console output that a guest wrote, and the known-hosts files that are made of them."""

import asyncssh
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ec2tui.core.access.host_keys import (
    BEGIN,
    END,
    HostKey,
    Source,
    Stored,
    contradicts,
    from_console,
    host_key,
    known_hosts_text,
    of_wire,
    stored_of,
)

ID = "i-0123456789abcdef0"
TYPES = ("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa")


def made(kind: str) -> tuple[str, str]:
    """The line of a new key, and its fingerprint as another program tells it."""
    key = asyncssh.generate_private_key(kind, **({"key_size": 2048} if kind == "ssh-rsa" else {}))
    return " ".join(key.export_public_key().decode().split()[:2]), key.get_fingerprint()


LINES = {kind: made(kind) for kind in TYPES}
ED, EC, RSA = (LINES[kind][0] for kind in (TYPES[0], TYPES[1], TYPES[4]))
OTHER = made("ssh-ed25519")[0]


def keys(*lines: str) -> tuple[HostKey, ...]:
    found = tuple(host_key(*line.split()) for line in lines)
    assert None not in found
    return found  # type: ignore[return-value]


def block(*lines: str) -> str:
    return "\r\n".join((BEGIN, *lines, END))


@pytest.mark.parametrize("kind", TYPES)
def test_a_key_of_each_type_is_read_and_its_fingerprint_is_everybodys(kind: str) -> None:
    line, fingerprint = LINES[kind]
    (key,) = keys(line)
    assert key.line == line and key.fingerprint == fingerprint


@pytest.mark.parametrize(
    ("text", "lines", "why"),
    ids=lambda value: "",
    argvalues=[
        (f"boot\n{block(ED + ' root@x', EC)}\nlogin: ", (ED, EC), ""),
        (f"{BEGIN}\n{ED}\n[    9.1] kernel: noise\n{RSA}\n{END}", (ED, RSA), ""),
        (f"{block(ED)}\n{block(ED)}", (ED,), ""),
        (f"{block(ED)}\n{block(OTHER)}", (), "differ"),
        (f"{BEGIN}\n{ED}\n", (), "cut off"),
        ("nothing", (), "no host keys"),
        (
            block("ssh-ed25519 AAAA", "ssh-dss AAAAB3NzaC1kc3MAAACBA", "not a key"),
            (),
            "no key that can be read",
        ),
        (f"# {BEGIN}\n{ED}\n{END}", (), "cut off"),
        (block(f"{ED}\x1b]52;c;evil\x07"), (), "no key that can be read"),
        (block(f"{ED} \x1b[31mred\u202e"), (ED,), ""),
    ],
)
def test_the_first_whole_block_counts(text: str, lines: tuple[str, ...], why: str) -> None:
    told = from_console(text)
    assert told.keys == keys(*lines) and why in told.why and bool(told.why) == (not lines)


PIECES = (*"AZaz09+/= \n\r\x1b\u202e", BEGIN, END, ED, EC, "ssh-rsa ")


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_nothing_but_whole_keys_comes_out_of_any_console(text: str) -> None:
    for key in from_console(text).keys:
        assert key in keys(ED, EC) and key.line.isprintable()


@given(st.binary(max_size=80), st.sampled_from(TYPES))
def test_damaged_wire_forms_are_no_keys(data: bytes, kind: str) -> None:
    name = len(kind).to_bytes(4) + kind.encode()
    found = of_wire(name + data)
    assert found is None or found.type == kind
    assert of_wire(data) is None or len(data) > 40


def test_a_key_that_says_another_type_than_it_is_is_none() -> None:
    assert host_key("ssh-rsa", ED.split()[1]) is None
    assert host_key("ssh-ed25519", ED.split()[1] + "AAAA") is None


def test_the_file_is_for_the_instance_alone_and_reads_back() -> None:
    for source in Source:
        stored = Stored(keys(ED, RSA), source)
        text = known_hosts_text(ID, stored)
        assert stored_of(text, ID) == stored
        assert stored_of(text, "i-00000000000000000").keys == ()
        assert [line.split()[0] for line in text.splitlines()] == ["#", ID, ID]
    assert stored_of(f"# x\n@revoked {ID} {ED}\n{ID} junk\n{ID} {EC} comment\n", ID).keys == keys(EC)


def test_keys_contradict_each_other_by_type() -> None:
    assert contradicts(keys(ED, EC), keys(OTHER)) == (*keys(ED), *keys(OTHER))
    assert contradicts(keys(ED), keys(ED, RSA)) is None and contradicts(keys(ED), keys(RSA)) is None
