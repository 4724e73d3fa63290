"""The configuration for OpenSSH: which names may stand in it, and what OpenSSH itself reads in it."""

import subprocess
from pathlib import Path

import pytest

from ec2tui.core.access.route import Dial
from ec2tui.core.access.ssh_command import Target, ssh_argv
from ec2tui.core.views.ssh_config import Block, config_text, names_of, unsafe

ID = "i-0123456789abcdef0"
OTHER = "i-0123456789abcdef1"


@pytest.mark.parametrize(
    "name",
    [
        "web\nProxyCommand touch /tmp/x",
        "*",
        "web-?",
        "!web",
        "-oProxyCommand=x",
        "a b",
        'a"b',
        "a,b",
        "#a",
        "a=b",
        "%h",
        "${HOME}",
        "`id`",
        "\u202eweb",
        "wéb",
        "web.",
        "w" * 129,
        "",
        ID,
        "github.com",
        "web.prod.internal",
        "LOCALHOST",
        "10.0.0.9",
    ],
)
def test_a_name_that_could_say_or_catch_more_than_its_instance_is_left_out(name: str) -> None:
    assert unsafe(name)


@pytest.mark.parametrize("name", ["web", "web-01", "shop_api_2", "A", "7", "web--x"])
def test_plain_names_stand(name: str) -> None:
    assert not unsafe(name)


def test_a_name_of_several_is_nobodys() -> None:
    blocks = [Block(ID, "web", ()), Block(OTHER, "Web", ()), Block("i-0aaaaaaaaaaaaaaaa", "a b", ())]
    assert names_of(blocks) == ({}, {"is the name of several": ("web", "Web"), NOT_A_PATTERN: ("a b",)})


NOT_A_PATTERN = "holds what a pattern of hosts may not"


def test_openssh_reads_what_the_command_line_would_say(tmp_path: Path) -> None:
    """`ssh -G` tells what it makes of the file, for the id and for the name."""
    proxy = ("/opt/e c/ec2tui", "--profile", "it's 100%", "--region", "eu-west-1", "proxy", ID)
    known, key = tmp_path / "known hosts" / "50%.txt", tmp_path / "keys" / "a key.pem"
    target = Target(ID, Dial(ID, 22), "ec2-user", str(known), str(key), proxy)
    direct = Target(OTHER, Dial("192.0.2.7", 2201), "admin", str(known))
    blocks = [
        Block(ID, "web", ssh_argv("ssh", target, own_config=True)),
        Block(OTHER, "", ssh_argv("ssh", direct)),
    ]
    file = tmp_path / "config"
    file.write_text(config_text(blocks, names_of(blocks)[0]))
    file.chmod(0o600)

    def told(host: str) -> dict[str, str]:
        done = subprocess.run(
            ["ssh", "-G", "-F", str(file), host], capture_output=True, text=True, check=True, timeout=10
        )
        return dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)

    web = told("web")
    assert told(ID) == web | {"host": ID} or told(ID) == web
    assert (web["hostname"], web["user"], web["hostkeyalias"]) == (ID, "ec2-user", ID)
    assert web["stricthostkeychecking"] in ("true", "yes") and web["globalknownhostsfile"] == "/dev/null"
    assert web["identityfile"].strip('"').replace("%%", "%") == str(key) and web["identitiesonly"] == "yes"
    assert "50%" in web["userknownhostsfile"].replace("%%", "%")
    assert web["proxycommand"].endswith(f"proxy {ID}")
    other = told(OTHER)
    assert (other["hostname"], other["port"], other["user"]) == ("192.0.2.7", "2201", "admin")
    assert "proxycommand" not in other or other["proxycommand"] == "none"
    assert told("another.example")["stricthostkeychecking"] == "ask"
