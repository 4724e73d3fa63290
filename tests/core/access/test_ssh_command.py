"""No name, tag, profile, user or path brings an option or a command into what OpenSSH is given."""

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ec2tui.core.access.login import is_user
from ec2tui.core.access.route import Dial
from ec2tui.core.access.ssh_command import (
    SHORT_KEY,
    Forwarding,
    Target,
    UnsafeWordError,
    endpoint_url,
    proxy_argv,
    proxy_command,
    relay_argv,
    ssh_argv,
    with_key,
)

ID = "i-0123456789abcdef0"
NASTY = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="-oPC=$(){}`'\"\\;|&<>%h\n\r\0 \t~!*?[]#ab/", max_size=30),
    st.sampled_from(
        (
            "-oProxyCommand=touch p",
            "--",
            "x;touch p",
            "$(touch p)",
            "a\nProxyCommand touch p",
            "%h",
            "${HOME}",
            "u@host",
            "::1%eth0;touch p",
        )
    ),
)
FIXED = ssh_argv("ssh", Target(ID, Dial("10.0.0.1"), "ann", "/known"))


def target(**more: object) -> Target:
    facts = {"dial": Dial("10.0.0.1"), "user": "ann", "known_hosts": "/known", **more}
    return Target(**{"instance_id": ID, **facts})  # type: ignore[arg-type]


def options(argv: tuple[str, ...]) -> dict[str, str]:
    """The options of `-o`, after a check that nothing else is among the words."""
    found = {}
    words = list(argv[1 : argv.index("--")])
    while words:
        flag, value = words.pop(0), words.pop(0)
        assert flag in ("-F", "-o", "-l", "-p", "-L"), argv
        if flag == "-o":
            name, _, text = value.partition("=")
            assert name not in found
            found[name] = text
    return found


@given(user=NASTY, host=NASTY, key=NASTY.map(lambda text: f"/{text}"), id_=NASTY)
def test_a_word_is_refused_or_stays_the_value_of_its_own_option(user, host, key, id_) -> None:
    plain = options(FIXED)
    for made in (
        lambda: ssh_argv("ssh", target(user=user)),
        lambda: ssh_argv("ssh", target(dial=Dial(host))),
        lambda: ssh_argv("ssh", target(identity=key)),
        lambda: ssh_argv("ssh", target(known_hosts=key)),
        lambda: ssh_argv("ssh", target(instance_id=id_)),
    ):
        try:
            argv = made()
        except UnsafeWordError:
            continue
        found = options(argv)
        assert found.keys() - {"IdentityFile", "IdentitiesOnly"} == plain.keys()
        assert {n: v for n, v in found.items() if n not in OWN} == {
            n: v for n, v in plain.items() if n not in OWN
        }
        assert argv[-2] == "--" and not argv[-1].startswith("-") and len(argv[-1].split()) == 1
        for path in (found.get("IdentityFile", '""'), found["UserKnownHostsFile"]):
            assert path[0] == path[-1] == '"' and '"' not in path[1:-1] and path.isprintable()
            assert "%" not in path.replace("%%", "") and "${" not in path and "\\" not in path


OWN = frozenset({"IdentityFile", "IdentitiesOnly", "UserKnownHostsFile", "HostKeyAlias"})


@given(st.lists(NASTY, min_size=1, max_size=4))
def test_a_proxy_is_given_its_words_and_nothing_else(words) -> None:
    try:
        text = proxy_command(words)
    except UnsafeWordError:
        return
    assert "%" not in text.replace("%%", "") and "\n" not in text
    assert shlex.split(text.replace("%%", "%")) == words


@given(NASTY, NASTY)
def test_a_profile_and_a_region_stay_values(profile, region) -> None:
    try:
        argv = proxy_argv(("ec2tui",), ID, "ssm", 22, region, profile)
    except UnsafeWordError:
        return
    assert argv == ("ec2tui", "--profile", profile, "--region", region, "proxy", ID, *argv[-4:])
    assert not profile.startswith("-") and argv[-4:] == ("--via", "ssm", "--port", "22")


@given(NASTY)
def test_an_endpoint_that_is_no_address_is_refused(url) -> None:
    with pytest.raises(UnsafeWordError):
        endpoint_url(url)


def test_an_endpoint_that_is_one_is_taken() -> None:
    assert endpoint_url("http://127.0.0.1:5000") == "http://127.0.0.1:5000"


@given(NASTY)
def test_what_is_taken_as_a_user_is_one_to_instance_connect_too(text) -> None:
    if is_user(text):
        assert text.isascii() and not text.startswith("-") and not set(text) & set(" \n;'\"\\|&<>()`/%")


@given(st.lists(NASTY, max_size=3))
def test_a_command_comes_last_word_for_word(words) -> None:
    try:
        argv = ssh_argv("ssh", target(), words)
    except UnsafeWordError:
        assert any("\0" in word for word in words)
        return
    assert argv == (*FIXED, *words)


def test_forwards_listen_here_alone_and_open_no_shell() -> None:
    argv = ssh_argv("ssh", target(), (), (Forwarding(8080, "db.internal", 5432), Forwarding(1, "::1", 2)))
    assert argv[argv.index("-L") + 1] == "127.0.0.1:8080:db.internal:5432" and "-N" in argv
    assert "127.0.0.1:1:[::1]:2" in argv and "ExitOnForwardFailure=yes" in argv
    with pytest.raises(UnsafeWordError):
        ssh_argv("ssh", target(), (), (Forwarding(8080, "db:22:x", 5432),))


def test_a_bastion_is_verified_like_an_instance() -> None:
    argv = relay_argv("ssh", target(), Dial("fd00::1", 22), batch=True)
    assert argv[-4:] == ("-W", "[fd00::1]:22", "--", "10.0.0.1")
    assert {"StrictHostKeyChecking=yes", f"HostKeyAlias={ID}", "BatchMode=yes", "ForwardAgent=no"} < set(argv)


def test_a_short_key_takes_its_place() -> None:
    argv = ssh_argv("ssh", target(identity=SHORT_KEY))
    assert "IdentityFile=" + SHORT_KEY in argv
    assert 'IdentityFile="/tmp/a b/key"' in with_key(argv, "/tmp/a b/key")


def test_never_is_a_host_key_accepted_unseen() -> None:
    for own in (False, True):
        argv = ssh_argv("ssh", target(), own_config=own)
        assert "StrictHostKeyChecking=yes" in argv
        assert not any("accept-new" in word or "Checking=no" in word for word in argv)
    assert FIXED[1:3] == ("-F", "none")


@pytest.mark.skipif(not shutil.which("ssh"), reason="needs OpenSSH")
def test_the_real_openssh_reads_it_as_it_was_meant(tmp_path: Path) -> None:
    """Its own reading of the options, and what really comes to the proxy through the shell."""
    seen, key = tmp_path / "seen", tmp_path / "a $HOME %h key"
    key.touch(mode=0o600)
    proxy = tmp_path / "proxy me"
    proxy.write_text(f'#!/bin/sh\nfor word in "$@"; do printf "%s\\n" "$word" >> {seen}; done\n')
    proxy.chmod(0o700)
    profile = "a b%h $(touch p) ' \" `touch p`; & |"
    words = proxy_argv((str(proxy),), ID, "ssm", 22, "eu-west-1", profile)
    known = str(tmp_path / "known %h hosts")
    argv = ssh_argv(
        "ssh", target(proxy=words, identity=str(key), known_hosts=known), ("-oProxyCommand=touch p",)
    )
    done = subprocess.run(
        (argv[0], "-G", *argv[1:]), capture_output=True, text=True, cwd=tmp_path, check=True
    )
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)
    assert said["stricthostkeychecking"] == "true" and said["hostkeyalias"] == ID and said["user"] == "ann"
    assert said["globalknownhostsfile"] == "/dev/null" and "known" in said["userknownhostsfile"]
    failed = subprocess.run(argv, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert failed.returncode == 255
    assert seen.read_text().splitlines() == [*words[1:]]
    assert not (tmp_path / "p").exists()
