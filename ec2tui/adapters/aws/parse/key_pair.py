"""Key pairs."""

from ec2tui.adapters.aws.parse.fields import Document, epoch, tags
from ec2tui.core.model.key import Key
from ec2tui.core.model.key_pair import KeyPair


def key_pair(document: Document, account: str, region: str) -> KeyPair:
    """One key pair (shape KeyPairInfo), keyed by its name."""
    return KeyPair(
        key=Key(account, region, document["KeyName"]),
        name=document["KeyName"],
        type=document.get("KeyType", ""),
        fingerprint=document.get("KeyFingerprint", ""),
        public_key=document.get("PublicKey") or None,
        create_time=epoch(document.get("CreateTime")),
        tags=tags(document.get("Tags")),
    )
