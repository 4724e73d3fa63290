"""EC2 Instance Connect: a public key that an instance takes for sixty seconds."""

from typing import ClassVar

from ec2tui.core.changes.change import Change
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.inventory import Inventory

SECONDS = 60
"""How long the instance takes the key (EC2 Instance Connect API reference, SendSSHPublicKey)."""


class SendPublicKey(Change, frozen=True, tag="instance.send_public_key"):
    """Gives an instance the public half of a key (OpenSSH's line), with which `user` may log in meanwhile."""

    public_key: str
    user: str

    verb: ClassVar[str] = "send a key to"
    asks: ClassVar[tuple[str, ...]] = ("ec2-instance-connect:SendSSHPublicKey",)
    rehearsable: ClassVar[bool] = False

    def call(self) -> ApiCall:
        """ec2-instance-connect:SendSSHPublicKey."""
        params = {"InstanceId": self.key.id, "InstanceOSUser": self.user, "SSHPublicKey": self.public_key}
        return ApiCall("ec2-instance-connect", "SendSSHPublicKey", self.key.region, params)

    def effect(self, inventory: Inventory) -> Inventory:
        """Nothing that EC2 tells."""
        return inventory

    def inverse(self, before: Inventory) -> Change | None:
        """None: it is over before anything could take it back."""
        return None

    def irreversible(self, before: Inventory) -> str:
        """It ends by itself."""
        return f"It ends by itself after {SECONDS} seconds; who has logged in by then stays."

    def noop(self, inventory: Inventory) -> bool:
        """Whether a key is taken already is not told."""
        return False
