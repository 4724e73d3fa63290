"""Facts about how an image is built and who else may use it."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.rules.images.told import Judged, Told, fails, holds, not_known, untold

READ_SHARING = "ec2:DescribeImageAttribute"


def sharing(of: Judged) -> Told:
    """Everybody may launch a public image of yours, and read what was left on it. Make it private, and share
    it with the accounts that need it.
    """
    image = of.image
    if not image.own:
        return holds("It is public." if image.public else f"{image.owner_id} shares it with this account.")
    if image.public:
        return fails("Every account of AWS may launch it, although it is this account's own.")
    told = of.facts.sharing
    if isinstance(told, Missing):
        return not_known("Who else may launch it", told, READ_SHARING)
    if told.public:
        return fails("Every account of AWS may launch it, although it is this account's own.")
    others = (*told.accounts, *told.organizations)
    return holds(f"It is shared with {', '.join(others)}." if others else "It is private.")


def encryption(of: Judged) -> Told:
    """Volumes made from an unencrypted snapshot are not encrypted unless the launch or the account says so.
    The snapshots of a public image cannot be encrypted.
    """
    known = [device for device in of.image.snapshots if device.snapshot_id]
    bare = [device.snapshot_id or "" for device in known if device.encrypted is False]
    if bare:
        return fails(f"Not encrypted: {', '.join(bare)}.")
    if any(device.encrypted is None for device in known):
        return untold("AWS does not tell whether its snapshots are encrypted.")
    return holds("Its snapshots are encrypted." if known else "It has no snapshot.")


def imds(of: Judged) -> Told:
    """With IMDS support v2.0, what is launched asks for version 2 of the metadata service, which a forged
    request cannot use.
    """
    if of.image.imds_support == "v2.0":
        return holds("What is launched from it requires version 2 of the metadata service.")
    return fails("It leaves version 1 of the metadata service on, unless the launch says otherwise.")


def boot_mode(of: Judged) -> Told:
    """UEFI is what Secure Boot and NitroTPM stand on."""
    mode = of.image.boot_mode
    if mode in ("uefi", "uefi-preferred"):
        return holds(f"It boots with {mode}.")
    return fails(f"It boots with {mode or 'the default of the type'}, so without Secure Boot.")


def tpm(of: Judged) -> Told:
    """NitroTPM keeps keys and measures the boot."""
    if of.image.tpm_support:
        return holds(f"It supports TPM {of.image.tpm_support}.")
    return fails("It does not support NitroTPM.")


def ena(of: Judged) -> Told:
    """Current instance types need enhanced networking."""
    if of.image.ena_support is None:
        return untold("AWS does not tell whether it supports ENA.")
    if of.image.ena_support:
        return holds("It supports enhanced networking (ENA).")
    return fails("It does not support enhanced networking (ENA), which current types need.")
