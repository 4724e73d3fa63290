"""Key pairs: a public half brought to AWS, and a pair deleted; private halves are never part of a change."""

from typing import ClassVar

from ec2tui.core.access.key_forms import TYPES, public_part, same_public_key
from ec2tui.core.changes.change import Change, drop, ec2_call, known, put, tag_specification
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind

_REMADE = frozenset({"fingerprint", "create_time"})
"""What AWS makes anew of a pair: the fingerprint of one that it made itself has another form."""


class ImportKeyPair(Change, frozen=True, tag="key_pair.import"):
    """Brings the public half of a key, a line as OpenSSH writes it, to AWS under the name in `key`."""

    public_key: str
    tags: Tags = ()

    verb: ClassVar[str] = "import"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ImportKeyPair", "ec2:CreateTags")
    kind: ClassVar[Kind] = Kind.KEY_PAIRS
    names_itself: ClassVar[bool] = True
    unrestored: ClassVar[frozenset[str]] = _REMADE

    def call(self) -> ApiCall:
        """ec2:ImportKeyPair."""
        tags = tag_specification("key-pair", self.tags)
        return ec2_call(
            self.key, "ImportKeyPair", KeyName=self.key.id, PublicKeyMaterial=self.public_key, **tags
        )

    def permissions(self) -> tuple[str, ...]:
        """The operation, and tagging where tags are given."""
        return self.asks if self.tags else self.asks[:1]

    def effect(self, inventory: Inventory) -> Inventory:
        """There is such a pair."""
        part = public_part(self.public_key)
        kind = TYPES.get(part[0], part[0]) if part else ""
        pair = KeyPair(self.key, self.key.id, kind, public_key=self.public_key, tags=self.tags)
        return put(inventory, Kind.KEY_PAIRS, pair)

    def inverse(self, before: Inventory) -> Change | None:
        """Deleting it, where the name was free."""
        return None if known(before.key_pair(self.key)) else DeleteKeyPair(self.key)

    def irreversible(self, before: Inventory) -> str:
        """The name is taken, so that AWS will refuse it."""
        taken = known(before.key_pair(self.key))
        return "There is another pair of this name, so AWS refuses it." if taken else ""

    def noop(self, inventory: Inventory) -> bool:
        """Whether there is a pair of this name with this key."""
        pair = known(inventory.key_pair(self.key))
        return pair is not None and same_public_key(pair.public_key or "", self.public_key)


class DeleteKeyPair(Change, frozen=True, tag="key_pair.delete"):
    """Deletes a key pair from AWS; instances and private keys are left as they are."""

    verb: ClassVar[str] = "delete"
    asks: ClassVar[tuple[str, ...]] = ("ec2:DeleteKeyPair",)
    kind: ClassVar[Kind] = Kind.KEY_PAIRS
    unrestored: ClassVar[frozenset[str]] = _REMADE

    def call(self) -> ApiCall:
        """ec2:DeleteKeyPair."""
        return ec2_call(self.key, "DeleteKeyPair", KeyName=self.key.id)

    def effect(self, inventory: Inventory) -> Inventory:
        """The pair is gone."""
        return drop(inventory, Kind.KEY_PAIRS, self.key)

    def inverse(self, before: Inventory) -> Change | None:
        """Importing its public half again, where AWS told it."""
        pair = known(before.key_pair(self.key))
        if pair is None or not pair.public_key or not public_part(pair.public_key):
            return None
        return ImportKeyPair(self.key, pair.public_key, pair.tags)

    def not_restored(self, before: Inventory) -> tuple[str, ...]:
        """Its id, and its fingerprint."""
        if self.inverse(before) is None:
            return ()
        return ("The pair comes back with another id; one that AWS made gets another form of fingerprint.",)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known not to exist."""
        return inventory.key_pair(self.key) is Missing.GONE
