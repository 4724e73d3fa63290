"""Who is looking: the principal that AWS says we are, and how long its credentials last."""

import msgspec


class Identity(msgspec.Struct, frozen=True):
    """The caller (sts:GetCallerIdentity) and its credentials.

    `method` is how botocore found them (`env`, `sso`, `assume-role`, `shared-credentials-file`, …);
    `expires_at` is in epoch seconds, None when they do not expire or cannot say.
    `access_key_id` is the public half of the key (AKIA… is long-lived, ASIA… temporary).
    """

    account: str
    arn: str
    method: str = ""
    access_key_id: str = ""
    expires_at: float | None = None

    @property
    def principal(self) -> str:
        """The short name for the header: `role/Admin` or `user/ann` without account and path."""
        tail = self.arn.split(":")[-1] if self.arn else ""
        parts = tail.split("/")
        if parts[0] == "assumed-role" and len(parts) > 2:
            return f"role/{parts[1]}"
        return f"{parts[0]}/{parts[-1]}" if len(parts) > 1 else tail
