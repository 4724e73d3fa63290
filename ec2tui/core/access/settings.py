"""`[access]` of the configuration: how instances are reached."""

import msgspec


class Access(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[access]`: how instances are reached.

    `key_folders` are folders with private keys that are looked through besides `~/.ssh`.
    `user` is whom to log in as everywhere; `users` says it for images by id, by their owner's account, or by
    a glob of their name. An instance's tag `user_tag` says it for that instance, and counts more.
    `bastions` names the host to go through by VPC id, or `*` for all others: an instance id, or
    `tag:KEY=VALUE` of an instance in the same VPC. `map` says where a way really dials instead of an address
    (CIDR, address) or for an instance (id): `host:port`, or `network:port` that keeps the address's end.
    `private_networks` are those (CIDR) whose private addresses are reached from here, as through a VPN.
    `ssh_config`: the user's own configuration of OpenSSH counts too.
    `tmux_window`: on a screen inside tmux a shell has a window of its own, and the screen goes on beside it.
    """

    key_folders: tuple[str, ...] = ()
    user: str = ""
    users: dict[str, str] = {}
    user_tag: str = "ec2tui:user"
    bastions: dict[str, str] = {}
    map: dict[str, str] = {}
    private_networks: tuple[str, ...] = ()
    ssh_config: bool = False
    tmux_window: bool = False
