"""Whom to log in as: told by the image's publisher and name, never by an instance's own name.

Source: the EC2 user guide, "Manage system users on your Linux instance", and the publishers' own pages.
"""

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase

from ec2tui.core.access.route import Login
from ec2tui.core.access.settings import Access
from ec2tui.core.model.image import Image
from ec2tui.core.model.instance import Instance

USER = re.compile(r"[A-Za-z_][A-Za-z0-9@._-]{0,30}[A-Za-z0-9$_-]?")
"""What EC2 Instance Connect takes as InstanceOSUser (its service model)."""

USUAL = "ec2-user"
"""What most images of Linux have."""

PUBLISHERS = {
    "137112412989": ("Amazon Linux", "ec2-user"),
    "099720109477": ("Ubuntu", "ubuntu"),
    "136693071363": ("Debian", "admin"),
    "309956199498": ("Red Hat", "ec2-user"),
    "013907871322": ("SUSE", "ec2-user"),
    "764336703387": ("AlmaLinux", "ec2-user"),
    "792107900819": ("Rocky Linux", "rocky"),
    "979382823631": ("Bitnami", "bitnami"),
    "782442783595": ("FreeBSD", "ec2-user"),
}
"""(what they publish, its user) by the publisher's account in AWS's commercial partition; one that
publishes several systems is left to their names.
"""

NAMES = (
    ("ubuntu", "Ubuntu", "ubuntu"),
    ("debian", "Debian", "admin"),
    ("bitnami", "Bitnami", "bitnami"),
    ("centos-stream", "CentOS Stream", "ec2-user"),
    ("centos stream", "CentOS Stream", "ec2-user"),
    ("centos", "CentOS", "centos"),
    ("fedora", "Fedora", "fedora"),
    ("rocky", "Rocky Linux", "rocky"),
    ("bottlerocket", "Bottlerocket", "ec2-user"),
    ("al2023", "Amazon Linux", "ec2-user"),
    ("amzn", "Amazon Linux", "ec2-user"),
    ("amazon linux", "Amazon Linux", "ec2-user"),
    ("rhel", "Red Hat", "ec2-user"),
    ("suse", "SUSE", "ec2-user"),
    ("sles", "SUSE", "ec2-user"),
    ("almalinux", "AlmaLinux", "ec2-user"),
    ("freebsd", "FreeBSD", "ec2-user"),
)
"""(part of the image's name, what it then is, its user), the first that fits."""


def is_user(text: str) -> bool:
    """Whether a text can be the name of a login user, and nothing else."""
    return USER.fullmatch(text) is not None


def login_of(instance: Instance, image: Image | None, access: Access, user: str = "") -> Login | str:
    """Whom to log in as: what was asked for, the instance's tag, the configuration, or the image; a sentence
    where one of the first three is no user's name.
    """
    told = (
        user,
        access.user_tag and (instance.tag(access.user_tag) or ""),
        _configured(instance, image, access),
    )
    hows = "as asked for", f"the tag {access.user_tag}", "the configuration"
    for name, how in zip(told, hows, strict=True):
        if name and not is_user(name):
            return f"{how} says the user {name!r}, which is no user's name"
        if name:
            return Login(name, how)
    return _of_image(image) or Login(USUAL, "the usual one: its image does not tell")


def _configured(instance: Instance, image: Image | None, access: Access) -> str:
    users = access.users
    exact = [instance.image_id, *([image.owner_id, image.owner_alias or ""] if image else ())]
    found = next((users[name] for name in exact if name and name in users), "")
    return found or (_by_glob(image, users) if image else "") or access.user


def _by_glob(image: Image, users: Mapping[str, str]) -> str:
    return next((user for glob, user in users.items() if fnmatchcase(image.name, glob)), "")


def _of_image(image: Image | None) -> Login | None:
    """The publisher decides; of an image of one's own its name tells what it was made from."""
    if image is None:
        return None
    known = PUBLISHERS.get(image.owner_id)
    if known is not None:
        return Login(known[1], f"the image is {known[0]}")
    name = image.name.casefold()
    found = next(((what, user) for part, what, user in NAMES if part in name), None)
    return Login(found[1], f"by its name the image is {found[0]}") if found else None
