"""What this machine adds to what AWS tells: who is asking, and the private keys that lie here."""

import msgspec

from ec2tui.core.model.key import Key


class Principal(msgspec.Struct, frozen=True):
    """Whose credentials are used; the key's region is `global`, its id the ARN without account and path.

    `access_key_id` is the public half (AKIA…: long-lived); `method` is how botocore found it.
    """

    key: Key
    arn: str = ""
    access_key_id: str = ""
    method: str = ""


class LocalKey(msgspec.Struct, frozen=True):
    """A private key file of this machine; the key's region is `local`, its id the path.

    `fingerprints` are all forms in which AWS may tell its public half. `loose`: others may read it. `locked`:
    it has a passphrase. `problem` says why it cannot be used.
    """

    key: Key
    fingerprints: tuple[str, ...] = ()
    loose: bool | None = None
    locked: bool | None = None
    problem: str = ""
